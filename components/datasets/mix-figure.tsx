import type { PhaseCount } from '@/taxonomy/datasets/contract';
import { Term } from '../ui/term';
import { replayedIn } from './mix';
import { MixPicture } from './mix-picture';
import { MixTable } from './mix-table';

/** The mix as a picture, what its stripes mean, and the same in numbers. */
export function MixFigure({ phases }: { phases: readonly PhaseCount[] }) {
  const hasReplay = phases.some((phase) => replayedIn(phase) > 0);
  return (
    <figure aria-label="The mix" className="flex flex-col gap-3">
      <MixPicture phases={phases} />
      <figcaption className="max-w-3xl text-sm text-muted">
        From each <Term word="leaf" /> into the <Term word="phase">phases</Term> of training.
        {hasReplay && (
          <>
            {' '}
            Striped, at the end of a loop: rows that a later phase repeats (<Term word="replay" />
            ).
          </>
        )}
      </figcaption>
      <details className="max-w-3xl">
        <summary className="w-fit py-1 font-medium">The same in numbers</summary>
        <div className="mt-2">
          <MixTable phases={phases} />
        </div>
      </details>
    </figure>
  );
}
