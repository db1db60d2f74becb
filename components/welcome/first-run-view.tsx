'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleCheck, ListChecks } from 'lucide-react';
import Link from 'next/link';
import type { RunDetail } from '@/taxonomy/generation/contract';
import { isOver, runStateNames } from '@/taxonomy/generation/vocabulary';
import type { Sample } from '@/taxonomy/review/contract';
import { numberText } from '../numbers';
import { flowing } from '../flowing';
import { SampleText } from '../review/sample-text';
import { scoreText } from '../generation/score-text';
import { ButtonLink } from '../ui/button';
import { plainText } from '../ui/plain-text';
import { PracticeBadge } from '../ui/practice-badge';
import { ProgressBar } from '../ui/progress-bar';
import { ErrorState, Notice, Skeleton } from '../ui/states';
import { firstSampleOf, watchedRun } from './api';

/** Progress of the first run, and its first sample as soon as a judge has passed it. */
export function FirstRunView({ runId }: { runId: string }) {
  const { data: run, error, refetch } = useQuery(watchedRun(runId));
  const { data: sample } = useQuery(firstSampleOf(runId));
  if (error && !run) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!run) return <Skeleton className="h-24" />;
  return (
    <div className="flex flex-col gap-4">
      <RunLine run={run} />
      {sample ? (
        <>
          <FirstSample sample={sample} />
          <div className="flex flex-wrap gap-2">
            <ButtonLink href={reviewOf(run)} variant="primary" icon={ListChecks}>
              {sample.status === 'pending' ? 'Review it' : 'Review more'}
            </ButtonLink>
            <ButtonLink href={`/runs/${runId}`}>{isOver(run.state) ? 'Open the run' : 'Watch the run'}</ButtonLink>
            {isOver(run.state) && <ButtonLink href="/runs/new">Generate more</ButtonLink>}
          </div>
        </>
      ) : (
        <NoSampleYet run={run} />
      )}
    </div>
  );
}

const reviewOf = ({ leaves }: RunDetail) =>
  leaves.length === 1 && leaves[0] ? `/review/${leaves[0].leafId}` : '/review';

function RunLine({ run }: { run: RunDetail }) {
  return (
    <div role="status" className="flex flex-col gap-1">
      <p className="flex flex-wrap items-center gap-2 text-muted">
        <Link href={`/runs/${run.id}`} className="font-medium text-accent underline">
          {runStateNames[run.state]}
        </Link>
        <span className="tabular-nums">
          {run.samplesKept} kept, {run.rowsDropped} dropped, {run.calls} calls
        </span>
      </p>
      <ProgressBar
        label="The first run"
        value={run.itemsDone + run.itemsFailed}
        max={run.itemsTotal}
        tone={run.isPractice ? 'practice' : 'accent'}
        className="max-w-md"
      />
    </div>
  );
}

function NoSampleYet({ run }: { run: RunDetail }) {
  const seeWhy = (
    <span className="flex flex-wrap justify-end gap-2">
      <ButtonLink href={`/runs/${run.id}`}>See why</ButtonLink>
      <ButtonLink href="/runs/new">New run</ButtonLink>
    </span>
  );
  if (!isOver(run.state)) return <Skeleton className="h-40" />;
  if (run.error) {
    return (
      <Notice tone="error" title="The run stopped" action={seeWhy}>
        {run.error}
      </Notice>
    );
  }
  return (
    <Notice tone="warning" title="No sample was kept" action={seeWhy}>
      {numberText(run.rowsDropped)} rows were written, and all were dropped. The run lists the reason for each.
    </Notice>
  );
}

const verdicts = {
  pending: 'waiting for review',
  approved: 'approved',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
} as const satisfies Record<Sample['status'], string>;

function FirstSample({ sample }: { sample: Sample }) {
  return (
    <article aria-label="The first sample" className="animate-enter rounded-lg border bg-surface">
      <div className="max-w-[72ch] p-5 text-sample">
        {sample.context && (
          <p dir="auto" className="mb-4 line-clamp-6 border-l-2 pl-3 whitespace-pre-wrap text-muted">
            {plainText(flowing(sample.context))}
          </p>
        )}
        <SampleText text={sample.question} isRaw={false} className="font-medium" />
        <SampleText text={sample.answer} isRaw={false} className="mt-3" />
      </div>
      <footer className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t px-5 py-3">
        {(sample.heldReason === null ? sample.judgements : []).map(({ id, label, score, scale }) => (
          <span key={id} className="inline-flex items-start gap-1 text-sm">
            <CircleCheck size={14} aria-hidden className="mt-0.5 shrink-0 text-approved" />
            {label}: {scoreText(score, scale)}
          </span>
        ))}
        {sample.isPractice && <PracticeBadge />}
        <span className="text-muted">
          From “{sample.leafName}”, {verdicts[sample.status]}
        </span>
      </footer>
    </article>
  );
}
