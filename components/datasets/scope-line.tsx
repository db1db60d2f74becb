'use client';

import Link from 'next/link';
import { useMemo } from 'react';
import { numberText } from '../numbers';
import { useTree } from '../tree/use-tree';
import { placeText, totalsOf } from '../tree/model';
import { SamplesBar } from '../tree/samples-bar';
import { Skeleton } from '../ui/states';
import { Term } from '../ui/term';

/** How many samples in the chosen part of the taxonomy are ready to publish. */
export function ScopeLine({ taxonomyId, nodeId }: { taxonomyId: string; nodeId: string | null }) {
  const needed = useMemo(() => (nodeId === null ? [] : [nodeId]), [nodeId]);
  const { model, error } = useTree(taxonomyId, { needed });
  const isKnown = nodeId === null || model?.nodes.has(nodeId) || model?.gone.has(nodeId);
  if (error) return <p className="mb-4 text-muted">{error.message}</p>;
  if (!model || !isKnown) return <Skeleton className="mb-4 h-12 max-w-3xl" />;
  const counts = totalsOf(model, nodeId);
  return (
    <section aria-label="Ready to publish" className="mb-4 max-w-3xl border-b pb-4">
      <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <span className="min-w-0 flex-1 basis-60 font-medium">
          {nodeId === null ? 'Whole taxonomy' : placeText(model, nodeId)}
        </span>
        <span className="tabular-nums">
          <b>{numberText(counts.approved)}</b> approved <Term word="sample">samples</Term>
        </span>
        {counts.pending > 0 && (
          <Link
            href={nodeId === null ? '/review' : `/review/${nodeId}`}
            className="text-accent tabular-nums underline underline-offset-4"
          >
            {numberText(counts.pending)} to review
          </Link>
        )}
      </p>
      <SamplesBar counts={counts} className="mt-2" />
    </section>
  );
}
