import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { SampleCounts } from './contract';
import { subtreeOf } from './node-id';

/** Withdrawn samples are counted too, but no list shows their number. */
export type CountDelta = { leafId: string; status: keyof SampleCounts | 'withdrawn'; by: number };

/**
 * Adds to counters in the given order. Missing rows are first inserted with zero: an upsert with a negative delta would
 * fail, because Postgres checks constraints of the inserted row before it finds the conflict.
 */
export async function addToCounts(tx: Db, deltas: CountDelta[]): Promise<void> {
  const leafIds = deltas.map((delta) => delta.leafId);
  const statuses = deltas.map((delta) => delta.status);
  const numbers = deltas.map((delta) => delta.by);
  await tx.$executeRaw`
    INSERT INTO "SampleCount" ("leafId", status, n)
    SELECT d.leaf, d.status::"SampleStatus", 0
      FROM unnest(${leafIds}::text[], ${statuses}::text[]) WITH ORDINALITY AS d(leaf, status, place)
     ORDER BY d.place ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    UPDATE "SampleCount" c SET n = c.n + d.by
      FROM (SELECT s."leafId", s.status, d.by
              FROM unnest(${leafIds}::text[], ${statuses}::text[], ${numbers}::int[]) WITH ORDINALITY AS d(leaf, status, by, place)
              JOIN "SampleCount" s ON s."leafId" = d.leaf AND s.status = d.status::"SampleStatus"
             ORDER BY d.place FOR UPDATE OF s) d
     WHERE c."leafId" = d."leafId" AND c.status = d.status`;
}

/** Sums over the live leaves of a taxonomy, or of the subtree at `path`. */
export async function sumCounts(db: Db, taxonomyId: string, path: string | null): Promise<SampleCounts> {
  const { from, to } = subtreeOf(path ?? '/');
  const rows = await db.$queryRaw`
    SELECT coalesce(sum(c.n) FILTER (WHERE c.status = 'pending'), 0)::int AS pending,
           coalesce(sum(c.n) FILTER (WHERE c.status = 'approved'), 0)::int AS approved,
           coalesce(sum(c.n) FILTER (WHERE c.status = 'rejected'), 0)::int AS rejected
      FROM "Node" n JOIN "SampleCount" c ON c."leafId" = n.id
     WHERE n."taxonomyId" = ${taxonomyId}::uuid AND n."deletedAt" IS NULL
       AND (${path === null} OR (n.path >= ${from} AND n.path < ${to}))`;
  return z.array(SampleCounts).parse(rows)[0] ?? { pending: 0, approved: 0, rejected: 0 };
}

export type TreeStamp = { pending: number; stamp: string };

/** A plain sum would not change when one counter goes up and another down, so each is weighted by its position. */
export async function selectStamp(db: Db, taxonomyId: string): Promise<TreeStamp> {
  const rows = await db.$queryRaw`
    SELECT coalesce(sum(c.n) FILTER (WHERE c.status = 'pending'), 0)::int AS pending,
           concat_ws(' ', sum(c.n * hashtext(c."leafId" || c.status)::bigint),
             (SELECT concat_ws(' ', count(*), max(n."updatedAt"), sum(l.version), sum(l."seedCount" * 31 + l."problemCount"))
                FROM "Node" n LEFT JOIN "Leaf" l ON l."nodeId" = n.id WHERE n."taxonomyId" = ${taxonomyId}::uuid
                 AND n."deletedAt" IS NULL)) AS stamp
      FROM "SampleCount" c JOIN "Node" n ON n.id = c."leafId"
     WHERE n."taxonomyId" = ${taxonomyId}::uuid AND n."deletedAt" IS NULL`;
  const Stamp = z.object({ pending: z.int(), stamp: z.string() });
  return z.array(Stamp).parse(rows)[0] ?? { pending: 0, stamp: '' };
}

/** Recounts all samples and corrects counters. @returns The number of wrong counters. */
export async function recount(tx: Db): Promise<number> {
  // Waits for transactions that change counters, so that their samples are counted too.
  await tx.$executeRaw`LOCK TABLE "SampleCount" IN SHARE ROW EXCLUSIVE MODE`;
  return tx.$executeRaw`
    WITH truth AS (SELECT "leafId", status, count(*)::int AS n FROM "Sample" GROUP BY 1, 2),
    wrong AS (
      SELECT coalesce(t."leafId", c."leafId") AS leaf, coalesce(t.status, c.status) AS status, coalesce(t.n, 0) AS n
        FROM truth t FULL JOIN "SampleCount" c ON c."leafId" = t."leafId" AND c.status = t.status
       WHERE coalesce(t.n, 0) <> coalesce(c.n, 0))
    INSERT INTO "SampleCount" ("leafId", status, n) SELECT leaf, status, n FROM wrong
    ON CONFLICT ("leafId", status) DO UPDATE SET n = excluded.n`;
}
