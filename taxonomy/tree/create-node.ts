import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../accounts/audit';
import type { Actor } from '../accounts/contract';
import { changeStructure, holdStructure, refuseNameClash } from './change-structure';
import { newNodeId, pathOf } from './node-id';
import { getNode, type PlacedNode } from './nodes';
import { insertNodes, nextPosition } from './repository-structure';

/**
 * Creates a folder under `parentId`, after its last child.
 *
 * @throws DomainError `not_found` when the parent was deleted, `conflict` when a sibling has the name.
 */
export async function createNode(
  db: Database,
  actor: Actor,
  request: { parentId: string; name: string },
): Promise<PlacedNode> {
  const { taxonomyId } = await getNode(db, request.parentId);
  return changeStructure(db, taxonomyId, (tx) => createNodeIn(tx, actor, request));
}

/** The same inside a transaction, for callers that turn the node into a leaf. */
export async function createNodeIn(
  tx: Db,
  actor: Actor,
  { parentId, name }: { parentId: string; name: string },
): Promise<PlacedNode> {
  const { taxonomyId } = await getNode(tx, parentId);
  await holdStructure(tx, taxonomyId);
  // Read again under the lock, because it may have been deleted or moved meanwhile.
  const parent = await getNode(tx, parentId);
  await refuseNameClash(tx, parent, name);
  const id = newNodeId();
  const path = pathOf(parent.path, id);
  const place = { taxonomyId, parentId, branch: parent.branch, depth: parent.depth + 1 };
  await insertNodes(tx, [{ id, name, path, ...place, position: await nextPosition(tx, parentId) }]);
  await recordAudit(tx, {
    actorId: actor.id,
    action: 'node.create',
    subjectType: 'node',
    subjectId: id,
    detail: { name, parentId },
  });
  return getNode(tx, id);
}
