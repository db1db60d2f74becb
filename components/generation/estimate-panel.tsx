'use client';

import { clsx } from 'clsx';
import type { Estimate } from '@/taxonomy/generation/contract';
import type { Teacher } from '@/taxonomy/generation/contract-teachers';
import { defaultCap } from '@/taxonomy/generation/vocabulary';
import { moneyRangeText } from '@/taxonomy/generation/vocabulary-money';
import { messageOf, Notice, Skeleton } from '../ui/states';
import { later } from '../ui/later';
import { Term } from '../ui/term';
import { countText, durationText, numberText, shortNumber } from '../numbers';

const BlockedLeaves = later(() => import('./blocked-leaves').then((module) => module.BlockedLeaves));
const CostReason = later(() => import('./cost-reason').then((module) => module.CostReason));

type EstimatePanelProps = {
  estimate: Estimate | undefined;
  isLoading: boolean;
  error: Error | null;
  teacher: Teacher | undefined;
  isOwner: boolean;
  /** The call limit that was set by hand; null for the default. */
  maxCalls: number | null;
  /** Why there is nothing to show, and what to do. */
  obstacle: string | null;
};

/** The maximum work and number of samples of the run, from the seeds and passages that it would use, and its cost. */
export function EstimatePanel({
  estimate,
  isLoading,
  error,
  teacher,
  isOwner,
  maxCalls,
  obstacle,
}: EstimatePanelProps) {
  return (
    <section aria-label="Estimate" aria-live="polite" className="flex flex-col gap-3 rounded-lg border bg-surface p-4">
      <h2 className="font-semibold">Estimate</h2>
      {error ? (
        <Notice tone="error" title="The estimate failed">
          {messageOf(error)}
        </Notice>
      ) : estimate ? (
        <>
          <Figures estimate={estimate} isStale={isLoading} teacher={teacher} />
          {estimate.items > 0 && teacher && <CostReason estimate={estimate} teacher={teacher} isOwner={isOwner} />}
          {estimate.items > 0 && <Cap calls={estimate.calls} maxCalls={maxCalls} />}
        </>
      ) : isLoading ? (
        <Skeleton className="h-36 w-full" />
      ) : (
        <p className="text-muted">{obstacle ?? 'No estimate yet.'}</p>
      )}
      {estimate && estimate.blocked.length > 0 && <BlockedLeaves blocked={estimate.blocked} />}
    </section>
  );
}

function Figures({
  estimate,
  isStale,
  teacher,
}: {
  estimate: Estimate;
  isStale: boolean;
  teacher: Teacher | undefined;
}) {
  const seconds = secondsOf(estimate, teacher);
  return (
    <dl className={clsx('grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 tabular-nums', isStale && 'opacity-60')}>
      <Figure name="Leaves">{numberText(estimate.leaves)}</Figure>
      <Figure name={<Term word="item">Tasks</Term>}>{numberText(estimate.items)}</Figure>
      <Figure name={<Term word="call">Calls (max)</Term>}>{numberText(estimate.calls)}</Figure>
      <Figure name={<Term word="token">Input tokens (max)</Term>}>{shortNumber(estimate.promptTokens)}</Figure>
      <Figure name="Output tokens (max)">{shortNumber(estimate.completionTokens)}</Figure>
      <Figure name={<Term word="sample">Samples (max)</Term>}>{numberText(estimate.samples)}</Figure>
      {estimate.items > 0 && <Figure name="Cost">{costText(estimate)}</Figure>}
      {seconds !== null && <Figure name="Time, based on the last test">about {durationText(seconds)}</Figure>}
    </dl>
  );
}

/** The same limit that the run's page will show. */
const Cap = ({ calls, maxCalls }: { calls: number; maxCalls: number | null }) => (
  <p className="text-sm text-muted">
    {maxCalls === null
      ? `Limit: ${countText(defaultCap(calls), 'call')}, including retries.`
      : `Limit: ${countText(maxCalls, 'call')}.`}
  </p>
);

const Figure = ({ name, children }: { name: React.ReactNode; children: React.ReactNode }) => (
  <>
    <dt className="text-muted">{name}</dt>
    <dd className="text-right font-medium">{children}</dd>
  </>
);

/** The cost of a run that has not started, in a few characters. */
const costText = ({ cost, price, judge }: Estimate): string => {
  if (!cost) return 'unknown';
  const isFree = price?.source === 'built_in' && (judge === null || judge.price?.source === 'built_in');
  return isFree ? 'free' : moneyRangeText(cost);
};

/** Unknown with two teachers, which work at the same time at their own pace. */
function secondsOf({ calls, judge }: Estimate, teacher: Teacher | undefined): number | null {
  const latencyMs = teacher?.lastTest?.latencyMs;
  return teacher && latencyMs && !judge ? (calls / teacher.slots) * (latencyMs / 1000) : null;
}
