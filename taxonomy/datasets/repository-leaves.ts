import type { Db } from '@/prisma/client';
import type { LargestLeaves, LeafCount } from './contract-counts';

/** A leaf of a version, with its folder names from the branch down. */
export type NamedLeaf = { id: string; path: string };

/** The number of leaves named in the chart of a mix. */
export const LARGEST = 12;

/** Every leaf of a version with its path, sorted by id. */
export async function selectLeafPaths(db: Db, versionId: string): Promise<NamedLeaf[]> {
  const leaves = await db.datasetLeaf.findMany({
    where: { versionId },
    select: { leafId: true, path: true },
    orderBy: { leafId: 'asc' },
  });
  return leaves.map(({ leafId, path }) => ({ id: leafId, path }));
}

/**
 * The leaves of a version with own rows, by their number, starting after `after`; all of them without a limit. Leaves
 * that are only replayed are not among them.
 */
export async function selectLeafCounts(
  db: Db,
  versionId: string,
  { after = null, limit }: { after?: { rows: number; leafId: string } | null; limit?: number } = {},
): Promise<LeafCount[]> {
  const later = after && { OR: [{ rows: { lt: after.rows } }, { rows: after.rows, leafId: { gt: after.leafId } }] };
  const leaves = await db.datasetLeaf.findMany({
    where: { versionId, rows: { gt: 0 }, ...later },
    orderBy: [{ rows: 'desc' }, { leafId: 'asc' }],
    take: limit,
  });
  return leaves.map(({ leafId, path, rows, byPhase }) => ({ leafId, path, rows, byPhase }));
}

export async function selectLargestLeaves(db: Db, versionId: string): Promise<LargestLeaves> {
  const [largest, total] = await Promise.all([
    selectLeafCounts(db, versionId, { limit: LARGEST }),
    db.datasetLeaf.count({ where: { versionId, rows: { gt: 0 } } }),
  ]);
  return { largest, total };
}

/** The branch of each of these roots of the tree. */
export async function selectBranches(db: Db, rootIds: string[]): Promise<Map<string, string>> {
  const roots = await db.node.findMany({ where: { id: { in: rootIds } }, select: { id: true, branch: true } });
  return new Map(roots.map(({ id, branch }) => [id, branch]));
}
