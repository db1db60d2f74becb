import type { Database, Db } from '@/prisma/client';
import { recordAudit, type AuditInput } from '../accounts/audit';
import type { Actor } from '../accounts/contract';
import { DomainError } from '../errors';
import { changeStructure, refuseNameClash } from './change-structure';
import type { UpdateNodeRequest } from './contract';
import { pathOf } from './node-id';
import { getNode, type PlacedNode } from './nodes';
import { moveSubtree, numberSiblings, renameNode, selectChildren } from './repository-structure';
import { branchNames } from './vocabulary';

/**
 * Renames, moves or reorders a node as requested, all or nothing. Samples keep their leaf.
 *
 * @throws DomainError `invalid` for a branch, a move under itself or into another branch; `conflict` when a sibling has
 * the name or the node does not match `expected`; `not_found` when the node or the new parent was deleted.
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
    refuseNewer(node, request.expected);
    const parent = await getNode(tx, request.parentId ?? node.parentId);
    const name = request.name ?? node.name;
    const isMoved = parent.id !== node.parentId;
    if (isMoved) refuseMove(node, parent);
    if (isMoved || name !== node.name) await refuseNameClash(tx, parent, name, nodeId);
    const events = [
      name !== node.name && (await rename(tx, node, name)),
      isMoved && (await move(tx, node, parent)),
      request.position !== undefined && (await reorder(tx, { node, parent, position: request.position })),
    ];
    for (const event of events) {
      if (event) await recordAudit(tx, { actorId: actor.id, subjectType: 'node', subjectId: nodeId, ...event });
    }
    return getNode(tx, nodeId);
  });
}

function refuseNewer(node: PlacedNode, expected: UpdateNodeRequest['expected']): void {
  if (expected?.name !== undefined && expected.name !== node.name) {
    throw new DomainError(
      'conflict',
      `It was renamed from “${expected.name}” to “${node.name}” meanwhile. Rename it in the tree if you want another name.`,
    );
  }
  if (expected?.parentId !== undefined && expected.parentId !== node.parentId)
    throw new DomainError('conflict', `“${node.name}” was moved again meanwhile. Move it in the tree if needed.`);
}

function refuseMove(node: PlacedNode, parent: PlacedNode): void {
  if (parent.path.startsWith(node.path)) {
    throw new DomainError('invalid', `“${node.name}” cannot be moved into itself. Choose another place.`);
  }
  if (parent.branch !== node.branch) {
    const [from, to] = [branchNames[node.branch], branchNames[parent.branch]];
    throw new DomainError(
      'invalid',
      `“${node.name}” cannot be moved from ${from} to ${to}: the branch decides how samples are made. Create a new leaf there instead.`,
    );
  }
}

type Change = Pick<AuditInput, 'action' | 'detail'>;

async function rename(tx: Db, node: PlacedNode, name: string): Promise<Change> {
  await renameNode(tx, node.id, name);
  return { action: 'node.rename', detail: { before: node.name, after: name } };
}

/** The position after the last child of the new parent. */
async function move(tx: Db, node: PlacedNode, parent: PlacedNode): Promise<Change> {
  const siblings = await selectChildren(tx, parent.id);
  const newPath = pathOf(parent.path, node.id);
  const deeper = parent.depth + 1 - node.depth;
  await moveSubtree(tx, { id: node.id, parentId: parent.id, path: node.path, newPath, deeper });
  await numberSiblings(tx, [...siblings.map((each) => each.id), node.id]);
  return { action: 'node.move', detail: { before: node.parentId, after: parent.id } };
}

/** `position` is the number of siblings before the node; larger values mean the end. */
async function reorder(
  tx: Db,
  { node, parent, position }: { node: PlacedNode; parent: PlacedNode; position: number },
): Promise<Change | null> {
  const siblings = (await selectChildren(tx, parent.id)).map((each) => each.id);
  const order = siblings.filter((id) => id !== node.id).toSpliced(position, 0, node.id);
  if (order.join() === siblings.join()) return null;
  await numberSiblings(tx, order);
  return { action: 'node.reorder', detail: { before: siblings.indexOf(node.id), after: order.indexOf(node.id) } };
}
