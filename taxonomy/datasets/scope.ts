import type { Db } from '@/prisma/client';
import { crumbsOfMany, getNode, leavesUnder } from '../tree/nodes';
import type { NamedLeaf } from './repository-fill';

/**
 * The leaves that a recipe's scope stands for, each with its way from the branch down as a taxonomy's folders have it,
 * such as `compositional_skills/writing/haiku`.
 *
 * @throws DomainError `not_found` when a node of the scope is gone.
 */
export async function leavesInScope(db: Db, taxonomyId: string, scope: string[]): Promise<NamedLeaf[]> {
  const leaves = await leavesUnder(db, taxonomyId, scope);
  const crumbs = await crumbsOfMany(
    db,
    leaves.map(({ nodeId }) => nodeId),
  );
  const roots = new Set([...crumbs.values()].flatMap((way) => way[0]?.id ?? []));
  const branches = new Map<string, string>();
  for (const root of roots) branches.set(root, (await getNode(db, root)).branch);
  return leaves.map(({ nodeId, name }) => {
    const [root, ...way] = crumbs.get(nodeId) ?? [];
    const names = root ? [branches.get(root.id) ?? root.name, ...way.map((crumb) => crumb.name)] : [name];
    return { id: nodeId, path: names.join('/') };
  });
}
