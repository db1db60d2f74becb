import { z } from 'zod';
import type { Db } from '@/prisma/client';

export type NewItem = {
  id: string;
  leafId: string;
  pipeline: string;
  ordinal: number;
  state: 'planned' | 'queued';
  input: object;
};

export async function insertItems(tx: Db, runId: string, items: NewItem[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "RunItem" (id, "runId", "leafId", pipeline, ordinal, state, input)
    SELECT id, ${runId}::uuid, "leafId", pipeline, ordinal, state::"ItemState", input
      FROM jsonb_to_recordset(${JSON.stringify(items)}::jsonb) AS item (
        id uuid, "leafId" text, pipeline text, ordinal int, state text, input jsonb)`;
}

/** Cancels queued items: the given ones, or all that no worker holds. */
export async function cancelItems(tx: Db, runId: string, itemIds: string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE "RunItem" SET state = 'cancelled', "finishedAt" = clock_timestamp()
     WHERE "runId" = ${runId}::uuid AND id = ANY(${itemIds}::uuid[]) AND state = 'queued'`;
}

/** Marks items as cancelled that wait for answers. The requests go, and no longer count as calls. */
export async function cancelWaiting(tx: Db, runId: string): Promise<void> {
  await tx.$executeRaw`
    WITH items AS (
      UPDATE "RunItem" SET state = 'cancelled', "finishedAt" = clock_timestamp()
       WHERE "runId" = ${runId}::uuid AND state = 'waiting'),
    gone AS (DELETE FROM "WaitingCall" WHERE "runId" = ${runId}::uuid RETURNING key)
    UPDATE "Run" SET calls = calls - (SELECT count(*)::int FROM gone)
     WHERE id = ${runId}::uuid AND EXISTS (SELECT 1 FROM gone)`;
}

/**
 * Queues the items again that were cancelled or failed, or whose job is gone; subtracts the failed ones from the
 * counters.
 *
 * @returns The items, in order.
 */
export async function requeueItems(tx: Db, runId: string): Promise<{ id: string; ordinal: number }[]> {
  const rows = await tx.$queryRaw`
    WITH again AS (
      SELECT id, "leafId", pipeline, ordinal, state FROM "RunItem"
       WHERE "runId" = ${runId}::uuid AND state IN ('cancelled', 'failed', 'queued') ORDER BY id FOR UPDATE),
    item AS (
      UPDATE "RunItem" i SET state = 'queued', error = NULL, "errorKind" = NULL, "finishedAt" = NULL
        FROM again WHERE i.id = again.id),
    leaf AS (
      UPDATE "RunLeaf" l SET "itemsFailed" = l."itemsFailed" - failed.n
        FROM (SELECT "leafId", pipeline, count(*)::int AS n FROM again WHERE state = 'failed' GROUP BY 1, 2) failed
       WHERE l."runId" = ${runId}::uuid AND l."leafId" = failed."leafId" AND l.pipeline = failed.pipeline),
    run AS (
      UPDATE "Run" r SET "itemsFailed" = r."itemsFailed" - (SELECT count(*)::int FROM again WHERE state = 'failed')
       WHERE r.id = ${runId}::uuid)
    SELECT id, ordinal FROM again ORDER BY ordinal`;
  return z.array(z.object({ id: z.string(), ordinal: z.int() })).parse(rows);
}

/** Whether a run has items that wait for a person to continue it. */
export const hasPlanned = async (db: Db, runId: string): Promise<boolean> =>
  (await db.runItem.findFirst({ where: { runId, state: 'planned' }, select: { id: true } })) !== null;

/** Whether a run has items that were cancelled: a retry of others does not queue them again. */
export const hasCancelled = async (db: Db, runId: string): Promise<boolean> =>
  (await db.runItem.findFirst({ where: { runId, state: 'cancelled' }, select: { id: true } })) !== null;

/** Queues the items that waited for a person. @returns The items, in order. */
export async function releasePlanned(tx: Db, runId: string): Promise<{ id: string; ordinal: number }[]> {
  const rows = await tx.$queryRaw`
    WITH item AS (
      UPDATE "RunItem" SET state = 'queued' WHERE "runId" = ${runId}::uuid AND state = 'planned' RETURNING id, ordinal)
    SELECT id, ordinal FROM item ORDER BY ordinal`;
  return z.array(z.object({ id: z.string(), ordinal: z.int() })).parse(rows);
}

/** Whether a run has items without a job: asleep until answers come, or staged until their turn. */
export async function hasSleeping(db: Db, runId: string): Promise<boolean> {
  const rows = await db.$queryRaw`
    SELECT 1 AS found FROM "RunItem" WHERE "runId" = ${runId}::uuid AND state IN ('waiting', 'staged') LIMIT 1`;
  return z.array(z.unknown()).parse(rows).length > 0;
}
