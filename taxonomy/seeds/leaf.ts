import type { Db } from '@/prisma/client';
import { DomainError } from '../errors';
import { crumbsOf, getNode } from '../tree/nodes';
import { makeShare } from '../share';
import type { LeafKind } from '../tree/vocabulary';
import { checkLeaf } from './check-leaf';
import type { LeafContent, LeafDetail, LeafProblem } from './contract';
import { findLeaf, type LeafRow } from './repository';

const shareLeaf = makeShare<LeafDetail>();

/**
 * A whole leaf with its problems and its place in the tree. Those who ask at the same time share it.
 *
 * @throws DomainError `not_found` when the node is gone or is a folder.
 */
export const getLeaf = (db: Db, nodeId: string): Promise<LeafDetail> =>
  shareLeaf(db, nodeId, () => readLeaf(db, nodeId));

async function readLeaf(db: Db, nodeId: string): Promise<LeafDetail> {
  const node = await getNode(db, nodeId);
  const [leaf, crumbs] = await Promise.all([leafOf(db, node), crumbsOf(db, nodeId)]);
  const { version, content, documentCount, savedAt, savedBy, savedById } = leaf;
  return {
    nodeId,
    name: node.name,
    branch: node.branch,
    crumbs,
    version,
    content,
    problems: checkLeaf(content),
    counts: node.counts,
    documentCount,
    savedAt,
    savedBy,
    savedById,
  };
}

export type LeafForRun = {
  leafId: string;
  name: string;
  kind: LeafKind;
  revisionId: string;
  content: LeafContent;
  problems: LeafProblem[];
};

/** What a run needs of a leaf: its current revision and its problems (errors keep it from running). */
export async function leafForRun(db: Db, leafId: string): Promise<LeafForRun> {
  const node = await getNode(db, leafId);
  const { kind, revisionId, content } = await leafOf(db, node);
  return { leafId, name: node.name, kind, revisionId, content, problems: checkLeaf(content) };
}

async function leafOf(db: Db, node: { id: string; name: string }): Promise<LeafRow> {
  const leaf = await findLeaf(db, node.id);
  if (!leaf)
    throw new DomainError('not_found', `“${node.name}” is a folder, not a leaf. Choose a leaf, or create one in it.`);
  return leaf;
}
