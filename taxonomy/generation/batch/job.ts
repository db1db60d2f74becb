import { z } from 'zod';
import type { JobHandler } from '../../jobs/job-handler';
import { closeJob, postponeJob } from '../../jobs/queue';
import { BATCH_JOB } from '../runs/batch-job';
import { stopRun } from '../runs/stop-run';
import { advanceBatches, type BatchAccess } from './advance-batches';

const OfRun = z.object({ runId: z.uuid() });

/** Sends the requests of a run to batch APIs and fetches the answers, until the run is over. */
export const batchJob = (access: BatchAccess): JobHandler => ({
  kind: BATCH_JOB,
  maxAttempts: 5,
  concurrency: 4,
  async run(job, { db, signal }) {
    const delayMs = await advanceBatches(db, OfRun.parse(job.payload).runId, access, signal);
    if (delayMs === null) await db.$transaction((tx) => closeJob(tx, job));
    else await postponeJob(db, job, { error: '', delayMs, isSpared: true });
  },
  async giveUp(job, error, { db }) {
    await stopRun(db, OfRun.parse(job.payload).runId, { state: 'failed', error: `The batch API: ${error.message}` });
    await db.$transaction((tx) => closeJob(tx, job));
  },
});
