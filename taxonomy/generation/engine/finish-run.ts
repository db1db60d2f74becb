import type { Database, Db } from '@/prisma/client';
import { countGroup } from '../../jobs/queue';
import { acceptAllStaged } from './accept';
import { planNextWave } from './next-wave';
import { changeState } from '../runs/change-state';
import { dropQueued } from '../runs/stop-run';
import { hasCancelled, hasPlanned, hasSleeping } from '../runs/repository-run-items';
import { countEffects, findRunState, hasStaged, lockEnds, lockRun, type LockedRun } from '../runs/repository-runs';
import { mainError } from '../runs/repository-errors';
import { countReasons } from '../runs/repository-views';
import { labelOf } from '../pipelines/step-labels';
import { dropReasons, isReason } from '../vocabulary-rows';

/**
 * Ends a run whose work is done, pauses it after its trial, or asks again for what is missing. It is completed if all
 * items succeeded and the stored counts match.
 *
 * Can be called at any time by any number of workers; does nothing while the run is not ready.
 */
export async function finishRun(db: Database, runId: string): Promise<void> {
  await acceptAllStaged(db, runId);
  await db.$transaction(async (tx) => {
    await lockEnds(tx, runId);
    const isCancelling = (await findRunState(tx, runId)) === 'cancelling';
    const held = isCancelling ? await dropQueued(tx, runId) : 0;
    const run = await lockRun(tx, runId);
    if (run?.state === 'cancelling') {
      const isQuiet = held === 0 && !(await hasStaged(tx, runId));
      if (isCancelling && isQuiet) await changeState(tx, runId, { state: 'cancelled', error: null, isOver: true });
      return;
    }
    if (run?.state !== 'running' && run?.state !== 'queued') return;
    if (run.itemsDone + run.itemsFailed < run.itemsTotal) {
      const isIdle = (await countGroup(tx, runId)) === 0 && !(await hasSleeping(tx, runId));
      if (isIdle) await changeState(tx, runId, await idleEnd(tx, runId));
      return;
    }
    const mismatch = mismatchOf(run, await countEffects(tx, runId));
    if (mismatch === null && run.snapshot.isRepeated && (await planNextWave(tx, run))) return;
    if (mismatch !== null) {
      await changeState(tx, runId, { state: 'failed', error: mismatch, isOver: true });
    } else if (run.itemsFailed === 0 && run.samplesKept === 0) {
      await changeState(tx, runId, { state: 'nothing_kept', error: await whyNothing(tx, runId), isOver: true });
    } else if (run.itemsFailed === 0) {
      await changeState(tx, runId, { state: 'completed', error: null, isOver: true });
    } else {
      const error = (await mainError(tx, runId)) ?? 'Some tasks failed.';
      const state = run.itemsDone === 0 ? 'failed' : 'completed_with_errors';
      await changeState(tx, runId, {
        state,
        error: `${run.itemsFailed} of ${run.itemsTotal} tasks failed. ${error}`,
        isOver: true,
      });
    }
  });
}

/** Explains in a sentence where most rows of a run without samples were dropped. */
async function whyNothing(db: Db, runId: string): Promise<string> {
  const [main] = await countReasons(db, runId);
  if (!main) return 'No sample was kept, because the teacher wrote nothing.';
  const { pipeline, step, reason, count } = main;
  const words = isReason(reason) ? dropReasons[reason] : reason;
  return `No sample was kept. Most rows were dropped at “${labelOf(pipeline, step)}”: ${words.toLowerCase()} (${count}).`;
}

/** How a run without work ends, although some of its tasks are not done. */
async function idleEnd(tx: Db, runId: string) {
  if (await hasCancelled(tx, runId)) return cancelledBefore;
  return (await hasPlanned(tx, runId)) ? paused : lostWork;
}

/** A group of errors was retried after the run was cancelled or had reached a limit. */
const cancelledBefore = {
  state: 'cancelled',
  error: 'The retried tasks have ended. The others were cancelled before: resume the run to do them.',
  isOver: true,
} as const;

/** The first items of a trial are done. */
const paused = { state: 'paused', error: null } as const;

/** Should never happen. Without this check, a run whose jobs are missing would wait forever. */
const lostWork = {
  state: 'failed',
  error: 'Some tasks of the run are no longer queued. Resume the run to queue them again.',
  isOver: true,
} as const;

type Effects = Awaited<ReturnType<typeof countEffects>>;

function mismatchOf(run: LockedRun, effects: Effects): string | null {
  const wrong = [
    ['items done', run.itemsDone, effects.done],
    ['items failed', run.itemsFailed, effects.failed],
    ['samples', run.samplesKept, effects.samples],
    ['dropped rows', run.rowsDropped, effects.dropped],
  ].filter(([, counted, stored]) => counted !== stored);
  if (wrong.length === 0) return null;
  const lines = wrong.map(([what, counted, stored]) => `${what}: ${counted} counted, ${stored} stored`);
  return `The run’s counters do not match the stored rows (${lines.join('; ')}). Please report this.`;
}
