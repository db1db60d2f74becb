'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { RunDetail } from '@/taxonomy/generation/contract';
import type { DroppedRow } from '@/taxonomy/generation/contract-dropped';
import { dropReasons } from '@/taxonomy/generation/vocabulary-rows';
import type { Sample } from '@/taxonomy/review/contract';
import { Badge } from '../ui/badge';
import { messageOf, Skeleton } from '../ui/states';
import { lastDropped, lastKept } from './api';
import { RowFields } from './row-fields';

/** The newest kept row beside the newest dropped one, so that a poor prompt shows in the first minute. */
export function LastRows({ run }: { run: RunDetail }) {
  const kept = useQuery({
    ...lastKept(run.id, run.samplesKept),
    enabled: run.samplesKept > 0,
    placeholderData: keepPreviousData,
  });
  const dropped = useQuery({
    ...lastDropped(run.id, run.rowsDropped),
    enabled: run.rowsDropped > 0,
    placeholderData: keepPreviousData,
  });
  if (run.samplesKept === 0 && run.rowsDropped === 0) return null;
  return (
    <section aria-label="Newest rows" className="grid gap-4 lg:grid-cols-2">
      <Side title="Last kept">
        {kept.data ? <KeptRow sample={kept.data} /> : <Missing query={kept}>Nothing was kept yet.</Missing>}
      </Side>
      <Side title="Last dropped">
        {dropped.data ? <LostRow row={dropped.data} /> : <Missing query={dropped}>Nothing was dropped yet.</Missing>}
      </Side>
    </section>
  );
}

const Side = ({ title, children }: { title: string; children: ReactNode }) => (
  <div className="min-w-0">
    <h2 className="mb-2 text-lg font-semibold">{title}</h2>
    {children}
  </div>
);

type MissingProps = { query: { isLoading: boolean; error: Error | null }; children: ReactNode };

/** Why there is no row: it is loading, it could not be loaded, or there is none. */
function Missing({ query: { isLoading, error }, children }: MissingProps) {
  if (isLoading) return <Skeleton className="h-40 w-full" />;
  return <p className="text-muted">{error ? messageOf(error) : children}</p>;
}

const card = 'flex flex-col gap-3 rounded-lg border bg-surface p-4';

const KeptRow = ({ sample }: { sample: Sample }) => (
  <article className={card}>
    <p className="flex flex-wrap items-center gap-2">
      <Badge tone="approved">Kept</Badge>
      <Link href={`/samples/${sample.id}`} className="text-accent hover:underline">
        {sample.leafName}
      </Link>
    </p>
    <RowFields row={{ context: sample.context, question: sample.question, answer: sample.answer }} />
  </article>
);

const LostRow = ({ row }: { row: DroppedRow }) => (
  <article className={card}>
    <p className="flex flex-wrap items-center gap-2">
      <Badge tone="rejected">Dropped</Badge>
      <span className="text-muted">
        at “{row.stepLabel}”, {row.leafName}
      </span>
    </p>
    <p>
      {/* Some details begin with the reason. */}
      {!row.detail.startsWith(dropReasons[row.reason]) && `${dropReasons[row.reason]}. `}
      <span className="text-muted">{row.detail}</span>
    </p>
    <RowFields row={row.row} />
  </article>
);
