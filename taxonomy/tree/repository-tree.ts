import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { NodeId } from '../contract';
import { Branch, type TreeRow } from './contract';
import { leafKinds } from './vocabulary';

const Row = z
  .object({
    id: NodeId,
    parentId: NodeId.nullable(),
    branch: Branch,
    name: z.string(),
    depth: z.int(),
    position: z.int(),
    kind: z.enum(leafKinds).nullable(),
    version: z.int().nullable(),
    seedCount: z.int().nullable(),
    problemCount: z.int().nullable(),
    childCount: z.int(),
    leaves: z.int(),
    seeds: z.int(),
    problems: z.int(),
    pending: z.int(),
    approved: z.int(),
    rejected: z.int(),
    ownPending: z.int(),
    ownApproved: z.int(),
    ownRejected: z.int(),
  })
  .transform((row): TreeRow => {
    const { id, parentId, branch, name, depth, position, childCount, kind } = row;
    const { leaves, seeds, problems, pending, approved, rejected } = row;
    return {
      id,
      parentId,
      branch,
      name,
      depth,
      position,
      childCount,
      leaf: kind && {
        kind,
        version: row.version ?? 1,
        seedCount: row.seedCount ?? 0,
        problemCount: row.problemCount ?? 0,
      },
      counts: { pending: row.ownPending, approved: row.ownApproved, rejected: row.ownRejected },
      totals: { leaves, seeds, problems, pending, approved, rejected },
    };
  });

export type TreeRowsQuery = {
  taxonomyId: string;
  parents: string[];
  withBranches: boolean;
  after: string;
  limit: number;
};

/**
 * The live children of these parents (and the branches), by parent and position, with totals of their subtrees. Totals
 * are computed once over the nodes and once over the counters, so that Postgres joins whole sets instead of single
 * rows.
 */
export async function selectTreeRows(db: Db, part: TreeRowsQuery): Promise<TreeRow[]> {
  const rows = await db.$queryRaw`
    WITH shown AS MATERIALIZED (
      SELECT n.* FROM "Node" n
       WHERE n."taxonomyId" = ${part.taxonomyId}::uuid AND n."deletedAt" IS NULL
         AND (n."parentId" = ANY (${part.parents}::text[]) OR (${part.withBranches} AND n."parentId" IS NULL))
         AND (${part.after} = '' OR (coalesce(n."parentId", ''), n.position, n.name, n.id) >
             (SELECT coalesce(a."parentId", ''), a.position, a.name, a.id FROM "Node" a WHERE a.id = ${part.after}))
       ORDER BY coalesce(n."parentId", ''), n.position, n.name, n.id LIMIT ${part.limit}),
    below AS (
      SELECT s.id, count(*) FILTER (WHERE x."parentId" = s.id)::int AS children, count(l."nodeId")::int AS leaves,
             coalesce(sum(l."seedCount"), 0)::int AS seeds, coalesce(sum(l."problemCount"), 0)::int AS problems
        FROM shown s JOIN "Node" x ON x.path >= s.path AND x.path < left(s.path, -1) || '0' AND x."deletedAt" IS NULL
        LEFT JOIN "Leaf" l ON l."nodeId" = x.id GROUP BY s.id),
    samples AS (
      SELECT s.id, coalesce(sum(c.n) FILTER (WHERE c.status = 'pending'), 0)::int AS pending,
             coalesce(sum(c.n) FILTER (WHERE c.status = 'approved'), 0)::int AS approved,
             coalesce(sum(c.n) FILTER (WHERE c.status = 'rejected'), 0)::int AS rejected,
             coalesce(sum(c.n) FILTER (WHERE c.status = 'pending' AND c."leafId" = s.id), 0)::int AS "ownPending",
             coalesce(sum(c.n) FILTER (WHERE c.status = 'approved' AND c."leafId" = s.id), 0)::int AS "ownApproved",
             coalesce(sum(c.n) FILTER (WHERE c.status = 'rejected' AND c."leafId" = s.id), 0)::int AS "ownRejected"
        FROM shown s JOIN "Node" x ON x.path >= s.path AND x.path < left(s.path, -1) || '0' AND x."deletedAt" IS NULL
        JOIN "SampleCount" c ON c."leafId" = x.id GROUP BY s.id)
    SELECT s.id, s."parentId", s.branch, s.name, s.depth, s.position, l.kind, l.version, l."seedCount", l."problemCount",
           b.children AS "childCount", b.leaves, b.seeds, b.problems,
           coalesce(c.pending, 0) AS pending, coalesce(c.approved, 0) AS approved, coalesce(c.rejected, 0) AS rejected,
           coalesce(c."ownPending", 0) AS "ownPending", coalesce(c."ownApproved", 0) AS "ownApproved",
           coalesce(c."ownRejected", 0) AS "ownRejected"
      FROM shown s JOIN below b USING (id) LEFT JOIN "Leaf" l ON l."nodeId" = s.id LEFT JOIN samples c USING (id)
     ORDER BY coalesce(s."parentId", ''), s.position, s.name, s.id`;
  return z.array(Row).parse(rows);
}

const Ids = z.array(z.object({ id: NodeId }));
const idsOf = (rows: unknown): string[] => Ids.parse(rows).map(({ id }) => id);

/** All nodes that have children when the tree has at most `most` nodes; else the branches. */
export async function selectFirstParents(db: Db, taxonomyId: string, most: number): Promise<string[]> {
  const rows = await db.$queryRaw`
    SELECT id FROM "Node" n
     WHERE "taxonomyId" = ${taxonomyId}::uuid AND "deletedAt" IS NULL
       AND ("parentId" IS NULL
            OR (SELECT count(*) FROM (SELECT 1 FROM "Node" WHERE "taxonomyId" = ${taxonomyId}::uuid
                                         AND "deletedAt" IS NULL LIMIT ${most + 1}) AS enough) <= ${most})
     ORDER BY id`;
  return idsOf(rows);
}

/** Those of these nodes that are live, and all nodes above them. */
export async function selectWayTo(db: Db, taxonomyId: string, nodeIds: string[]): Promise<string[]> {
  const rows = await db.$queryRaw`
    SELECT DISTINCT step.id FROM "Node" n
     CROSS JOIN LATERAL unnest(string_to_array(rtrim(n.path, '/'), '/')) AS step (id)
     WHERE n.id = ANY (${nodeIds}) AND n."taxonomyId" = ${taxonomyId}::uuid AND n."deletedAt" IS NULL ORDER BY 1`;
  return idsOf(rows);
}
