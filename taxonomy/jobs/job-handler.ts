import type { Database } from '@/prisma/client';
import type { ClaimedJob } from './queue';

export type JobContext = {
  db: Database;
  /** Aborted when the worker shuts down or another worker has taken the job. */
  signal: AbortSignal;
};

/**
 * One kind of background work. A handler closes its job in the transaction that stores the results.
 *
 * A DomainError other than `unavailable` is final: the job fails at once. After any other error the job is retried with
 * growing delays, up to `maxAttempts`.
 */
export type JobHandler = {
  kind: string;
  maxAttempts: number;
  /** How many one worker runs at once; 1 by default. */
  concurrency?: number;
  run(job: ClaimedJob, context: JobContext): Promise<void>;
  /** Stores that the work failed for good, with the reason, and closes the job. */
  giveUp(job: ClaimedJob, error: Error, context: JobContext): Promise<void>;
};
