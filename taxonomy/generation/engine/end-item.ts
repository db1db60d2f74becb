import type { Database, Db } from '@/prisma/client';
import { closeJob, type HeldJob } from '../../jobs/queue';
import { acceptStaged } from './accept';
import { endItem, type ItemRow } from './repository-items';
import { lockTurns } from './repository-turns';
import { stripUnstorable } from '../../text';

/**
 * Marks an item as failed, with the reason. Its answers stay in the journal, so that a resume does not pay for them
 * again.
 */
export const failItem = (db: Database, item: ItemRow, job: HeldJob, why: { kind: string; message: string }) =>
  end(db, item, job, { state: 'failed', errorKind: why.kind, error: stripUnstorable(why.message).slice(0, 2_000) });

/** For an item that was being worked on when the run was stopped. */
export const cancelItem = (db: Database, item: ItemRow, job: HeldJob) =>
  end(db, item, job, { state: 'cancelled', errorKind: null, error: null });

/** @returns False when the lease was lost: another worker has the item now. */
async function end(
  db: Database,
  item: ItemRow,
  job: HeldJob,
  outcome: { state: 'failed' | 'cancelled'; errorKind: string | null; error: string | null },
): Promise<boolean> {
  const isEnded = await db.$transaction(
    async (tx: Db) => {
      await lockTurns(tx, item.runId, item.leafId);
      if (!(await closeJob(tx, job))) return false;
      await endItem(tx, item, { ...outcome, attempts: job.attempts, samples: 0, dropped: 0 });
      return true;
    },
    { maxWait: 30_000, timeout: 60_000 },
  );
  // Rows of later items may have been waiting for this one.
  if (isEnded) await acceptStaged(db, item.runId, item.leafId);
  return isEnded;
}
