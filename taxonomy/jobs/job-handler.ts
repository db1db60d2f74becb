import type { Database } from '@/prisma/client';
import type { ClaimedJob } from './queue';

export type JobContext = {
  db: Database;
  /** Aborted when the worker shuts down or another worker has taken the job. */
  signal: AbortSignal;
};

/**
 * One kind of background work. A handler closes its own job, in the transaction that stores what the job gave.
 *
 * A DomainError other than `unavailable` is final: the job is given up at once. Any other error is tried again,
 * later each time, until `maxAttempts`.
 */
export type JobHandler = {
  kind: string;
  maxAttempts: number;
  /** How many of them one worker does at once; 1 when not given. */
  concurrency?: number;
  run(job: ClaimedJob, context: JobContext): Promise<void>;
  /** Stores that the work failed for good, with the reason, and closes the job. */
  giveUp(job: ClaimedJob, error: Error, context: JobContext): Promise<void>;
};
