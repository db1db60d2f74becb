import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@/prisma/client';
import { DomainError, messageOf } from '../errors';
import type { JobHandler } from './job-handler';
import type { Leases } from './leases';
import { claim, postponeJob, type ClaimedJob } from './queue';

const IDLE_MS = 500;
/** Delay before the next try while Postgres is unreachable. */
const AWAY_MS = 1_000;

export type WorkOptions = { idleMs?: number; backoffMs?: (tries: number) => number };

/**
 * Runs the due jobs of all handlers until `signal` aborts, then waits for running jobs to end.
 *
 * No job can stop the loop: a failed job is retried later or ends with its reason. While Postgres is unreachable the
 * loop waits.
 */
export async function workOnJobs(
  db: Database,
  handlers: readonly JobHandler[],
  leases: Leases,
  signal: AbortSignal,
  options: WorkOptions = {},
): Promise<void> {
  const inWork = new Set<Promise<void>>();
  const busy = new Map<string, number>();
  while (!signal.aborted) {
    let taken = 0;
    for (const handler of handlers) {
      const room = (handler.concurrency ?? 1) - (busy.get(handler.kind) ?? 0);
      if (room <= 0) continue;
      const jobs = await claimSafely(db, handler.kind, leases, room);
      if (!jobs) break;
      taken += jobs.length;
      for (const job of jobs) {
        busy.set(job.kind, (busy.get(job.kind) ?? 0) + 1);
        const work = workOnJob(db, handler, job, leases, signal, options).finally(() => {
          busy.set(job.kind, (busy.get(job.kind) ?? 1) - 1);
          inWork.delete(work);
        });
        inWork.add(work);
      }
    }
    if (taken === 0) await pause(options.idleMs ?? IDLE_MS, signal);
  }
  await Promise.all(inWork);
}

/** Null when Postgres does not answer; the loop then waits. */
async function claimSafely(db: Database, kind: string, leases: Leases, limit: number): Promise<ClaimedJob[] | null> {
  try {
    return await claim(db, { kinds: [kind], owner: leases.owner, limit, leaseSeconds: leases.leaseSeconds });
  } catch (error) {
    console.error(`The queue cannot be read, retrying: ${messageOf(error)}`);
    await sleep(AWAY_MS);
    return null;
  }
}

async function workOnJob(
  db: Database,
  handler: JobHandler,
  job: ClaimedJob,
  leases: Leases,
  shutdown: AbortSignal,
  options: WorkOptions,
): Promise<void> {
  const signal = AbortSignal.any([leases.hold(job), shutdown]);
  const context = { db, signal };
  try {
    if (job.tries > handler.maxAttempts) {
      await handler.giveUp(job, new Error(job.error ?? 'The worker crashed on every attempt.'), context);
    } else {
      await runOrPutOff(handler, job, context, options);
    }
  } catch (error) {
    // Postgres is unreachable, so the failure cannot be stored. When the lease expires, the job is due again.
    console.error(`A job (${job.kind}) will be retried when its lease expires: ${messageOf(error)}`);
  } finally {
    leases.release(job);
  }
}

async function runOrPutOff(
  handler: JobHandler,
  job: ClaimedJob,
  context: { db: Database; signal: AbortSignal },
  options: WorkOptions,
): Promise<void> {
  try {
    await handler.run(job, context);
  } catch (error) {
    const isFinal = error instanceof DomainError && error.code !== 'unavailable';
    const reason = error instanceof Error ? error : new Error(String(error));
    if (context.signal.aborted) {
      await postponeJob(context.db, job, { error: reason.message, delayMs: 0, isSpared: true });
    } else if (isFinal || job.tries >= handler.maxAttempts) {
      await handler.giveUp(job, reason, context);
    } else {
      const delayMs = (options.backoffMs ?? backoffMs)(job.tries);
      await postponeJob(context.db, job, { error: reason.message, delayMs });
    }
  }
}

/** 1 s, 4 s, 16 s, then one minute. */
const backoffMs = (tries: number): number => Math.min(1000 * 4 ** (tries - 1), 60_000);

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
