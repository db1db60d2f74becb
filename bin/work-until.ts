import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@/prisma/client';
import type { JobHandler } from '@/taxonomy/jobs/job-handler';
import { Leases } from '@/taxonomy/jobs/leases';
import { workOnJobs } from '@/taxonomy/jobs/work';
import { nameWorker } from '@/taxonomy/jobs/workers';

const LOOK_MS = 200;

/**
 * Runs background jobs of the given kinds in this process until `isDone`, so that a command needs no worker. Unfinished
 * jobs return to the queue when `signal` aborts.
 */
export async function workUntil(
  db: Database,
  handlers: readonly JobHandler[],
  isDone: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  const leases = new Leases(db, nameWorker());
  await leases.start();
  const over = new AbortController();
  const working = workOnJobs(db, handlers, leases, AbortSignal.any([signal, over.signal]), { idleMs: LOOK_MS });
  try {
    while (!signal.aborted && !(await isDone())) await sleep(LOOK_MS);
  } finally {
    over.abort(new Error('The command has ended.'));
    await working;
    await leases.stop();
  }
}
