import type { Db } from '@/prisma/client';
import { DomainError } from '../../errors';
import { getNode, getTheTaxonomy } from '../../tree/nodes';
import type { LeafKind } from '../../tree/vocabulary';
import type { PromptScope } from './repository';

/** Where a prompt is read or edited: in a leaf, or in the whole taxonomy. */
export type PromptPlace = PromptScope & {
  leaf: { nodeId: string; name: string } | null;
  kind: LeafKind | null;
};

/** @throws DomainError `not_found` when the node is gone or is a folder. */
export async function placeOf(db: Db, nodeId: string | null): Promise<PromptPlace> {
  if (nodeId === null) return { taxonomyId: (await getTheTaxonomy(db)).id, leafId: null, leaf: null, kind: null };
  const { leaf, name, taxonomyId } = await getNode(db, nodeId);
  if (!leaf)
    throw new DomainError('not_found', `“${name}” is a folder, not a leaf. Choose a leaf, or create one in it.`);
  return { taxonomyId, leafId: nodeId, leaf: { nodeId, name }, kind: leaf.kind };
}
