import type { Db } from '@/prisma/client';
import { recordAudit } from '../accounts/audit';
import type { ChunkedDocument } from './chunk-document';
import { findSameDocument, insertDocument, linkDocument } from './repository';

type Gift = { actorId: string | null; leafId: string; taxonomyId: string };

/**
 * Gives a leaf a document, in the caller's transaction, which holds the leaf (lockLeaf). What the taxonomy has already
 * under that name is not stored again.
 *
 * @param sourceOf Names the source that a new document came from; not called for one that is there.
 * @returns the document's id.
 */
export async function giveDocument(
  tx: Db,
  gift: Gift,
  document: ChunkedDocument,
  sourceOf: () => Promise<string>,
): Promise<string> {
  const { taxonomyId } = gift;
  const same = await findSameDocument(tx, taxonomyId, document.name, document.sha256);
  const id = same ?? (await insertDocument(tx, { taxonomyId, sourceId: await sourceOf() }, document));
  await linkGiven(tx, gift, { id, ...document });
  return id;
}

/** Gives a leaf a document that is there, and says so in the audit log unless it had it. */
export async function linkGiven(
  tx: Db,
  { actorId, leafId }: Gift,
  { id, name, sha256 }: { id: string; name: string; sha256: string },
): Promise<void> {
  if (!(await linkDocument(tx, leafId, id))) return;
  const detail = { name, sha256, leafId };
  await recordAudit(tx, { actorId, action: 'documents.add', subjectType: 'document', subjectId: id, detail });
}
