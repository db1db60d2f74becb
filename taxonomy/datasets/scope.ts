import type { Db } from '@/prisma/client';
import { crumbsOfMany, leavesUnder } from '../tree/nodes';
import type { ChosenLeaf } from './repository-chosen';
import { selectBranches } from './repository-leaves';

/**
 * The leaves in a recipe's scope.
 *
 * @throws DomainError `not_found` when a node of the scope was deleted.
 */
export async function chosenLeaves(db: Db, taxonomyId: string, scope: string[]): Promise<ChosenLeaf[]> {
  const leaves = (await leavesUnder(db, taxonomyId, scope)).map(({ nodeId, path }) => ({
    id: nodeId,
    nodeIds: path.split('/').filter(Boolean),
  }));
  const branches = await selectBranches(db, [...new Set(leaves.flatMap(({ nodeIds }) => nodeIds[0] ?? []))]);
  return leaves.map((leaf) => ({
    ...leaf,
    isFoundational: branches.get(leaf.nodeIds[0] ?? '') === 'foundational_skills',
  }));
}

/** The path of each leaf: folder names from its branch down, such as `compositional_skills/writing/haiku`. */
export async function leafPathsOf(db: Db, leafIds: string[]): Promise<Map<string, string>> {
  const crumbs = await crumbsOfMany(db, leafIds);
  const branches = await selectBranches(db, [...new Set([...crumbs.values()].flatMap((way) => way[0]?.id ?? []))]);
  return new Map(
    [...crumbs].map(([leafId, [root, ...way]]) => {
      const branch = root ? (branches.get(root.id) ?? root.name) : leafId;
      return [leafId, [branch, ...way.map(({ name }) => name)].join('/')];
    }),
  );
}
