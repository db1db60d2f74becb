import { v7 as uuid } from 'uuid';
import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../accounts/audit';
import type { Actor } from '../accounts/contract';
import { DomainError } from '../errors';
import { changeStructure } from '../tree/change-structure';
import type { CreateNodeRequest } from '../tree/contract';
import { createNodeIn } from '../tree/create-node';
import { getNode, type PlacedNode } from '../tree/nodes';
import { branchNames, leafKindNames, type LeafKind } from '../tree/vocabulary';
import { checkLeaf, countErrors } from './check-leaf';
import { contentHash, emptyContent, fitsBranch } from './content';
import type { LeafContent, LeafDetail, SaveLeafRequest } from './contract';
import { getLeaf } from './leaf';
import { findLeaf, insertRevisions, type NewRevision } from './repository';

/** Creates a leaf without seeds under `parentId`. */
export async function createLeaf(
  db: Database,
  actor: Actor,
  { parentId, name, leafKind }: CreateNodeRequest & { leafKind: LeafKind },
): Promise<PlacedNode> {
  const { taxonomyId } = await getNode(db, parentId);
  return changeStructure(db, taxonomyId, async (tx) => {
    refuseKind(leafKind, await getNode(tx, parentId));
    const node = await createNodeIn(tx, actor, { parentId, name });
    await insertRevisions(tx, [
      newRevision(actor, node.id, { content: emptyContent(leafKind, actor.name), number: 1 }),
    ]);
    return getNode(tx, node.id);
  });
}

/**
 * Saves a leaf as its next revision; the one before stays in its history. Saving equal content changes nothing.
 * `baseVersion` 0 turns a folder into a leaf.
 *
 * @throws DomainError `conflict` when the leaf was saved since `baseVersion`; its detail is the current LeafDetail, so
 * that both versions can be shown and nothing is lost. `invalid` when the kind does not fit the branch.
 */
export async function saveLeaf(
  db: Database,
  actor: Actor,
  nodeId: string,
  request: SaveLeafRequest,
): Promise<LeafDetail> {
  return saveRevision(db, actor, nodeId, {
    ...request,
    note: request.note ?? null,
    sourceYaml: null,
    attribution: null,
  });
}

/** Options of a save, among them the files that a revision was imported from. */
type Save = {
  baseVersion: number;
  content: LeafContent;
  note: string | null;
  sourceYaml: string | null;
  attribution: string | null;
};

export async function saveRevision(db: Database, actor: Actor, nodeId: string, save: Save): Promise<LeafDetail> {
  const isSaved = await db.$transaction((tx) => saveIn(tx, actor, nodeId, save));
  const leaf = await getLeaf(db, nodeId);
  if (isSaved) return leaf;
  throw new DomainError(
    'conflict',
    `“${leaf.name}” was saved by ${leaf.savedBy} as version ${leaf.version} while you worked on version ${save.baseVersion}. Compare both versions, then save again. Your text is kept.`,
    { detail: leaf },
  );
}

/** @returns False when the leaf was saved since `baseVersion`. */
async function saveIn(tx: Db, actor: Actor, nodeId: string, { baseVersion, ...save }: Save): Promise<boolean> {
  refuseKind(save.content.kind, await getNode(tx, nodeId));
  const current = await findLeaf(tx, nodeId);
  const revision = newRevision(actor, nodeId, { ...save, number: baseVersion + 1 });
  if (current?.contentHash === revision.contentHash) return true;
  const written = await insertRevisions(tx, [revision]);
  if (!written.has(nodeId)) return false;
  // Fails if the node was deleted while this waited for the leaf: nothing is saved where nobody would see it.
  await getNode(tx, nodeId);
  const detail = { version: revision.number, note: revision.note };
  await recordAudit(tx, { actorId: actor.id, action: 'leaf.save', subjectType: 'node', subjectId: nodeId, detail });
  return true;
}

export function newRevision(
  actor: Actor,
  nodeId: string,
  { content, number, ...rest }: { content: LeafContent; number: number } & Partial<Save>,
): NewRevision {
  return {
    id: uuid(),
    nodeId,
    number,
    content,
    contentHash: contentHash(content),
    problemCount: countErrors(checkLeaf(content)),
    sourceYaml: rest.sourceYaml ?? null,
    attribution: rest.attribution ?? null,
    authorId: actor.id,
    note: rest.note ?? null,
  };
}

function refuseKind(kind: LeafKind, node: PlacedNode): void {
  if (fitsBranch(kind, node.branch)) return;
  throw new DomainError(
    'invalid',
    `${leafKindNames[kind]} does not belong in ${branchNames[node.branch]}. Choose another branch or kind.`,
  );
}
