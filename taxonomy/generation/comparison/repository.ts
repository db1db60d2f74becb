import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { subtreeOf } from '../../tree/node-id';
import { ComparedLeaf, Usage } from '../contract-comparison';

/** Runs within the subtree at `path`; in the whole taxonomy when it is null. */
export type Within = { runIds: string[]; path: string | null };

const RowCounts = z.object({
  runId: z.string(),
  leaves: z.int(),
  rows: z.int(),
  sumOfNLogN: z.number(),
  pending: z.int(),
  approved: z.int(),
  rejected: z.int(),
});

/** How the rows of each run are spread over leaves, and what people decided. Runs without rows are not listed. */
export async function countRows(db: Db, { runIds, path }: Within): Promise<z.infer<typeof RowCounts>[]> {
  const { from, to } = subtreeOf(path ?? '/');
  const rows = await db.$queryRaw`
    SELECT "runId", count(*)::int AS leaves, sum(n)::int AS rows, sum(n * ln(n))::float8 AS "sumOfNLogN",
           sum(pending)::int AS pending, sum(approved)::int AS approved, sum(rejected)::int AS rejected
      FROM (SELECT c."runId", c."leafId", sum(c.n)::int AS n,
                   coalesce(sum(c.n) FILTER (WHERE c.status = 'pending'), 0)::int AS pending,
                   coalesce(sum(c.n) FILTER (WHERE c.status = 'approved'), 0)::int AS approved,
                   coalesce(sum(c.n) FILTER (WHERE c.status = 'rejected'), 0)::int AS rejected
              FROM "RunSampleCount" c JOIN "Node" n ON n.id = c."leafId"
             WHERE c."runId" = ANY(${runIds}::uuid[]) AND c.status <> 'withdrawn' AND (${path === null} OR (n.path >= ${from} AND n.path < ${to}))
             GROUP BY 1, 2 HAVING sum(c.n) > 0) leaf
     GROUP BY 1`;
  return z.array(RowCounts).parse(rows);
}

/** How many leaves at least one of the runs covers. */
export async function countLeaves(db: Db, { runIds, path }: Within): Promise<number> {
  const { from, to } = subtreeOf(path ?? '/');
  const rows = await db.$queryRaw`
    SELECT count(DISTINCT l."leafId")::int AS n FROM "RunLeaf" l JOIN "Node" n ON n.id = l."leafId"
     WHERE l."runId" = ANY(${runIds}::uuid[]) AND (${path === null} OR (n.path >= ${from} AND n.path < ${to}))`;
  return z.array(z.object({ n: z.int() })).parse(rows)[0]?.n ?? 0;
}

const Edited = z.object({ runId: z.string(), n: z.int() });

/** Samples whose text a person has changed. Reads only those (partial index). */
export async function countEdited(db: Db, { runIds, path }: Within): Promise<Map<string, number>> {
  const { from, to } = subtreeOf(path ?? '/');
  const rows = await db.$queryRaw`
    SELECT s."runId", count(*)::int AS n FROM "Sample" s JOIN "Node" n ON n.id = s."leafId"
     WHERE s."runId" = ANY(${runIds}::uuid[]) AND s.original IS NOT NULL AND s.status <> 'withdrawn'
       AND (${path === null} OR (n.path >= ${from} AND n.path < ${to}))
     GROUP BY 1`;
  return new Map(
    z
      .array(Edited)
      .parse(rows)
      .map(({ runId, n }) => [runId, n]),
  );
}

const StepRow = z.object({
  runId: z.string(),
  pipeline: z.string(),
  step: z.string(),
  ordinal: z.int(),
  entered: z.int(),
  made: z.int(),
  kept: z.int(),
  dropped: z.int(),
});

export async function selectSteps(db: Db, { runIds, path }: Within): Promise<z.infer<typeof StepRow>[]> {
  const { from, to } = subtreeOf(path ?? '/');
  const rows = await db.$queryRaw`
    SELECT s."runId", s.pipeline, s.step, s.ordinal, sum(s.entered)::int AS entered, sum(s.made)::int AS made,
           sum(s.kept)::int AS kept, sum(s.dropped)::int AS dropped
      FROM "StepCount" s JOIN "Node" n ON n.id = s."leafId"
     WHERE s."runId" = ANY(${runIds}::uuid[]) AND (${path === null} OR (n.path >= ${from} AND n.path < ${to}))
     GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 4`;
  return z.array(StepRow).parse(rows);
}

/**
 * What the calls for the leaves of a subtree used. Calls about a passage that several tasks share belong to no leaf and
 * are left out.
 */
export async function sumUsage(db: Db, runId: string, path: string): Promise<Usage> {
  const { from, to } = subtreeOf(path);
  const rows = await db.$queryRaw`
    SELECT count(*)::int AS calls, coalesce(sum(c."promptTokens"), 0)::float8 AS "promptTokens",
           coalesce(sum(c."completionTokens"), 0)::float8 AS "completionTokens",
           ceil(coalesce(sum(c."costPicos"), 0) / 1000000.0)::float8 AS cost
      FROM "TeacherCall" c JOIN "RunItem" i ON i.id = c."itemId" JOIN "Node" n ON n.id = i."leafId"
     WHERE c."runId" = ${runId}::uuid AND n.path >= ${from} AND n.path < ${to}`;
  return z.array(Usage).parse(rows)[0] ?? { calls: 0, promptTokens: 0, completionTokens: 0, cost: null };
}

const LeafPage = z.array(z.object({ path: z.string(), leaf: ComparedLeaf }));

/** Leaves of the runs in the order of the tree, those after `after`, with the rows of each run. */
export async function selectComparedLeaves(
  db: Db,
  { runIds, path, after, limit }: Within & { after: string | null; limit: number },
): Promise<z.infer<typeof LeafPage>> {
  const { from, to } = subtreeOf(path ?? '/');
  const rows = await db.$queryRaw`
    WITH page AS (
      SELECT n.id, n.path, n.name FROM "Node" n
       WHERE n.id IN (SELECT l."leafId" FROM "RunLeaf" l WHERE l."runId" = ANY(${runIds}::uuid[]))
         AND (${path === null} OR (n.path >= ${from} AND n.path < ${to}))
         AND (${after}::text IS NULL OR n.path > ${after})
       ORDER BY n.path LIMIT ${limit})
    SELECT p.path,
           json_build_object('leafId', p.id, 'name', p.name,
             'above', (SELECT coalesce(string_agg(a.name, ' / ' ORDER BY a.depth), '')
                         FROM unnest(string_to_array(rtrim(p.path, '/'), '/')) AS step (id)
                         JOIN "Node" a ON a.id = step.id COLLATE "default" WHERE a.id <> p.id),
             'rows', ARRAY(SELECT CASE WHEN EXISTS (SELECT 1 FROM "RunLeaf" l WHERE l."runId" = r.id AND l."leafId" = p.id)
                                       THEN (SELECT coalesce(sum(c.n), 0)::int FROM "RunSampleCount" c
                                              WHERE c."runId" = r.id AND c."leafId" = p.id AND c.status <> 'withdrawn') END
                             FROM unnest(${runIds}::uuid[]) WITH ORDINALITY AS r (id, place) ORDER BY r.place)) AS leaf
      FROM page p ORDER BY p.path`;
  return LeafPage.parse(rows);
}
