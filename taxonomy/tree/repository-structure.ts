import { z } from 'zod';
import type { Branch } from './vocabulary';
import type { Db } from '@/prisma/client';
import { NodeId } from '../contract';
import { subtreeOf } from './node-id';

export type NewNode = {
  id: string;
  taxonomyId: string;
  parentId: string;
  branch: Branch;
  name: string;
  path: string;
  depth: number;
  position: number;
};

/** Parents before their children. */
export async function insertNodes(tx: Db, nodes: NewNode[]): Promise<void> {
  if (nodes.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO "Node" (id, "taxonomyId", "parentId", branch, name, path, depth, position, "updatedAt")
    SELECT id, "taxonomyId", "parentId", branch::"Branch", name, path, depth, position, now()
      FROM jsonb_to_recordset(${JSON.stringify(nodes)}::jsonb)
        AS n(id text, "taxonomyId" uuid, "parentId" text, branch text, name text, path text, depth int, position int)`;
}

/** The live children of a node, in display order. */
export async function selectChildren(db: Db, parentId: string): Promise<{ id: string; name: string }[]> {
  return db.node.findMany({
    where: { parentId, deletedAt: null },
    orderBy: [{ position: 'asc' }, { name: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true },
  });
}

/** The position after the last child. */
export async function nextPosition(db: Db, parentId: string): Promise<number> {
  const { _max } = await db.node.aggregate({ where: { parentId, deletedAt: null }, _max: { position: true } });
  return (_max.position ?? -1) + 1;
}

export async function renameNode(tx: Db, id: string, name: string): Promise<void> {
  await tx.node.update({ where: { id }, data: { name } });
}

/** Numbers siblings 0, 1, 2 … in the order of `ids`. */
export async function numberSiblings(tx: Db, ids: string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Node" n SET position = o.place - 1, "updatedAt" = now()
      FROM unnest(${ids}::text[]) WITH ORDINALITY AS o(id, place)
     WHERE n.id = o.id AND n.position <> o.place - 1`;
}

/**
 * Moves a node to another parent and updates the paths of its subtree. Samples only refer to their leaf and do not
 * change.
 */
export async function moveSubtree(
  tx: Db,
  {
    id,
    parentId,
    path,
    newPath,
    deeper,
  }: { id: string; parentId: string; path: string; newPath: string; deeper: number },
): Promise<void> {
  const { from, to } = subtreeOf(path);
  await tx.$executeRaw`
    UPDATE "Node" SET path = ${newPath} || substr(path, ${path.length + 1}::int), depth = depth + ${deeper}::int,
           "parentId" = CASE id WHEN ${id} THEN ${parentId} ELSE "parentId" END, "updatedAt" = now()
     WHERE path >= ${from} AND path < ${to}`;
}

/**
 * Hides the live nodes of a subtree with one common mark, so that restoring finds exactly these. Nodes deleted earlier
 * have another mark.
 */
export async function hideSubtree(tx: Db, path: string): Promise<{ nodes: number; samples: number }> {
  const { from, to } = subtreeOf(path);
  const rows = await tx.$queryRaw`
    WITH mark AS (
      SELECT greatest(date_trunc('milliseconds', clock_timestamp()), max("deletedAt") + interval '1 ms') AS at
        FROM "Node" WHERE path >= ${from} AND path < ${to}),
    hidden AS (
      UPDATE "Node" SET "deletedAt" = mark.at, "updatedAt" = now() FROM mark
       WHERE path >= ${from} AND path < ${to} AND "deletedAt" IS NULL RETURNING id)
    SELECT (SELECT count(*)::int FROM hidden) AS nodes,
           (SELECT coalesce(sum(n), 0)::int FROM "SampleCount" WHERE "leafId" IN (SELECT id FROM hidden)) AS samples`;
  return (
    z
      .array(z.object({ nodes: z.int(), samples: z.int() }))
      .length(1)
      .parse(rows)[0] ?? { nodes: 0, samples: 0 }
  );
}

const LiveNode = z.object({ id: NodeId, parentId: NodeId.nullable(), depth: z.int(), isLeaf: z.boolean() });
export type LiveNode = z.infer<typeof LiveNode>;

/**
 * Those of the nodes that are live, with their live children. Waits for saves in progress that make one of them a leaf,
 * and blocks further ones until the transaction ends.
 */
export async function lockNodes(tx: Db, ids: string[]): Promise<{ nodes: LiveNode[]; children: LiveNode[] }> {
  await tx.$executeRaw`SELECT 1 FROM "Node" WHERE id = ANY (${ids}) ORDER BY id FOR UPDATE`;
  const rows = await tx.$queryRaw`
    SELECT n.id, n."parentId", n.depth, l."nodeId" IS NOT NULL AS "isLeaf", n.id = ANY (${ids}) AS "isAsked"
      FROM "Node" n LEFT JOIN "Leaf" l ON l."nodeId" = n.id
     WHERE (n.id = ANY (${ids}) OR n."parentId" = ANY (${ids})) AND n."deletedAt" IS NULL`;
  const found = z.array(LiveNode.extend({ isAsked: z.boolean() })).parse(rows);
  const asked = new Set(ids);
  return {
    nodes: found.filter((node) => node.isAsked),
    children: found.filter((node) => node.parentId !== null && asked.has(node.parentId)),
  };
}

/** Hides single nodes with one common mark, as `hideSubtree` does; the caller has made sure that nothing stays below. */
export async function hideNodes(tx: Db, ids: string[]): Promise<void> {
  await tx.$executeRaw`
    WITH mark AS (
      SELECT greatest(date_trunc('milliseconds', clock_timestamp()), max(below."deletedAt") + interval '1 ms') AS at
        FROM "Node" below WHERE below."parentId" = ANY (${ids}) OR below.id = ANY (${ids}))
    UPDATE "Node" SET "deletedAt" = mark.at, "updatedAt" = now() FROM mark WHERE id = ANY (${ids})`;
}

export type DeletedPlace = {
  id: string;
  taxonomyId: string;
  parentId: string | null;
  name: string;
  path: string;
  deletedAt: Date;
};

export async function findDeleted(db: Db, id: string): Promise<DeletedPlace | null> {
  const node = await db.node.findUnique({
    where: { id },
    select: { id: true, taxonomyId: true, parentId: true, name: true, path: true, deletedAt: true },
  });
  return node?.deletedAt ? { ...node, deletedAt: node.deletedAt } : null;
}

/** Restores what one deletion hid. */
export async function showSubtree(tx: Db, { path, deletedAt }: DeletedPlace): Promise<number> {
  const { from, to } = subtreeOf(path);
  return tx.$executeRaw`
    UPDATE "Node" SET "deletedAt" = NULL, "updatedAt" = now()
     WHERE path >= ${from} AND path < ${to} AND "deletedAt" = ${deletedAt}`;
}

/** The nearest deleted node above, or null. */
export async function findDeletedAbove(db: Db, path: string): Promise<{ name: string } | null> {
  const ids = path.split('/').slice(0, -2);
  return db.node.findFirst({
    where: { id: { in: ids }, deletedAt: { not: null } },
    orderBy: { depth: 'asc' },
    select: { name: true },
  });
}
