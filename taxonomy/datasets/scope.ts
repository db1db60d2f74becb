import type { Db } from '@/prisma/client';
import { crumbsOfMany, leavesUnder } from '../tree/nodes';
import type { NamedLeaf } from './repository-fill';
import { selectBranches } from './repository-leaves';

/**
 * The leaves in a recipe's scope, each with its path of folder names, such as `compositional_skills/writing/haiku`.
 *
 * @throws DomainError `not_found` when a node of the scope was deleted.
 */
export async function leavesInScope(db: Db, taxonomyId: string, scope: string[]): Promise<NamedLeaf[]> {
  const ids = (await leavesUnder(db, taxonomyId, scope)).map(({ nodeId }) => nodeId);
  const paths = await leafPathsOf(db, ids);
  return ids.map((id) => ({ id, path: paths.get(id) ?? id }));
}

/** The path of each leaf, from its branch down. */
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
