import { z } from 'zod';
import type { Db } from '@/prisma/client';

export const ClaimedJob = z.object({
  id: z.string(),
  kind: z.string(),
  groupId: z.string(),
  payload: z.unknown(),
  /** How often it was claimed, including this time. Serves as a fencing token. */
  attempts: z.int(),
  /** How many of those count against `maxAttempts`. */
  tries: z.int(),
  ordinal: z.int(),
  owner: z.string(),
  error: z.string().nullable(),
});
export type ClaimedJob = z.infer<typeof ClaimedJob>;

export type JobRow = {
  id: string;
  kind: string;
  groupId: string;
  payload: unknown;
  priority: number;
  ordinal: number;
  dueAt: string | null;
};

export async function insertJobs(db: Db, rows: JobRow[]): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "Job" (id, kind, "groupId", payload, priority, ordinal, "dueAt")
    SELECT id, kind, "groupId", payload, priority, ordinal, coalesce("dueAt", now())
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row (
        id uuid, kind text, "groupId" uuid, payload jsonb, priority int, ordinal int, "dueAt" timestamptz)`;
}

/**
 * Claims and leases the next due jobs of one kind, optionally of one group.
 *
 * Safe with any number of workers: rows locked by another worker are skipped.
 */
export async function claimJobs(
  db: Db,
  claim: {
    kind: string;
    groupId: string | null;
    owner: string;
    limit: number;
    leaseSeconds: number;
    triedBefore: [least: number, most: number];
  },
): Promise<ClaimedJob[]> {
  const { kind, groupId, owner, limit, leaseSeconds, triedBefore } = claim;
  const [least, most] = triedBefore;
  const rows = groupId
    ? await db.$queryRaw`
        WITH due AS (
          SELECT id FROM "Job" WHERE "groupId" = ${groupId}::uuid AND kind = ${kind} AND "dueAt" <= clock_timestamp()
             AND attempts - spared BETWEEN ${least} AND ${most}
           ORDER BY "dueAt", priority, ordinal LIMIT ${limit} FOR UPDATE SKIP LOCKED)
        UPDATE "Job" AS job
           SET owner = ${owner}, attempts = attempts + 1,
               "dueAt" = clock_timestamp() + make_interval(secs => ${leaseSeconds})
          FROM due WHERE job.id = due.id
        RETURNING job.id, kind, "groupId", payload, attempts, attempts - spared AS tries, ordinal, owner, error`
    : await db.$queryRaw`
        WITH due AS (
          SELECT id FROM "Job" WHERE kind = ${kind} AND "dueAt" <= clock_timestamp()
           ORDER BY "dueAt", priority, ordinal LIMIT ${limit} FOR UPDATE SKIP LOCKED)
        UPDATE "Job" AS job
           SET owner = ${owner}, attempts = attempts + 1,
               "dueAt" = clock_timestamp() + make_interval(secs => ${leaseSeconds})
          FROM due WHERE job.id = due.id
        RETURNING job.id, kind, "groupId", payload, attempts, attempts - spared AS tries, ordinal, owner, error`;
  return z.array(ClaimedJob).parse(rows);
}

export async function findDue(db: Db, groupId: string, least: number): Promise<boolean> {
  const rows = await db.$queryRaw`
    SELECT 1 AS one FROM "Job"
     WHERE "groupId" = ${groupId}::uuid AND "dueAt" <= clock_timestamp() AND attempts - spared >= ${least} LIMIT 1`;
  return z.array(z.object({ one: z.int() })).parse(rows).length > 0;
}

/** Renews the leases of the jobs that this owner still holds; returns their ids. */
export async function extendLeases(db: Db, owner: string, ids: string[], leaseSeconds: number): Promise<string[]> {
  const rows = await db.$queryRaw`
    WITH mine AS (
      SELECT id FROM "Job" WHERE id = ANY(${ids}::uuid[]) AND owner = ${owner} ORDER BY id FOR UPDATE)
    UPDATE "Job" AS job SET "dueAt" = clock_timestamp() + make_interval(secs => ${leaseSeconds})
      FROM mine WHERE job.id = mine.id
    RETURNING job.id`;
  return z
    .array(z.object({ id: z.string() }))
    .parse(rows)
    .map(({ id }) => id);
}

export type HeldJob = Pick<ClaimedJob, 'id' | 'attempts' | 'owner'>;

export async function deleteHeldJob(db: Db, { id, attempts, owner }: HeldJob): Promise<boolean> {
  const { count } = await db.job.deleteMany({ where: { id, attempts, owner } });
  return count === 1;
}

export async function putBackJob(
  db: Db,
  { id, attempts, owner }: HeldJob,
  how: { error: string; delayMs: number; isSpared: boolean },
): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE "Job"
       SET owner = NULL, error = ${how.error}, spared = spared + ${how.isSpared ? 1 : 0},
           "dueAt" = clock_timestamp() + make_interval(secs => ${how.delayMs / 1000})
     WHERE id = ${id}::uuid AND attempts = ${attempts} AND owner = ${owner}`;
  return count === 1;
}

/** Returns jobs to their place in the queue, as if they had never been claimed. */
export async function releaseJobs(db: Db, owner: string, ids: string[]): Promise<void> {
  await db.$executeRaw`
    UPDATE "Job" SET owner = NULL, spared = spared + 1, "dueAt" = "createdAt"
     WHERE id = ANY(${ids}::uuid[]) AND owner = ${owner}`;
}

/** Removes the jobs of a group that no worker holds; returns their ids. */
export async function deleteUnheldJobs(db: Db, groupId: string): Promise<string[]> {
  const rows = await db.$queryRaw`
    DELETE FROM "Job"
     WHERE "groupId" = ${groupId}::uuid AND (owner IS NULL OR "dueAt" <= clock_timestamp())
    RETURNING id`;
  return z
    .array(z.object({ id: z.string() }))
    .parse(rows)
    .map(({ id }) => id);
}

export async function countGroupJobs(db: Db, groupId: string): Promise<number> {
  return db.job.count({ where: { groupId } });
}

/** @param report What it says about itself, as JSON; kept when the row is there already. */
export async function upsertWorker(
  db: Db,
  worker: { id: string; host: string; pid: number },
  report: string,
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "Worker" (id, host, pid, report, "startedAt", "heartbeatAt")
    VALUES (${worker.id}, ${worker.host}, ${worker.pid}, ${report}::jsonb, clock_timestamp(), clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET "heartbeatAt" = clock_timestamp()`;
}

export async function updateReport(db: Db, workerId: string, report: string): Promise<void> {
  await db.$executeRaw`UPDATE "Worker" SET report = ${report}::jsonb WHERE id = ${workerId}`;
}

/** Removes one worker. */
export async function deleteWorker(db: Db, id: string): Promise<void> {
  await db.worker.deleteMany({ where: { id } });
}

/** Removes workers that died. A worker that was only frozen is added again by its next heartbeat. */
export async function deleteSilentWorkers(db: Db, silentForSeconds: number): Promise<void> {
  await db.$executeRaw`
    DELETE FROM "Worker" WHERE "heartbeatAt" < clock_timestamp() - make_interval(secs => ${silentForSeconds})`;
}

const WorkerRow = z.object({
  id: z.string(),
  host: z.string(),
  pid: z.int(),
  startedAt: z.date(),
  silentSeconds: z.number(),
});
export type WorkerRow = z.infer<typeof WorkerRow>;

export async function selectWorkers(db: Db, silentForAtMostSeconds: number): Promise<WorkerRow[]> {
  const rows = await db.$queryRaw`
    SELECT id, host, pid, "startedAt",
           extract(epoch FROM clock_timestamp() - "heartbeatAt")::float8 AS "silentSeconds"
      FROM "Worker"
     WHERE "heartbeatAt" > clock_timestamp() - make_interval(secs => ${silentForAtMostSeconds})
     ORDER BY "startedAt", id`;
  return z.array(WorkerRow).parse(rows);
}

/** What workers with a recent heartbeat say about themselves, oldest worker first. */
export async function selectReports(db: Db, silentForAtMostSeconds: number): Promise<unknown[]> {
  const rows = await db.$queryRaw`
    SELECT report FROM "Worker"
     WHERE "heartbeatAt" > clock_timestamp() - make_interval(secs => ${silentForAtMostSeconds})
     ORDER BY "startedAt", id`;
  return z
    .array(z.object({ report: z.unknown() }))
    .parse(rows)
    .map(({ report }) => report);
}
