'use client';

import type { ReactNode } from 'react';
import type { RunDetail } from '@/taxonomy/generation/contract';
import { isOver } from '@/taxonomy/generation/vocabulary';
import { moneyText } from '@/taxonomy/generation/vocabulary-money';
import { PracticeBadge } from '../ui/practice-badge';
import { ProgressBar } from '../ui/progress-bar';
import { Term } from '../ui/term';
import { durationText, numberText, remainingText, shortNumber } from '../numbers';
import { RunStateBadge } from './run-state';
import { useNow } from './use-now';

/** State, progress, time left and what was used. */
export function RunLine({ run }: { run: RunDetail }) {
  const finished = run.itemsDone + run.itemsFailed;
  return (
    <section aria-label="Progress" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {/* Only changes of the state are read out; the numbers change all the time. */}
        <p role="status" className="flex items-center gap-2">
          <RunStateBadge state={run.state} isStalled={run.isStalled} />
        </p>
        <p className="text-lg font-semibold tabular-nums">
          {numberText(finished)} of {numberText(run.itemsTotal)} <Term word="item">tasks</Term>
        </p>
        {run.remainingSeconds && !isOver(run.state) && (
          <p className="text-muted">{remainingText(run.remainingSeconds)}</p>
        )}
        {run.isPractice && <PracticeBadge />}
      </div>
      <ProgressBar
        label="Tasks finished"
        value={finished}
        max={run.itemsTotal}
        tone={run.isPractice ? 'practice' : 'accent'}
      />
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        <Figure name={<Term word="sample">Samples kept</Term>}>{numberText(run.samplesKept)}</Figure>
        <Figure name={<Term word="dropped">Rows dropped</Term>}>{numberText(run.rowsDropped)}</Figure>
        <Figure name={<Term word="call">Calls used</Term>}>
          {numberText(run.calls)} of {numberText(run.maxCalls)}
          {run.failedCalls > 0 && (
            <span className="font-normal text-muted"> · {numberText(run.failedCalls)} failed</span>
          )}
        </Figure>
        <Figure name={<Term word="token">Tokens in + out</Term>}>
          {shortNumber(run.promptTokens)} + {shortNumber(run.completionTokens)}
          {run.maxTokens !== null && <> of {shortNumber(run.maxTokens)}</>}
        </Figure>
        <Costs run={run} />
        <Figure name="Time">
          <Elapsed run={run} />
          {run.maxMinutes !== null && <> of {durationText(run.maxMinutes * 60)}</>}
        </Figure>
        <Figure name={<Term word="teacher">Teacher</Term>}>
          {run.isPractice ? run.teacherName : `${run.teacherName}, ${run.model}`}
        </Figure>
      </dl>
      {run.lastFailure && run.failedCalls > 0 && run.lastFailure !== run.error && (
        <p className="max-w-[80ch] text-sm break-words text-muted">Last failed call: {run.lastFailure}</p>
      )}
    </section>
  );
}

/** The practice teacher costs nothing, so its runs do not say it. */
function Costs({ run: { cost, costPerSample, maxCost, price } }: { run: RunDetail }) {
  if (price?.source === 'built_in') return null;
  if (cost === null) return <Figure name="Cost">unknown</Figure>;
  return (
    <>
      <Figure name="Cost">
        {moneyText(cost)}
        {maxCost !== null && <> of {moneyText(maxCost)}</>}
      </Figure>
      {costPerSample !== null && <Figure name="Cost per sample kept">{moneyText(costPerSample)}</Figure>}
    </>
  );
}

const Figure = ({ name, children }: { name: ReactNode; children: ReactNode }) => (
  <div>
    <dt className="text-sm text-muted">{name}</dt>
    <dd className="font-medium tabular-nums">{children}</dd>
  </div>
);

/** How long it was worked on. */
function Elapsed({ run: { startedAt, restsSince, restSeconds } }: { run: RunDetail }) {
  const now = useNow();
  if (!startedAt) return <>not started</>;
  const end = restsSince ? Date.parse(restsSince) : now;
  return <>{end === null ? '…' : durationText(Math.max(0, (end - Date.parse(startedAt)) / 1000 - restSeconds))}</>;
}
