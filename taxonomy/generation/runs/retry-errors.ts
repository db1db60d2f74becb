import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../../accounts/audit';
import type { Actor } from '../../accounts/contract';
import { DomainError } from '../../errors';
import { enqueue } from '../../jobs/queue';
import type { RetriedErrors } from '../contract-run-errors';
import { isOver } from '../vocabulary';
import { queueBatchJob } from './batch-job';
import { getRunSummary } from './get-run';
import { ITEM_KIND } from './item-kind';
import { lockLeavesOfGroup, requeueGroup } from './repository-errors';
import { lockEnds, restartRun } from './repository-runs';
import { restSecondsOf } from './rest';
import { roomLeft } from './room-left';
import { dropQueued, getLocked, refuseWhileRedecided } from './stop-run';

/**
 * Queues the failed tasks of one group of errors again, of a run that is over, paused or running. Their answers are in
 * the journal and are not paid for again. The run's limits stay.
 *
 * Asking twice, or at the same time, queues them once: the second request finds none, and says 0.
 *
 * @throws DomainError `not_found` when the run is not running and has no such group; `conflict` while it is being
 *   cancelled or its thresholds are being changed; `invalid` when one of its limits is used up.
 */
export async function retryErrors(db: Database, actor: Actor, runId: string, groupId: string): Promise<RetriedErrors> {
  const retried = await db.$transaction((tx) => retry(tx, actor, runId, groupId), {
    maxWait: 30_000,
    timeout: 120_000,
  });
  return { retried, run: await getRunSummary(db, runId) };
}

async function retry(tx: Db, actor: Actor, runId: string, groupId: string): Promise<number> {
  await lockEnds(tx, runId);
  await lockLeavesOfGroup(tx, runId, groupId);
  const run = await getLocked(tx, runId);
  await refuseWhileRedecided(tx, runId);
  const isGoing = run.state === 'queued' || run.state === 'running';
  const held = isOver(run.state) ? await dropQueued(tx, runId) : 0;
  if (run.state === 'cancelling' || held > 0) {
    throw new DomainError('conflict', 'The run is still being cancelled. Try again in a few seconds.');
  }
  const items = await requeueGroup(tx, runId, groupId);
  if (items.length === 0) {
    if (isGoing) return 0;
    throw new DomainError('not_found', 'No task of this run has failed with this error. Load the run again.');
  }
  const limits = roomLeft(run, {});
  if (!isGoing) {
    // Counted as ended until now: all but those that are done again.
    const ended = run.itemsDone + run.itemsFailed - items.length;
    const progressFrom = { at: new Date().toISOString(), items: ended };
    const restSeconds = await restSecondsOf(tx, runId);
    await restartRun(tx, runId, { ...limits, snapshot: { ...run.snapshot, progressFrom, restSeconds } });
    if (run.snapshot.batch === 'api') await queueBatchJob(tx, runId);
  }
  await enqueue(
    tx,
    items.map(({ id, ordinal }) => ({ id, kind: ITEM_KIND, groupId: runId, ordinal })),
  );
  const detail = { group: groupId, items: items.length };
  await recordAudit(tx, { actorId: actor.id, action: 'run.retry', subjectType: 'run', subjectId: runId, detail });
  return items.length;
}
