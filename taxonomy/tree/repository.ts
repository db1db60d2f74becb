import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { NodeId } from '../contract';
import { Branch, Crumb, TreeNode } from './contract';
import { subtreeOf } from './node-id';
import { leafKinds } from './vocabulary';

/** A node with its place in the tree. */
export const PlacedNode = TreeNode.extend({ taxonomyId: z.uuid(), path: z.string() });
export type PlacedNode = z.infer<typeof PlacedNode>;

const NodeRow = z
  .object({
    id: NodeId,
    taxonomyId: z.uuid(),
    parentId: NodeId.nullable(),
    branch: Branch,
    name: z.string(),
    path: z.string(),
    depth: z.int(),
    position: z.int(),
    kind: z.enum(leafKinds).nullable(),
    version: z.int().nullable(),
    seedCount: z.int().nullable(),
    problemCount: z.int().nullable(),
    pending: z.int(),
    approved: z.int(),
    rejected: z.int(),
  })
  .transform(({ kind, version, seedCount, problemCount, pending, approved, rejected, ...node }): PlacedNode => ({
    ...node,
    leaf: kind && { kind, version: version ?? 1, seedCount: seedCount ?? 0, problemCount: problemCount ?? 0 },
    counts: { pending, approved, rejected },
  }));

/** `null` when the node does not exist or is deleted. */
export async function findNode(db: Db, nodeId: string): Promise<PlacedNode | null> {
  return (await selectNodesById(db, [nodeId])).get(nodeId) ?? null;
}

/** Live nodes ordered by id, which does not change when nodes are renamed or moved between two pages. */
export async function selectNodes(
  db: Db,
  { taxonomyId, after, search, limit }: { taxonomyId: string; after: string; search: string; limit: number },
): Promise<PlacedNode[]> {
  const pattern = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const rows = await db.$queryRaw`
    SELECT n.id, n."taxonomyId", n."parentId", n.branch, n.name, n.path, n.depth, n.position,
           l.kind, l.version, l."seedCount", l."problemCount",
           coalesce(c.pending, 0) AS pending, coalesce(c.approved, 0) AS approved, coalesce(c.rejected, 0) AS rejected
      FROM (SELECT * FROM "Node"
             WHERE "taxonomyId" = ${taxonomyId}::uuid AND "deletedAt" IS NULL AND id > ${after} AND name ILIKE ${pattern}
             ORDER BY id LIMIT ${limit}) n
      LEFT JOIN "Leaf" l ON l."nodeId" = n.id
      LEFT JOIN LATERAL (
        SELECT sum(s.n) FILTER (WHERE s.status = 'pending')::int AS pending,
               sum(s.n) FILTER (WHERE s.status = 'approved')::int AS approved,
               sum(s.n) FILTER (WHERE s.status = 'rejected')::int AS rejected
          FROM "SampleCount" s WHERE s."leafId" = l."nodeId") c ON true
     ORDER BY n.id`;
  return z.array(NodeRow).parse(rows);
}

/** Those of these nodes that are live. */
export async function selectNodesById(db: Db, ids: string[]): Promise<Map<string, PlacedNode>> {
  const rows = await db.$queryRaw`
    SELECT n.id, n."taxonomyId", n."parentId", n.branch, n.name, n.path, n.depth, n.position,
           l.kind, l.version, l."seedCount", l."problemCount",
           coalesce(c.pending, 0) AS pending, coalesce(c.approved, 0) AS approved, coalesce(c.rejected, 0) AS rejected
      FROM "Node" n
      LEFT JOIN "Leaf" l ON l."nodeId" = n.id
      LEFT JOIN LATERAL (
        SELECT sum(s.n) FILTER (WHERE s.status = 'pending')::int AS pending,
               sum(s.n) FILTER (WHERE s.status = 'approved')::int AS approved,
               sum(s.n) FILTER (WHERE s.status = 'rejected')::int AS rejected
          FROM "SampleCount" s WHERE s."leafId" = n.id) c ON true
     WHERE n.id = ANY (${ids}) AND n."deletedAt" IS NULL`;
  return new Map(
    z
      .array(NodeRow)
      .parse(rows)
      .map((node) => [node.id, node]),
  );
}

const LeafPlace = z.object({ nodeId: NodeId, name: z.string(), path: z.string(), kind: z.enum(leafKinds) });
export type LeafPlace = z.infer<typeof LeafPlace>;

/** The live leaves at or below any of the paths, ordered by path; all of the taxonomy when there are no paths. */
export async function selectLeaves(db: Db, taxonomyId: string, paths: string[]): Promise<LeafPlace[]> {
  const ranges = paths.map(subtreeOf);
  const rows = await db.$queryRaw`
    SELECT n.id AS "nodeId", n.name, n.path, l.kind
      FROM "Node" n JOIN "Leaf" l ON l."nodeId" = n.id
     WHERE n."taxonomyId" = ${taxonomyId}::uuid AND n."deletedAt" IS NULL
       AND (${paths.length === 0} OR EXISTS (
         SELECT 1 FROM unnest(${ranges.map((range) => range.from)}::text[], ${ranges.map((range) => range.to)}::text[]) r(lo, hi)
          WHERE n.path >= r.lo COLLATE "C" AND n.path < r.hi COLLATE "C"))
     ORDER BY n.path`;
  return z.array(LeafPlace).parse(rows);
}

/** The live nodes among `ids`, with their paths. */
export async function selectPaths(db: Db, taxonomyId: string, ids: string[]): Promise<{ id: string; path: string }[]> {
  return db.node.findMany({
    where: { taxonomyId, id: { in: ids }, deletedAt: null },
    select: { id: true, path: true },
  });
}

/**
 * The nodes from the branch down to each node, including deleted ones.
 *
 * Ids cut out of a path have its collation "C". Without the cast back, Postgres could not use the index of ids and would
 * read all nodes.
 */
export async function selectCrumbs(db: Db, nodeIds: string[]): Promise<Map<string, Crumb[]>> {
  const rows = await db.$queryRaw`
    SELECT n.id AS "of", a.id, a.name
      FROM "Node" n
     CROSS JOIN LATERAL unnest(string_to_array(rtrim(n.path, '/'), '/')) AS step (id)
      JOIN "Node" a ON a.id = step.id COLLATE "default"
     WHERE n.id = ANY (${nodeIds}) ORDER BY n.id, a.depth`;
  const crumbs = new Map<string, Crumb[]>();
  for (const { of, id, name } of z.array(Crumb.extend({ of: NodeId })).parse(rows)) {
    const way = crumbs.get(of) ?? [];
    crumbs.set(of, [...way, { id, name }]);
  }
  return crumbs;
}
