import { v5 as derivedId } from 'uuid';
import type { Db } from '@/prisma/client';
import { countGroup, enqueue } from '../../jobs/queue';

export const BATCH_JOB = 'batch';

/** Not the run's own group: its jobs are removed when the run is cancelled, but batches must then be cancelled too. */
const groupOf = (runId: string): string => derivedId('batch', runId);

/** Queues the job that sends the requests of a run to a batch API, unless it has one. */
export async function queueBatchJob(tx: Db, runId: string): Promise<void> {
  const groupId = groupOf(runId);
  if ((await countGroup(tx, groupId)) === 0) await enqueue(tx, [{ kind: BATCH_JOB, groupId, payload: { runId } }]);
}
