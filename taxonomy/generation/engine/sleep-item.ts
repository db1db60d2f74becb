import type { Database } from '@/prisma/client';
import { closeJob, enqueue, type HeldJob } from '../../jobs/queue';
import { ITEM_KIND } from '../runs/item-kind';
import type { ItemRow } from './repository-items';
import { lockWaitingItem, markWaiting } from './repository-waiting';

/**
 * Puts an item to sleep that waits for answers: until they arrive it holds no lease and no memory. If all of them
 * arrived while it was being worked on, it is queued again at once.
 *
 * @returns False when the lease was lost.
 */
export function sleepItem(db: Database, { id, runId, ordinal }: ItemRow, job: HeldJob): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const isWaiting = await lockWaitingItem(tx, id);
    if (!(await closeJob(tx, job))) return false;
    if (isWaiting) await markWaiting(tx, id);
    else await enqueue(tx, [{ id, kind: ITEM_KIND, groupId: runId, ordinal }]);
    return true;
  });
}
