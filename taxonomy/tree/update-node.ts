import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../accounts/audit';
import type { Actor } from '../accounts/contract';
import { DomainError } from '../errors';
import { changeStructure, refuseNameClash } from './change-structure';
import type { UpdateNodeRequest } from './contract';
import { pathOf } from './node-id';
import { getNode, type PlacedNode } from './nodes';
import { moveSubtree, nextPosition, numberSiblings, renameNode, selectChildren } from './repository-structure';
import { branchNames } from './vocabulary';

/**
 * Renames, moves and reorders a node, as much of it as the request names, all or nothing. Samples keep their leaf.
 *
 * @throws DomainError `invalid` for a branch, a move under itself or into another branch; `conflict` when a
 * sibling has the name; `not_found` when the node or the new parent is gone.
 */
export async function updateNode(
  db: Database,
  actor: Actor,
  nodeId: string,
  request: UpdateNodeRequest,
): Promise<PlacedNode> {
  const { taxonomyId } = await getNode(db, nodeId);
  return changeStructure(db, taxonomyId, async (tx) => {
    const node = await getNode(tx, nodeId);
    if (node.parentId === null)
      throw new DomainError('invalid', `“${node.name}” is a branch; branches cannot be changed.`);
    const parent = await getNode(tx, request.parentId ?? node.parentId);
    const name = request.name ?? node.name;
    const isMoved = parent.id !== node.parentId;
    if (isMoved) refuseMove(node, parent);
    if (isMoved || name !== node.name) await refuseNameClash(tx, parent, name, nodeId);
    if (name !== node.name) await rename(tx, actor, node, name);
    if (isMoved) await move(tx, actor, node, parent);
    if (request.position !== undefined) await reorder(tx, actor, { node, parent, position: request.position });
    return getNode(tx, nodeId);
  });
}

function refuseMove(node: PlacedNode, parent: PlacedNode): void {
  if (parent.path.startsWith(node.path)) {
    throw new DomainError('invalid', `“${node.name}” cannot be moved under itself. Choose a place outside of it.`);
  }
  if (parent.branch !== node.branch) {
    const [from, to] = [branchNames[node.branch], branchNames[parent.branch]];
    throw new DomainError(
      'invalid',
      `“${node.name}” cannot be moved from ${from} to ${to}: the branch decides how samples are made. Make a new leaf there instead.`,
    );
  }
}

async function rename(tx: Db, actor: Actor, node: PlacedNode, name: string): Promise<void> {
  await renameNode(tx, node.id, name);
  const detail = { before: node.name, after: name };
  await recordAudit(tx, { actorId: actor.id, action: 'node.rename', subjectType: 'node', subjectId: node.id, detail });
}

async function move(tx: Db, actor: Actor, node: PlacedNode, parent: PlacedNode): Promise<void> {
  const position = await nextPosition(tx, parent.id);
  const newPath = pathOf(parent.path, node.id);
  const deeper = parent.depth + 1 - node.depth;
  const samples = await moveSubtree(tx, { id: node.id, parentId: parent.id, path: node.path, newPath, deeper });
  const siblings = await selectChildren(tx, parent.id);
  const others = siblings.filter((each) => each.id !== node.id).map((each) => each.id);
  await numberSiblings(tx, [...others.slice(0, position), node.id]);
  const detail = { before: node.parentId, after: parent.id, samples };
  await recordAudit(tx, { actorId: actor.id, action: 'node.move', subjectType: 'node', subjectId: node.id, detail });
}

/** `position` counts the siblings that stand before the node; one past the end is the end. */
async function reorder(
  tx: Db,
  actor: Actor,
  { node, parent, position }: { node: PlacedNode; parent: PlacedNode; position: number },
): Promise<void> {
  const siblings = (await selectChildren(tx, parent.id)).map((each) => each.id);
  const others = siblings.filter((id) => id !== node.id);
  const order = others.toSpliced(position, 0, node.id);
  if (order.join() === siblings.join()) return;
  await numberSiblings(tx, order);
  const detail = { before: siblings.indexOf(node.id), after: order.indexOf(node.id) };
  await recordAudit(tx, { actorId: actor.id, action: 'node.reorder', subjectType: 'node', subjectId: node.id, detail });
}
