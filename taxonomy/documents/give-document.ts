import type { Db } from '@/prisma/client';
import { recordAudit } from '../accounts/audit';
import type { ChunkedDocument } from './chunk-document';
import { findSameDocument, insertDocument, linkDocument, unlinkSameName } from './repository';

type Target = { actorId: string | null; leafId: string; taxonomyId: string };

/**
 * Gives a leaf an uploaded document, in the caller's transaction, which holds the leaf (lockLeaf). What the taxonomy
 * has already under that name is not stored again.
 *
 * @param sourceOf Names the source that a new document came from; not called for one that is there.
 * @returns the document's id.
 */
export async function giveDocument(
  tx: Db,
  target: Target,
  document: ChunkedDocument,
  sourceOf: () => Promise<string>,
): Promise<string> {
  const { taxonomyId } = target;
  const same = await findSameDocument(tx, taxonomyId, document.name, document.sha256);
  const id = same ?? (await insertDocument(tx, { taxonomyId, sourceId: await sourceOf() }, document));
  await linkGiven(tx, target, { id, ...document });
  return id;
}

/**
 * Gives a leaf a document that is stored already, in place of any other of the same name, and notes it in the audit log
 * unless the leaf had it. The replaced document stays stored: samples that were made from it name its passages.
 */
export async function linkGiven(
  tx: Db,
  { actorId, leafId }: Target,
  { id, name, sha256 }: { id: string; name: string; sha256: string },
): Promise<void> {
  if (!(await linkDocument(tx, leafId, id))) return;
  const replaced = await unlinkSameName(tx, leafId, { id, name });
  const detail = { name, sha256, leafId, ...(replaced.length > 0 && { replaced }) };
  await recordAudit(tx, { actorId, action: 'documents.add', subjectType: 'document', subjectId: id, detail });
}
