import { v7 as uuid } from 'uuid';
import type { Database, Db } from '@/prisma/client';
import {
  claimJobs,
  countGroupJobs,
  deleteHeldJob,
  deleteUnheldJobs,
  extendLeases,
  insertJobs,
  putBackJob,
  type ClaimedJob,
  type HeldJob,
} from './repository';

export type { ClaimedJob, HeldJob };

/** How long a claimed job stays with its worker when that falls silent. */
export const LEASE_SECONDS = 30;
/** How often a worker says that it still holds its jobs. */
export const HEARTBEAT_SECONDS = 10;

const ROWS_A_STATEMENT = 2_000;

export type NewJob = {
  id?: string;
  kind: string;
  /** What the work belongs to: cancelled and counted together. */
  groupId: string;
  /** Small: ids, not texts. */
  payload?: unknown;
  /** Lower goes first among jobs that fell due together; then `ordinal`. */
  priority?: number;
  ordinal?: number;
  dueAt?: Date;
};

/**
 * Adds work, in the caller's transaction: a job exists exactly when what it is for does.
 *
 * Jobs that are added together fall due together and are taken by priority and ordinal.
 */
export async function enqueue(tx: Db, jobs: readonly NewJob[]): Promise<void> {
  for (let from = 0; from < jobs.length; from += ROWS_A_STATEMENT) {
    const rows = jobs.slice(from, from + ROWS_A_STATEMENT).map((job) => ({
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
 * Takes up to `limit` due jobs of the given kinds and leases them to `owner`. Times are the database's alone.
 *
 * @param claim.owner  Names this worker; another one may not close what it holds.
 * @param claim.groupId Only jobs of this group.
 */
export async function claim(
  db: Db,
  claim: { kinds: readonly string[]; owner: string; limit: number; leaseSeconds?: number; groupId?: string },
): Promise<ClaimedJob[]> {
  const { kinds, owner, groupId = null, leaseSeconds = LEASE_SECONDS } = claim;
  const jobs: ClaimedJob[] = [];
  for (const kind of kinds) {
    const limit = claim.limit - jobs.length;
    if (limit > 0) jobs.push(...(await claimJobs(db, { kind, groupId, owner, limit, leaseSeconds })));
  }
  return jobs.toSorted((a, b) => a.ordinal - b.ordinal);
}

/** Says that `owner` still works on these. Those that come back are still its own; the others were lost. */
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
 * Gives a job back, to be tried again after `delayMs`.
 *
 * @param how.isSpared The attempt does not count towards giving up: it failed for no fault of the job.
 * @returns False when the lease was lost already.
 */
export const postponeJob = (
  db: Database,
  job: HeldJob,
  how: { error: string; delayMs: number; isSpared?: boolean },
): Promise<boolean> => putBackJob(db, job, { isSpared: false, ...how });

/** How many jobs of a group are left, held or not. */
export const countGroup = (db: Db, groupId: string): Promise<number> => countGroupJobs(db, groupId);

/**
 * Removes the jobs of a group that no worker holds; those that are held end with their workers.
 *
 * @returns Ids of the jobs that are gone, and how many are still held.
 */
export async function dropGroup(tx: Db, groupId: string): Promise<{ dropped: string[]; held: number }> {
  const dropped = await deleteUnheldJobs(tx, groupId);
  return { dropped, held: await countGroupJobs(tx, groupId) };
}
