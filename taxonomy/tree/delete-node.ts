import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../accounts/audit';
import type { Actor } from '../accounts/contract';
import { DomainError } from '../errors';
import { changeStructure, refuseNameClash } from './change-structure';
import type { DeletedNode } from './contract';
import { getNode, type PlacedNode } from './nodes';
import { findDeleted, findDeletedAbove, hideSubtree, showSubtree } from './repository-structure';
import { findUse, type Use } from './repository-use';

/**
 * Hides a node and everything below it. Its samples stay, and `restoreNode` brings it back.
 *
 * @throws DomainError `invalid` for a branch; `conflict` when it had to be `unused` but something was added to it.
 */
export async function deleteNode(
  db: Database,
  actor: Actor,
  nodeId: string,
  { unused = false }: { unused?: boolean } = {},
): Promise<DeletedNode> {
  const { taxonomyId } = await getNode(db, nodeId);
  return changeStructure(db, taxonomyId, async (tx) => {
    const node = await getNode(tx, nodeId);
    if (node.parentId === null)
      throw new DomainError('invalid', `“${node.name}” is a branch; branches cannot be deleted.`);
    if (unused) await refuseUsed(tx, node);
    const hidden = await hideSubtree(tx, node.path);
    const detail = { name: node.name, ...hidden };
    await recordAudit(tx, { actorId: actor.id, action: 'node.delete', subjectType: 'node', subjectId: nodeId, detail });
    return { id: nodeId, name: node.name, ...hidden };
  });
}

/** Undoing the creation of a node must not delete what was added to it since. */
async function refuseUsed(tx: Db, { id, name }: PlacedNode): Promise<void> {
  const use = await findUse(tx, id);
  if (use === null) return;
  throw new DomainError(
    'conflict',
    `“${name}” was not removed, because ${useWords[use]} since it was created. To remove it with everything in it, delete it in the tree.`,
  );
}

const useWords: Record<Use, string> = {
  saved: 'it was saved',
  children: 'something was added below it',
  documents: 'documents were added to it',
  runs: 'a run was started for it',
};

/**
 * Restores a deleted node with exactly what its deletion hid. Restoring a live node changes nothing.
 *
 * @throws DomainError `conflict` when a node above is also deleted, or a new sibling has the name.
 */
export async function restoreNode(db: Database, actor: Actor, nodeId: string): Promise<PlacedNode> {
  const found = await findDeleted(db, nodeId);
  if (!found) return getNode(db, nodeId);
  return changeStructure(db, found.taxonomyId, async (tx) => {
    const deleted = await findDeleted(tx, nodeId);
    if (!deleted || deleted.parentId === null) return getNode(tx, nodeId);
    const above = await findDeletedAbove(tx, deleted.path);
    if (above) throw new DomainError('conflict', `“${above.name}” above it is also deleted. Restore that one first.`);
    await refuseNameClash(tx, await getNode(tx, deleted.parentId), deleted.name, nodeId);
    const nodes = await showSubtree(tx, deleted);
    const detail = { name: deleted.name, nodes };
    await recordAudit(tx, {
      actorId: actor.id,
      action: 'node.restore',
      subjectType: 'node',
      subjectId: nodeId,
      detail,
    });
    return getNode(tx, nodeId);
  });
}
