import type { Db } from '@/prisma/client';
import { NodeId } from '../contract';
import { DomainError } from '../errors';
import { findNode, type PlacedNode } from './repository';
import { findChild } from './repository-find';

/**
 * The node that a person names on the command line: an id, or the names from the branch down, such as
 * `knowledge/science/birds`. Capitals do not matter, as siblings never differ by them alone.
 *
 * @throws DomainError `not_found` naming the first part of the path that is not there.
 */
export async function findNodeByPath(db: Db, taxonomyId: string, text: string): Promise<PlacedNode> {
  const byId = NodeId.safeParse(text).success ? await findNode(db, text) : null;
  if (byId) return byId;
  let parentId: string | null = null;
  for (const name of text.split('/').filter((part) => part !== '')) {
    const childId: string | null = await findChild(db, taxonomyId, parentId, name);
    if (!childId) throw new DomainError('not_found', `There is no "${name}" in ${text}. Look the path up in the tree.`);
    parentId = childId;
  }
  const node = parentId && (await findNode(db, parentId));
  if (!node)
    throw new DomainError('not_found', `"${text}" names no node. Give an id or a path such as knowledge/birds.`);
  return node;
}
