import { useState, type ReactNode } from 'react';
import type { LargestLeaves, PhaseCount } from '@/taxonomy/datasets/contract-counts';
import { Term } from '../ui/term';
import { replayedIn } from './replayed-in';
import { MixPicture } from './mix-picture';
import { MixTable } from './mix-table';

type MixFigureProps = {
  phases: readonly PhaseCount[];
  leaves: LargestLeaves;
  /** A table with all leaves in pages, if the page has one; otherwise only the largest are shown. */
  table?: ReactNode;
};

/** The mix as a picture and as numbers. */
export function MixFigure({ phases, leaves, table }: MixFigureProps) {
  const [isOpen, setOpen] = useState(false);
  const hasReplay = phases.some((phase) => replayedIn(phase) > 0);
  return (
    <figure aria-label="The mix" className="flex flex-col gap-3">
      <MixPicture phases={phases} leaves={leaves} />
      {hasReplay && (
        <figcaption className="max-w-3xl text-sm text-muted">
          Striped: <Term word="replay">replayed</Term> from an earlier <Term word="phase" />.
        </figcaption>
      )}
      <details className="max-w-3xl" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="w-fit py-1 font-medium">Rows by leaf</summary>
        <div className="mt-2">
          {isOpen && (table ?? <MixTable phases={phases} leaves={leaves.largest} total={leaves.total} />)}
        </div>
      </details>
    </figure>
  );
}
