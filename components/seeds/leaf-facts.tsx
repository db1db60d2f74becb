'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import type { LeafContent, LeafDetail } from '@/taxonomy/seeds/contract';
import { SamplesBar } from '../tree/samples-bar';
import { Term } from '../ui/term';
import { LeafHistory } from './leaf-history';
import { When } from './when';

type LeafFactsProps = {
  leaf: LeafDetail;
  mayEdit: boolean;
  isDirty: boolean;
  onSaved: (leaf: LeafDetail, sent: LeafContent) => void;
};

/** What has become of the leaf: its samples, who saved it when, and its earlier versions. */
export function LeafFacts({ leaf, mayEdit, isDirty, onSaved }: LeafFactsProps) {
  const { counts } = leaf;
  const total = counts.pending + counts.approved + counts.rejected;
  return (
    <aside aria-label="Facts" className="flex shrink-0 flex-col gap-6 xl:w-64">
      <section className="flex flex-col gap-2">
        <h2 className="font-semibold">
          <Term word="sample">Samples</Term>
        </h2>
        <SamplesBar counts={counts} />
        <dl className="grid grid-cols-[1fr_auto] gap-y-1">
          <Fact term="To review">
            {counts.pending > 0 ? (
              <Link href={`/review/${leaf.nodeId}`} className="inline-block min-h-6 min-w-6 text-accent underline">
                {counts.pending.toLocaleString('en')}
              </Link>
            ) : (
              0
            )}
          </Fact>
          <Fact term="Approved">{counts.approved.toLocaleString('en')}</Fact>
          <Fact term="Rejected">{counts.rejected.toLocaleString('en')}</Fact>
          {leaf.content.kind === 'knowledge' && <Fact term="Documents">{leaf.documentCount.toLocaleString('en')}</Fact>}
        </dl>
        {total === 0 && <p className="text-sm text-muted">None generated yet.</p>}
      </section>
      <section className="flex flex-col gap-2">
        <h2 className="font-semibold">Version {leaf.version}</h2>
        <p className="text-muted">
          Saved by {leaf.savedBy ?? 'an import'} on <When iso={leaf.savedAt} />
        </p>
        <LeafHistory leaf={leaf} mayRestore={mayEdit} isDirty={isDirty} onSaved={onSaved} />
      </section>
    </aside>
  );
}

const Fact = ({ term, children }: { term: ReactNode; children: ReactNode }) => (
  <>
    <dt className="text-muted">{term}</dt>
    <dd className="text-right tabular-nums">{children}</dd>
  </>
);
