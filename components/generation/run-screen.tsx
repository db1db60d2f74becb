'use client';

import { Columns3, ListChecks } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import type { RunDetail } from '@/taxonomy/generation/contract';
import { isOver } from '@/taxonomy/generation/vocabulary';
import { ButtonLink } from '../ui/button';
import { Page } from '../ui/page';
import { ErrorState, Notice, Skeleton } from '../ui/states';
import type { DroppedFilter } from './api';
import { Funnel } from './funnel';
import { RunActions } from './run-actions';
import { LostReplies } from './lost-replies';
import { RunErrors } from './run-errors';
import { RunLine } from './run-line';
import { Shortfall } from './shortfall';
import { countText } from '../numbers';
import { whatItCovers } from './run-words';
import { useLiveRun } from './use-live-run';

// The server renders them; they are far down the page, so their code may load later.
const DroppedPanel = lazy(() => import('./dropped-panel').then((module) => ({ default: module.DroppedPanel })));
const BatchPanel = lazy(() => import('./batch-panel').then((module) => ({ default: module.BatchPanel })));
const HeatPanel = lazy(() => import('./heat-panel').then((module) => ({ default: module.HeatPanel })));
const LastRows = lazy(() => import('./last-rows').then((module) => ({ default: module.LastRows })));
const ThresholdPanel = lazy(() => import('./threshold-panel').then((module) => ({ default: module.ThresholdPanel })));
const RunExtras = lazy(() => import('./run-extras').then((module) => ({ default: module.RunExtras })));
const RunFacts = lazy(() => import('./run-facts').then((module) => ({ default: module.RunFacts })));
const RunLeaves = lazy(() => import('./run-leaves').then((module) => ({ default: module.RunLeaves })));

/** One run: its progress, where rows were dropped and why, and its results. */
export function RunScreen({ runId, canCurate }: { runId: string; canCurate: boolean }) {
  const { run, error, refetch, isLost } = useLiveRun(runId);
  const [filter, setFilter] = useState<DroppedFilter>({});
  const panel = useRef<HTMLElement>(null);

  const showDropped = (wanted: DroppedFilter) => {
    setFilter(wanted);
    panel.current?.scrollIntoView({ block: 'start' });
    panel.current?.focus({ preventScroll: true });
  };
  const crumbs = [{ label: 'Runs', href: '/runs' }, { label: run ? whatItCovers(run) : 'Run' }];
  if (!run) {
    return (
      <Page crumbs={crumbs}>
        {error ? (
          <ErrorState title="This run could not be loaded" error={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton className="h-64 w-full" />
        )}
      </Page>
    );
  }
  const onlyLeaf = run.leaves.length === 1 ? run.leaves[0] : undefined;
  return (
    <Page
      crumbs={crumbs}
      action={
        <>
          {canCurate && <RunActions run={run} />}
          <ButtonLink icon={Columns3} href={`/runs/compare?runs=${run.id}`}>
            Compare
          </ButtonLink>
          {run.samplesKept > 0 && (
            <ButtonLink
              variant="primary"
              icon={ListChecks}
              href={`/review${onlyLeaf ? `/${onlyLeaf.leafId}` : ''}?run=${run.id}`}
            >
              Review samples
            </ButtonLink>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-8">
        <div className="flex flex-col gap-3">
          <RunLine run={run} />
          <Suspense>
            <RunExtras run={run} canCurate={canCurate} />
          </Suspense>
          {isLost && (
            <Notice tone="warning" title="The connection to Seedleaf is lost.">
              Reconnecting. The run continues without this page.
            </Notice>
          )}
          {run.isStalled && (
            <Notice tone="warning" title="No worker is processing this run">
              Start Seedleaf again, or start another worker: npm run -s seedleaf -- worker
            </Notice>
          )}
          {run.state === 'paused' && <TrialDone run={run} />}
          <Shortfall run={run} canCurate={canCurate} />
          {run.error && (
            <Notice
              tone={isOver(run.state) ? 'error' : 'warning'}
              title={isOver(run.state) ? endTitle(run) : 'The teacher has problems'}
            >
              {run.error}
            </Notice>
          )}
        </div>
        {run.batch !== 'off' && !isOver(run.state) && (
          <Suspense>
            <BatchPanel run={run} canCurate={canCurate} />
          </Suspense>
        )}
        <LostReplies replies={run.lostReplies} />
        <Funnel run={run} onShowDropped={showDropped} />
        <Suspense>
          <HeatPanel run={run} onShowDropped={showDropped} />
          {isOver(run.state) && <ThresholdPanel run={run} canCurate={canCurate} />}
          <LastRows run={run} />
        </Suspense>
        <RunErrors run={run} canCurate={canCurate} />
        <Suspense>
          <DroppedPanel ref={panel} run={run} filter={filter} onFilter={setFilter} />
          <RunLeaves run={run} onShowDropped={showDropped} />
          <RunFacts run={run} />
        </Suspense>
      </div>
    </Page>
  );
}

const TrialDone = ({ run }: { run: RunDetail }) => (
  <Notice tone="info" title={`The first ${countText(run.itemsDone + run.itemsFailed, 'task is', 'tasks are')} done`}>
    Look at the rows that were kept and dropped. Then resume the run, or cancel it. Nothing is asked until then.
  </Notice>
);

function endTitle({ state }: RunDetail): string {
  if (state === 'nothing_kept') return 'No samples were kept';
  return state === 'completed_with_errors' ? 'Some tasks failed' : 'Why it stopped';
}
