import type { Database } from '@/prisma/client';
import { recordAudit } from '../../accounts/audit';
import type { Actor } from '../../accounts/contract';
import { DomainError } from '../../errors';
import { enqueue } from '../../jobs/queue';
import type { ResumeRunRequest, RunSummary } from '../contract';
import { queueBatchJob } from './batch-job';
import { getRunSummary } from './get-run';
import { ITEM_KIND } from './item-kind';
import { releasePlanned, requeueItems } from './repository-run-items';
import { lockEnds, restartRun } from './repository-runs';
import { restSecondsOf } from './rest';
import { roomLeft } from './room-left';
import { dropQueued, getLocked, refuseWhileRedecided } from './stop-run';
import { isOver } from '../vocabulary';

/**
 * Resumes a run that was cancelled, is paused, reached a limit, or has failed items. Paid answers are in the journal and
 * are not requested again.
 *
 * Does nothing for a run in progress, so that a second click is harmless.
 *
 * @param request.maxCalls The new call limit, including the calls already made; `maxTokens` and `maxCost` likewise.
 * @throws DomainError `conflict` while its workers are still cleaning up, or its thresholds are being changed; `invalid` when nothing is left to do, or the
 *   limits leave no room for any of it.
 */
export async function resumeRun(
  db: Database,
  actor: Actor,
  runId: string,
  request: ResumeRunRequest,
): Promise<RunSummary> {
  await db.$transaction(
    async (tx) => {
      await lockEnds(tx, runId);
      const run = await getLocked(tx, runId);
      if (run.state === 'queued' || run.state === 'running') return;
      await refuseWhileRedecided(tx, runId);
      const held = await dropQueued(tx, runId);
      if ((!isOver(run.state) && run.state !== 'paused') || held > 0) {
        throw new DomainError('conflict', 'The run is still being cancelled. Try again in a few seconds.');
      }
      const limits = roomLeft(run, request);
      const again = await requeueItems(tx, runId);
      // A trial that was cancelled goes on with its own items, and pauses then.
      const isGo = run.state === 'paused' || again.length === 0;
      const items = isGo ? [...again, ...(await releasePlanned(tx, runId))] : again;
      if (items.length === 0) throw new DomainError('invalid', 'Nothing is left to do: every task of the run is done.');
      const progressFrom = { at: new Date().toISOString(), items: run.itemsDone };
      const restSeconds = await restSecondsOf(tx, runId);
      await restartRun(tx, runId, { ...limits, snapshot: { ...run.snapshot, progressFrom, restSeconds } });
      await enqueue(
        tx,
        items.map(({ id, ordinal }) => ({ id, kind: ITEM_KIND, groupId: runId, ordinal })),
      );
      if (run.snapshot.batch === 'api') await queueBatchJob(tx, runId);
      const detail = { items: items.length, maxCalls: limits.maxCalls };
      await recordAudit(tx, { actorId: actor.id, action: 'run.resume', subjectType: 'run', subjectId: runId, detail });
    },
    { maxWait: 30_000, timeout: 120_000 },
  );
  return getRunSummary(db, runId);
}
