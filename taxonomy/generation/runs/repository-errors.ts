import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { Prisma } from '@/prisma/generated/client';
import type { ErrorGroup } from '../contract';

const Group = z.object({
  id: z.string(),
  kind: z.string(),
  message: z.string(),
  items: z.int(),
  itemId: z.string(),
  leafName: z.string(),
});

/** Failed items, each with the id of its group: a hash of the kind and the message, so that it needs no table. */
const failed = (runId: string) => Prisma.sql`
  SELECT id, "leafId", pipeline, ordinal, coalesce("errorKind", 'unknown') AS kind, coalesce(error, '') AS message,
         left(encode(sha256(convert_to(coalesce("errorKind", 'unknown') || chr(10) || coalesce(error, ''), 'UTF8')), 'hex'), 16) AS "groupId"
    FROM "RunItem" WHERE "runId" = ${runId}::uuid AND state = 'failed'`;

/** The failed items of a run by their error, the largest groups first. */
export async function groupErrors(db: Db, runId: string, limit: number): Promise<ErrorGroup[]> {
  const rows = await db.$queryRaw`
    SELECT g.id, g.kind, g.message, g.items, g."itemId", n.name AS "leafName"
      FROM (SELECT "groupId" AS id, kind, message, count(*)::int AS items, min(id::text) AS "itemId"
              FROM (${failed(runId)}) f GROUP BY 1, 2, 3 ORDER BY 4 DESC, 3 LIMIT ${limit}) g
      JOIN "RunItem" i ON i.id = g."itemId"::uuid JOIN "Node" n ON n.id = i."leafId"
     ORDER BY g.items DESC, g.message`;
  return z
    .array(Group)
    .parse(rows)
    .map(({ itemId, leafName, ...group }) => ({ ...group, example: { itemId, leafName } }));
}

/** The error that most of the failed items share. */
export const mainError = async (db: Db, runId: string): Promise<string | null> =>
  (await groupErrors(db, runId, 1))[0]?.message ?? null;

/** Locks the leaves with failed items of a group, in the order in which items that end lock them: before their run. */
export async function lockLeavesOfGroup(tx: Db, runId: string, groupId: string): Promise<void> {
  await tx.$executeRaw`
    SELECT 1 FROM "RunLeaf"
     WHERE "runId" = ${runId}::uuid
       AND "leafId" IN (SELECT "leafId" FROM (${failed(runId)}) f WHERE "groupId" = ${groupId})
     ORDER BY "leafId", pipeline FOR UPDATE`;
}

/**
 * Queues the failed items of a group again, and subtracts them from the counters. Their answers stay in the journal.
 *
 * @returns The items, in order.
 */
export async function requeueGroup(tx: Db, runId: string, groupId: string): Promise<{ id: string; ordinal: number }[]> {
  const rows = await tx.$queryRaw`
    WITH again AS (
      SELECT id, "leafId", pipeline, ordinal FROM (${failed(runId)}) f WHERE "groupId" = ${groupId}),
    item AS (
      UPDATE "RunItem" i SET state = 'queued', error = NULL, "errorKind" = NULL, "finishedAt" = NULL
        FROM again WHERE i.id = again.id),
    leaf AS (
      UPDATE "RunLeaf" l SET "itemsFailed" = l."itemsFailed" - part.n
        FROM (SELECT "leafId", pipeline, count(*)::int AS n FROM again GROUP BY 1, 2) part
       WHERE l."runId" = ${runId}::uuid AND l."leafId" = part."leafId" AND l.pipeline = part.pipeline),
    run AS (
      UPDATE "Run" r SET "itemsFailed" = r."itemsFailed" - (SELECT count(*)::int FROM again) WHERE r.id = ${runId}::uuid)
    SELECT id, ordinal FROM again ORDER BY ordinal`;
  return z.array(z.object({ id: z.string(), ordinal: z.int() })).parse(rows);
}
