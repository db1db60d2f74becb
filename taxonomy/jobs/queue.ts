import { v7 as uuid } from 'uuid';
import type { Database, Db } from '@/prisma/client';
import {
  claimJobs,
  countGroupJobs,
  deleteHeldJob,
  deleteUnheldJobs,
  extendLeases,
  findDue,
  insertJobs,
  putBackJob,
  type ClaimedJob,
  type HeldJob,
} from './repository';

export type { ClaimedJob, HeldJob };

/** How long a claimed job stays with a worker that stops its heartbeat. */
export const LEASE_SECONDS = 30;
/** How often a worker renews its leases. */
export const HEARTBEAT_SECONDS = 10;

const ROWS_PER_STATEMENT = 2_000;
/** More tries than any job has. */
const EVER = 1_000_000;

export type NewJob = {
  id?: string;
  kind: string;
  /** Jobs of a group are cancelled and counted together. */
  groupId: string;
  /** Keep it small: ids, not texts. */
  payload?: unknown;
  /** Among jobs due at the same time, lower goes first; then `ordinal`. */
  priority?: number;
  ordinal?: number;
  dueAt?: Date;
};

/**
 * Adds jobs in the caller's transaction, so that a job exists exactly when its subject does.
 *
 * Jobs added together are due together and are claimed by priority and ordinal.
 */
export async function enqueue(tx: Db, jobs: readonly NewJob[]): Promise<void> {
  for (let from = 0; from < jobs.length; from += ROWS_PER_STATEMENT) {
    const rows = jobs.slice(from, from + ROWS_PER_STATEMENT).map((job) => ({
      id: job.id ?? uuid(),
      kind: job.kind,
      groupId: job.groupId,
      payload: job.payload ?? {},
      priority: job.priority ?? 0,
      ordinal: job.ordinal ?? 0,
      dueAt: job.dueAt?.toISOString() ?? null,
    }));
    await insertJobs(tx, rows);
  }
}

/**
 * Claims up to `limit` due jobs of the given kinds and leases them to `owner`. Only the database's clock is used.
 *
 * @param claim.owner  The worker's name; other workers cannot close its jobs.
 * @param claim.groupId Only jobs of this group.
 * @param claim.triedBefore Only jobs that were tried at least and at most this often, with `groupId`.
 */
export async function claim(
  db: Db,
  claim: {
    kinds: readonly string[];
    owner: string;
    limit: number;
    leaseSeconds?: number;
    groupId?: string;
    triedBefore?: [least: number, most: number];
  },
): Promise<ClaimedJob[]> {
  const { kinds, owner, groupId = null, leaseSeconds = LEASE_SECONDS, triedBefore = [0, EVER] } = claim;
  const jobs: ClaimedJob[] = [];
  for (const kind of kinds) {
    const limit = claim.limit - jobs.length;
    if (limit > 0) jobs.push(...(await claimJobs(db, { kind, groupId, owner, limit, leaseSeconds, triedBefore })));
  }
  return jobs.toSorted((a, b) => a.ordinal - b.ordinal);
}

/** Renews the leases of `owner`. Returns the jobs that it still holds; the others were lost. */
export async function heartbeat(db: Db, owner: string, ids: string[], leaseSeconds = LEASE_SECONDS): Promise<string[]> {
  return ids.length === 0 ? [] : extendLeases(db, owner, ids, leaseSeconds);
}

/**
 * Ends a job, in the transaction that stores its results.
 *
 * @returns False when the lease was lost and another worker has it: the caller must roll back.
 */
export const closeJob = (tx: Db, job: HeldJob): Promise<boolean> => deleteHeldJob(tx, job);

/**
 * Returns a job to the queue, to be retried after `delayMs`.
 *
 * @param how.isSpared Do not count this attempt against `maxAttempts`, because the failure was not the job's fault.
 * @returns False when the lease was already lost.
 */
export const postponeJob = (
  db: Database,
  job: HeldJob,
  how: { error: string; delayMs: number; isSpared?: boolean },
): Promise<boolean> => putBackJob(db, job, { isSpared: false, ...how });

/** Whether a job of a group is due that was tried at least this often. */
export const hasDue = (db: Db, groupId: string, least: number): Promise<boolean> => findDue(db, groupId, least);

/** How many jobs of a group are left, held or not. */
export const countGroup = (db: Db, groupId: string): Promise<number> => countGroupJobs(db, groupId);

/**
 * Removes the jobs of a group that no worker holds. Workers finish the ones they hold.
 *
 * @returns Ids of the removed jobs, and how many are still held.
 */
export async function dropGroup(tx: Db, groupId: string): Promise<{ dropped: string[]; held: number }> {
  const dropped = await deleteUnheldJobs(tx, groupId);
  return { dropped, held: await countGroupJobs(tx, groupId) };
}
