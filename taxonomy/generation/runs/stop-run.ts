import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../../accounts/audit';
import type { Actor } from '../../accounts/contract';
import { DomainError } from '../../errors';
import { dropGroup } from '../../jobs/queue';
import type { RunSummary } from '../contract';
import { changeState } from './change-state';
import { getRunSummary } from './get-run';
import { cancelItems, cancelWaiting } from './repository-run-items';
import { hasStaged, isApplying, lockRun, type LockedRun } from './repository-runs';
import { isOver } from '../vocabulary';

/**
 * Asks a run to stop. Within a second no worker makes new calls for it. Running calls may finish, and their answers are
 * kept for a resume. Existing samples stay.
 *
 * Asking again, or after the run has ended, changes nothing.
 */
export async function cancelRun(db: Database, actor: Actor, runId: string): Promise<RunSummary> {
  await db.$transaction(async (tx) => {
    // Jobs before the run: the order in which finishing items lock them.
    const held = await dropQueued(tx, runId);
    const run = await getLocked(tx, runId);
    if (isOver(run.state)) return;
    // Written rows must still be accepted: a worker does that and then cancels the run.
    const isBusy = held > 0 || (await hasStaged(tx, runId));
    await changeState(tx, runId, isBusy ? { state: 'cancelling' } : { state: 'cancelled', error: null, isOver: true });
    if (run.state === 'cancelling') return;
    await recordAudit(tx, { actorId: actor.id, action: 'run.cancel', subjectType: 'run', subjectId: runId });
  });
  return getRunSummary(db, runId);
}

/**
 * Ends a run that cannot continue: its budget is used up, or its teacher refuses it. Items in progress end as
 * cancelled.
 */
export async function stopRun(
  db: Database,
  runId: string,
  end: { state: 'over_budget' | 'failed'; error: string },
): Promise<void> {
  await db.$transaction(async (tx) => {
    await dropQueued(tx, runId);
    const run = await getLocked(tx, runId);
    if (isOver(run.state) || run.state === 'cancelling') return;
    await changeState(tx, runId, { ...end, isOver: true });
  });
}

/** Removes jobs that no worker holds, and requests without an answer. @returns How many jobs workers still hold. */
export async function dropQueued(tx: Db, runId: string): Promise<number> {
  const { dropped, held } = await dropGroup(tx, runId);
  await cancelWaiting(tx, runId);
  if (dropped.length > 0) await cancelItems(tx, runId, dropped);
  return held;
}

/**
 * Refuses to start a run again while a worker decides on its rows with other thresholds: it would count rows that are still
 * being moved.
 *
 * @throws DomainError `conflict`
 */
export async function refuseWhileRedecided(tx: Db, runId: string): Promise<void> {
  if (!(await isApplying(tx, runId))) return;
  throw new DomainError(
    'conflict',
    'A change of this run’s thresholds is being applied. Try again when it is done, usually in a few seconds.',
  );
}

export async function getLocked(tx: Db, runId: string): Promise<LockedRun> {
  const run = await lockRun(tx, runId);
  if (!run) throw new DomainError('not_found', 'There is no such run. Go back to the list of runs.');
  return run;
}
