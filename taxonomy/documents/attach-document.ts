import type { Db } from '@/prisma/client';
import { recordAudit } from '../accounts/audit';
import type { ChunkedDocument } from './chunk-document';
import { findSameDocument, insertDocument, linkDocument, unlinkSameName } from './repository';

type Target = { actorId: string | null; leafId: string; taxonomyId: string };

/**
 * Adds an uploaded document to a leaf, in the caller's transaction, which has locked the leaf (lockLeaf). An equal
 * document of the same name is not stored again.
 *
 * @param sourceOf Creates the source of a new document; not called when the document exists.
 * @returns the document's id.
 */
export async function attachDocument(
  tx: Db,
  target: Target,
  document: ChunkedDocument,
  sourceOf: () => Promise<string>,
): Promise<string> {
  const { taxonomyId } = target;
  const same = await findSameDocument(tx, taxonomyId, document.name, document.sha256);
  const id = same ?? (await insertDocument(tx, { taxonomyId, sourceId: await sourceOf() }, document));
  await attachStored(tx, target, { id, ...document });
  return id;
}

/**
 * Adds a stored document to a leaf, replacing any other of the same name, with an entry in the audit log if that
 * changes anything. The replaced document stays stored, because samples refer to its passages.
 */
export async function attachStored(
  tx: Db,
  { actorId, leafId }: Target,
  { id, name, sha256 }: { id: string; name: string; sha256: string },
): Promise<void> {
  if (!(await linkDocument(tx, leafId, id))) return;
  const replaced = await unlinkSameName(tx, leafId, { id, name });
  const detail = { name, sha256, leafId, ...(replaced.length > 0 && { replaced }) };
  await recordAudit(tx, { actorId, action: 'documents.add', subjectType: 'document', subjectId: id, detail });
}
