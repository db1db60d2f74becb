import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { RunStateName } from '../contract';

/** A recorded request that is answered later. */
export type WaitingRow = {
  key: string;
  runId: string;
  /** The item that it belongs to, or the chunk that several items share. */
  ownerId: string;
  teacherId: string;
  step: string;
  ordinal: string;
  prompt: string;
  promptVersion: number;
  model: string;
  request: object;
};

const Recorded = z.object({
  calls: z.int(),
  maxCalls: z.int(),
  tokens: z.number(),
  maxTokens: z.number().nullable(),
  cost: z.number(),
  maxCost: z.number().nullable(),
  state: RunStateName,
});

/**
 * Records a request and the item that waits for it. If it is recorded already, the item is added to those that wait.
 * From now on it counts as a call of the run. If it was answered meanwhile, it is not recorded again.
 */
export async function insertWaiting(db: Db, itemId: string, row: WaitingRow): Promise<z.infer<typeof Recorded>> {
  const rows = await db.$queryRaw`
    WITH added AS (
      INSERT INTO "WaitingCall" (key, "runId", "ownerId", "teacherId", step, ordinal, prompt, "promptVersion", model, request)
      SELECT ${row.key}, ${row.runId}::uuid, ${row.ownerId}::uuid, ${row.teacherId}::uuid, ${row.step}, ${row.ordinal}, ${row.prompt},
             ${row.promptVersion}, ${row.model}, ${JSON.stringify(row.request)}::jsonb
       WHERE NOT EXISTS (SELECT 1 FROM "TeacherCall" WHERE key = ${row.key})
      ON CONFLICT DO NOTHING RETURNING key),
    waits AS (
      INSERT INTO "WaitingItem" ("itemId", key)
      SELECT ${itemId}::uuid, key FROM added UNION SELECT ${itemId}::uuid, key FROM "WaitingCall" WHERE key = ${row.key}
      ON CONFLICT DO NOTHING)
    UPDATE "Run" SET calls = calls + (SELECT count(*)::int FROM added) WHERE id = ${row.runId}::uuid
    RETURNING calls, "maxCalls", state, "maxTokens"::float8 AS "maxTokens",
              ("promptTokens" + "completionTokens")::float8 AS tokens, "maxCost"::float8 AS "maxCost",
              (("costPicos" + 999999) / 1000000)::float8 AS cost`;
  const recorded = z.array(Recorded).parse(rows)[0];
  if (!recorded) throw new Error(`There is no run ${row.runId}.`);
  return recorded;
}

/** Locks an item. @returns Whether it still waits for an answer. */
export async function lockWaitingItem(tx: Db, itemId: string): Promise<boolean> {
  await tx.$queryRaw`SELECT 1 AS held FROM "RunItem" WHERE id = ${itemId}::uuid FOR UPDATE`;
  return (await tx.waitingItem.findFirst({ where: { itemId }, select: { key: true } })) !== null;
}

export const markWaiting = async (tx: Db, itemId: string): Promise<void> =>
  void (await tx.$executeRaw`UPDATE "RunItem" SET state = 'waiting' WHERE id = ${itemId}::uuid AND state = 'queued'`);

export const WaitingCall = z.object({
  key: z.string(),
  runId: z.string(),
  ownerId: z.string(),
  /** Whom to ask. */
  teacherId: z.string(),
  step: z.string(),
  ordinal: z.string(),
  prompt: z.string(),
  promptVersion: z.int(),
  model: z.string(),
  request: z.record(z.string(), z.unknown()),
});
export type WaitingCall = z.infer<typeof WaitingCall>;

export async function selectWaiting(db: Db, runId: string, limit: number): Promise<WaitingCall[]> {
  const rows = await db.$queryRaw`
    SELECT key, "runId", "ownerId", "teacherId", step, ordinal, prompt, "promptVersion", model, request FROM "WaitingCall"
     WHERE "runId" = ${runId}::uuid ORDER BY "createdAt", key LIMIT ${limit}`;
  return z.array(WaitingCall).parse(rows);
}

const Sleeper = z.object({
  id: z.string(),
  runId: z.string(),
  leafId: z.string(),
  pipeline: z.string(),
  ordinal: z.int(),
});
export type Sleeper = z.infer<typeof Sleeper>;

/** Locks the items that wait for any of these calls, and the calls that are still recorded. */
export async function lockWaiting(tx: Db, keys: string[]): Promise<{ calls: WaitingCall[]; sleepers: Sleeper[] }> {
  const sleepers = await tx.$queryRaw`
    SELECT id, "runId", "leafId", pipeline, ordinal FROM "RunItem"
     WHERE id IN (SELECT "itemId" FROM "WaitingItem" WHERE key = ANY(${keys})) ORDER BY id FOR UPDATE`;
  const calls = await tx.$queryRaw`
    SELECT key, "runId", "ownerId", "teacherId", step, ordinal, prompt, "promptVersion", model, request FROM "WaitingCall"
     WHERE key = ANY(${keys}) ORDER BY key FOR UPDATE`;
  return { calls: z.array(WaitingCall).parse(calls), sleepers: z.array(Sleeper).parse(sleepers) };
}

const WaitingLeaf = z.object({ runId: z.string(), leafId: z.string() });

/** The leaves with items that wait for any of these calls, in locking order. */
export async function selectLeavesWaiting(tx: Db, keys: string[]): Promise<z.infer<typeof WaitingLeaf>[]> {
  if (keys.length === 0) return [];
  const rows = await tx.$queryRaw`
    SELECT DISTINCT i."runId", i."leafId" FROM "WaitingItem" w JOIN "RunItem" i ON i.id = w."itemId"
     WHERE w.key = ANY(${keys}) ORDER BY 1, 2`;
  return z.array(WaitingLeaf).parse(rows);
}

export const deleteWaiting = async (tx: Db, keys: string[]): Promise<void> =>
  void (await tx.waitingCall.deleteMany({ where: { key: { in: keys } } }));

/** Queues those of these items that sleep and have nothing left to wait for. @returns Their ids. */
export async function wakeItems(tx: Db, itemIds: string[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw`
    UPDATE "RunItem" i SET state = 'queued'
     WHERE i.id = ANY(${itemIds}::uuid[]) AND i.state = 'waiting'
       AND NOT EXISTS (SELECT 1 FROM "WaitingItem" w WHERE w."itemId" = i.id)
    RETURNING i.id`;
  return new Set(
    z
      .array(z.object({ id: z.string() }))
      .parse(rows)
      .map(({ id }) => id),
  );
}
