'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import type { LeafContent, LeafDetail } from '@/taxonomy/seeds/contract';
import { numberText } from '../numbers';
import { SamplesBar } from '../tree/samples-bar';
import { Term } from '../ui/term';
import { LeafHistory } from './leaf-history';
import { later } from '../ui/later';
import { When } from '../ui/when';

const LeafStyle = later(() => import('./leaf-style').then((module) => module.LeafStyle));
const LeafThresholds = later(() => import('./leaf-thresholds').then((module) => module.LeafThresholds));
const LeafSafety = later(() => import('./leaf-safety').then((module) => module.LeafSafety));

type LeafFactsProps = {
  leaf: LeafDetail;
  mayEdit: boolean;
  isDirty: boolean;
  onSaved: (leaf: LeafDetail, sent: LeafContent) => void;
};

/** Facts about the leaf: its samples, who saved it when, and its earlier versions. */
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
            <Count n={counts.pending} href={`/review/${leaf.nodeId}`} />
          </Fact>
          <Fact term="Approved">
            <Count n={counts.approved} href={`/review/${leaf.nodeId}?status=approved`} />
          </Fact>
          <Fact term="Rejected">
            <Count n={counts.rejected} href={`/review/${leaf.nodeId}?status=rejected`} />
          </Fact>
          {leaf.content.kind === 'knowledge' && <Fact term="Documents">{numberText(leaf.documentCount)}</Fact>}
        </dl>
        {total === 0 && <p className="text-sm text-muted">None generated yet.</p>}
        <Link href={`/runs?leaf=${leaf.nodeId}`} prefetch={false} className="text-accent underline">
          Runs over this leaf
        </Link>
      </section>
      <section className="flex flex-col gap-2">
        <h2 className="font-semibold">Version {leaf.version}</h2>
        <p className="text-muted">
          Saved by {leaf.savedBy} on <When iso={leaf.savedAt} />
        </p>
        <LeafHistory leaf={leaf} mayRestore={mayEdit} isDirty={isDirty} onSaved={onSaved} />
      </section>
      <LeafStyle nodeId={leaf.nodeId} mayEdit={mayEdit} />
      <LeafSafety nodeId={leaf.nodeId} mayEdit={mayEdit} />
      <LeafThresholds nodeId={leaf.nodeId} mayEdit={mayEdit} />
    </aside>
  );
}

/** A number that links to what it counts. */
const Count = ({ n, href }: { n: number; href: string }) =>
  n > 0 ? (
    <Link href={href} className="inline-block min-h-6 min-w-6 text-accent underline">
      {numberText(n)}
    </Link>
  ) : (
    '0'
  );

const Fact = ({ term, children }: { term: ReactNode; children: ReactNode }) => (
  <>
    <dt className="text-muted">{term}</dt>
    <dd className="text-right tabular-nums">{children}</dd>
  </>
);
