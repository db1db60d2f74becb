import { z } from 'zod';
import type { Db } from '@/prisma/client';
import type { WaitingTeacher } from '../contract-batch';
import { BatchMode, RunStateName } from '../contract';

const BatchRun = z.object({ state: RunStateName, batch: BatchMode });
export type BatchRun = z.infer<typeof BatchRun>;

export async function findBatchRun(db: Db, runId: string): Promise<BatchRun | null> {
  const rows = await db.$queryRaw`
    SELECT state, coalesce(snapshot->>'batch', 'off') AS batch FROM "Run" WHERE id = ${runId}::uuid`;
  return z.array(BatchRun).parse(rows)[0] ?? null;
}

const WaitingTeachers = z.array(
  z.object({ teacherId: z.string(), name: z.string(), model: z.string(), waiting: z.int() }),
);

/** The teachers whose answers a run waits for: at most two, the one that writes and the one that judges. */
export async function countWaiting(db: Db, runId: string): Promise<WaitingTeacher[]> {
  const rows = await db.$queryRaw`
    SELECT w."teacherId", t.name, min(w.model) AS model, count(*)::int AS waiting
      FROM "WaitingCall" w JOIN "Teacher" t ON t.id = w."teacherId"
     WHERE w."runId" = ${runId}::uuid GROUP BY w."teacherId", t.name ORDER BY t.name`;
  return WaitingTeachers.parse(rows);
}

/** Items that a worker works on or will work on: their requests are not all recorded. */
export const countWorking = (db: Db, runId: string): Promise<number> =>
  db.runItem.count({ where: { runId, state: 'queued' } });

const WaitingRequest = z.object({
  key: z.string(),
  teacherId: z.string(),
  model: z.string(),
  request: z.unknown(),
  createdAt: z.date(),
});
export type WaitingRequest = z.infer<typeof WaitingRequest>;

/** A page of the requests to one teacher that are in no batch, in the order in which they were recorded. */
export async function selectRequests(
  db: Db,
  { runId, teacherId }: { runId: string; teacherId: string },
  { after, limit }: { after: WaitingRequest | null; limit: number },
): Promise<WaitingRequest[]> {
  const from = after?.createdAt.toISOString() ?? '-infinity';
  const rows = await db.$queryRaw`
    SELECT key, "teacherId", model, request, "createdAt" FROM "WaitingCall"
     WHERE "runId" = ${runId}::uuid AND "teacherId" = ${teacherId}::uuid
       AND "batchId" IS NULL AND ("createdAt", key) > (${from}::timestamptz, ${after?.key ?? ''})
     ORDER BY "createdAt", key LIMIT ${limit}`;
  return z.array(WaitingRequest).parse(rows);
}

/** Those of these requests that a run still waits for. */
export async function selectRequestsByKey(db: Db, runId: string, keys: string[]): Promise<WaitingRequest[]> {
  const rows = await db.$queryRaw`
    SELECT key, "teacherId", model, request, "createdAt" FROM "WaitingCall"
     WHERE "runId" = ${runId}::uuid AND key = ANY(${keys})`;
  return z.array(WaitingRequest).parse(rows);
}

const Failed = z.array(z.object({ key: z.string(), tries: z.int() }));

/** Counts a failed try of each request, unless it was counted from the same line before. @returns The counted ones. */
export async function countFailedTries(db: Db, rows: { key: string; line: string }[]): Promise<Map<string, number>> {
  const counted = await db.$queryRaw`
    UPDATE "WaitingCall" w SET tries = tries + 1, "failedLine" = row.line
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row (key text, line text)
     WHERE w.key = row.key AND w."failedLine" IS DISTINCT FROM row.line
    RETURNING w.key, w.tries`;
  return new Map(Failed.parse(counted).map(({ key, tries }) => [key, tries]));
}
