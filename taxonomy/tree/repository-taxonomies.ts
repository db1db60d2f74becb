import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { Taxonomy } from './contract';
import { newNodeId, pathOf } from './node-id';
import { branches, branchNames } from './vocabulary';

/** Taxonomies, oldest first. */
export async function selectTaxonomies(db: Db): Promise<Taxonomy[]> {
  const rows = await db.$queryRaw`
    SELECT t.id, t.name,
           (SELECT count(*)::int FROM "Node" n JOIN "Leaf" l ON l."nodeId" = n.id
             WHERE n."taxonomyId" = t.id AND n."deletedAt" IS NULL) AS "leafCount"
      FROM "Taxonomy" t ORDER BY t."createdAt", t.id`;
  return z.array(Taxonomy).parse(rows);
}

export async function findFirstTaxonomy(db: Db): Promise<{ id: string; name: string } | null> {
  return db.taxonomy.findFirst({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], select: { id: true, name: true } });
}

/** Creates a taxonomy of this name unless it exists. Safe for concurrent calls (unique name). */
export async function insertTaxonomy(db: Db, name: string): Promise<{ id: string; name: string }> {
  await db.$executeRaw`
    INSERT INTO "Taxonomy" (id, name) VALUES (${uuid()}::uuid, ${name}) ON CONFLICT (name) DO NOTHING`;
  return db.taxonomy.findUniqueOrThrow({ where: { name }, select: { id: true, name: true } });
}

/** Creates missing roots. Safe for concurrent calls (one root per branch). */
export async function insertRoots(db: Db, taxonomyId: string): Promise<void> {
  const roots = branches.map((branch, position) => ({ id: newNodeId(), branch, position, name: branchNames[branch] }));
  await db.$executeRaw`
    INSERT INTO "Node" (id, "taxonomyId", branch, name, path, depth, position, "updatedAt")
    SELECT id, ${taxonomyId}::uuid, branch::"Branch", name, path, 0, position, now()
      FROM unnest(${roots.map((root) => root.id)}::text[], ${roots.map((root) => root.branch)}::text[],
                  ${roots.map((root) => root.name)}::text[], ${roots.map((root) => pathOf('', root.id))}::text[],
                  ${roots.map((root) => root.position)}::int[]) AS r(id, branch, name, path, position)
    ON CONFLICT DO NOTHING`;
}

/**
 * Locks the taxonomy's structure, so that two concurrent moves cannot create a cycle. Writing samples is not blocked.
 *
 * @returns False when the taxonomy does not exist.
 */
export async function lockTaxonomy(tx: Db, taxonomyId: string): Promise<boolean> {
  const rows: unknown[] = await tx.$queryRaw`
    SELECT id FROM "Taxonomy" WHERE id = ${taxonomyId}::uuid FOR NO KEY UPDATE`;
  return rows.length === 1;
}
