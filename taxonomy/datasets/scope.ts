import type { Db } from '@/prisma/client';
import { crumbsOfMany, leavesUnder } from '../tree/nodes';
import type { NamedLeaf } from './repository-fill';

/**
 * The leaves that a recipe's scope stands for, with the names from the branch down, such as `knowledge/science/birds`.
 *
 * @throws DomainError `not_found` when a node of the scope is gone.
 */
export async function leavesInScope(db: Db, taxonomyId: string, scope: string[]): Promise<NamedLeaf[]> {
  const leaves = await leavesUnder(db, taxonomyId, scope);
  const crumbs = await crumbsOfMany(
    db,
    leaves.map(({ nodeId }) => nodeId),
  );
  return leaves.map(({ nodeId, name }) => ({
    id: nodeId,
    path: (crumbs.get(nodeId) ?? [{ name }]).map((crumb) => crumb.name).join('/'),
  }));
}
