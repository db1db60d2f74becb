import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../../accounts/audit';
import type { Actor } from '../../accounts/contract';
import { changeStructure } from '../../tree/change-structure';
import { undoCreateNodes } from '../../tree/undo-create-nodes';
import type { ImportDetail } from '../contract';
import { insertRevisions } from '../repository';
import {
  deleteLeaves,
  lockLeavesAndFindUse,
  markUndone,
  selectImported,
  selectVersionsBefore,
  type Imported,
  type LeafUse,
} from '../repository-imports';
import { newRevision } from '../save-leaf';
import { findImport, getImport } from './imports';

/** Why leaves stay as they are, by node. */
type Kept = Map<string, string>;

/**
 * Undoes an import in one transaction: leaves and folders that it made are removed, as deleting them would, and leaves
 * that it changed get the version before it as their newest. A leaf stays as it is when something was written into it
 * since; the answer says which and why. An import that is undone already stays as it is.
 *
 * @throws DomainError `not_found`
 */
export async function undoImport(db: Database, actor: Actor, importId: string): Promise<ImportDetail> {
  const { taxonomyId, source } = await findImport(db, importId);
  await changeStructure(db, taxonomyId, async (tx) => {
    if ((await findImport(tx, importId)).undone) return;
    const kept: Kept = new Map();
    // In this order: a save takes its version first, then the leaf, then the node.
    const restored = await restoreChanged(tx, actor, { importId, source, kept });
    const removed = await removeAdded(tx, importId, kept);
    await markUndone(tx, importId, { byId: actor.id, removed, restored, kept });
    const detail = { importId, source, removed, restored, kept: kept.size };
    await recordAudit(tx, {
      actorId: actor.id,
      action: 'taxonomy.undo_import',
      subjectType: 'taxonomy',
      subjectId: taxonomyId,
      detail,
    });
  });
  return getImport(db, importId);
}

// A few megabytes per statement.
const AT_ONCE = 200;

/** @returns How many leaves are again what they were before the import. */
async function restoreChanged(
  tx: Db,
  actor: Actor,
  { importId, source, kept }: { importId: string; source: string; kept: Kept },
): Promise<number> {
  const changed = (await selectImported(tx, importId)).filter(({ version }) => version !== null && version > 1);
  const untouched = changed.filter(({ isAsImported, isAsBefore }) => isAsImported && !isAsBefore);
  const others = changed.filter(({ isAsImported, isAsBefore }) => !isAsImported && !isAsBefore);
  for (const { nodeId, savedBy } of others) kept.set(nodeId, savedWords(savedBy));
  const note = `Undid the import of ${source}`.slice(0, 500);
  for (let i = 0; i < untouched.length; i += AT_ONCE) {
    const ids = untouched.slice(i, i + AT_ONCE).map(({ nodeId }) => nodeId);
    const revisions = (await selectVersionsBefore(tx, importId, ids)).map(({ nodeId, currentVersion, ...before }) =>
      newRevision(actor, nodeId, { ...before, number: currentVersion + 1, note }),
    );
    const written = await insertRevisions(tx, revisions);
    for (const id of ids) if (!written.has(id)) kept.set(id, savedWords(null));
  }
  return changed.filter(({ nodeId }) => !kept.has(nodeId)).length;
}

/** @returns How many leaves were removed. */
async function removeAdded(tx: Db, importId: string, kept: Kept): Promise<number> {
  const isAdded = ({ version }: Imported) => version === 1;
  const ids = (await selectImported(tx, importId)).filter(isAdded).map(({ nodeId }) => nodeId);
  const uses = await lockLeavesAndFindUse(tx, importId, ids);
  // Read again: a save that was in progress has ended by now.
  const imported = await selectImported(tx, importId);
  const added = imported.filter((leaf) => isAdded(leaf) && leaf.isLive);
  for (const leaf of added) {
    const reason = whyKept(leaf, uses.get(leaf.nodeId));
    if (reason) kept.set(leaf.nodeId, reason);
  }
  const hidden = await undoCreateNodes(tx, {
    made: imported.filter(({ isNew }) => isNew).map(({ nodeId }) => nodeId),
    leaves: new Set(ids),
    stays: new Set(kept.keys()),
  });
  // A folder that was there before, or that has something below it by now, stays a folder.
  const remaining = added.filter(({ nodeId }) => !hidden.has(nodeId) && !kept.has(nodeId));
  const isMore = ({ nodeId, currentVersion }: Imported) => currentVersion !== 1 || uses.get(nodeId)?.documents;
  for (const { nodeId } of remaining.filter(isMore)) {
    kept.set(nodeId, 'It has documents or other versions, and it is also a folder.');
  }
  const toFolders = remaining.filter(({ nodeId }) => !kept.has(nodeId)).map(({ nodeId }) => nodeId);
  await deleteLeaves(tx, toFolders);
  return added.filter(({ nodeId }) => !kept.has(nodeId)).length;
}

const savedWords = (savedBy: string | null) =>
  savedBy === null ? 'It was saved since.' : `It was saved by ${savedBy} since.`;

function whyKept({ isAsImported, savedBy }: Imported, use: LeafUse | undefined): string | null {
  if (!isAsImported) return savedWords(savedBy);
  if (use?.runs) return 'A run was started for it.';
  return use?.laterDocuments ? 'Documents were added to it since.' : null;
}
