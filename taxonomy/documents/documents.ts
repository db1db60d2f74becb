import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../accounts/audit';
import type { Actor } from '../accounts/contract';
import { type Page, type PageQuery } from '../contract';
import { DomainError } from '../errors';
import { getNode } from '../tree/nodes';
import type { DocumentSummary, LeafDocuments } from './contract';
import {
  findDocument,
  isDocumentOf,
  linkDocument,
  lockLeaf,
  selectDocuments,
  selectDocumentsOfLeaf,
  unlinkDocument,
} from './repository';
import { selectGitSources, selectUnreadUploads } from './repository-sources';
import { deleteFailedUploads } from './repository-uploads';
import { momentCursor, pageOf, readMoment } from '../paging';

/** The most that a leaf page shows; LeafDetail.documentCount has the total. */
const MAX_OF_LEAF = 500;
const SOURCES_OF_LEAF = 5;
const UPLOADS_OF_LEAF = 100;

/** @throws DomainError `not_found` */
export async function getDocument(db: Db, documentId: string): Promise<DocumentSummary> {
  const document = await findDocument(db, documentId);
  if (!document) throw new DomainError('not_found', 'There is no such document. Go back to the list of documents.');
  return document;
}

/** A page of the taxonomy's documents, newest first. */
export async function listDocuments(
  db: Db,
  taxonomyId: string,
  { cursor, limit }: PageQuery,
): Promise<Page<DocumentSummary>> {
  const rows = await selectDocuments(db, { taxonomyId, before: readMoment(cursor), limit: limit + 1 });
  return pageOf(rows, limit, momentCursor);
}

/** For a leaf's panel: its documents (oldest first), pending uploads, and last fetches (newest first). */
export async function listLeafDocuments(db: Db, leafId: string): Promise<LeafDocuments> {
  await getNode(db, leafId);
  const [sources, uploads, documents] = await Promise.all([
    selectGitSources(db, leafId, SOURCES_OF_LEAF),
    selectUnreadUploads(db, leafId, UPLOADS_OF_LEAF),
    selectDocumentsOfLeaf(db, leafId, MAX_OF_LEAF),
  ]);
  return { sources, uploads, documents };
}

/** Removes a failed upload. Does nothing when it is still pending or already gone. */
export const dismissUpload = (db: Db, { leafId, sourceId }: { leafId: string; sourceId: string }): Promise<void> =>
  deleteFailedUploads(db, leafId, { id: sourceId });

/**
 * Removes a document from a leaf. The document stays stored, because samples refer to its passages.
 *
 * @throws DomainError `not_found` when the leaf does not have it.
 */
export async function detachDocument(
  db: Database,
  { actor, leafId, documentId }: { actor: Actor; leafId: string; documentId: string },
): Promise<void> {
  await db.$transaction(async (tx) => {
    await lockLeaf(tx, leafId);
    if (!(await unlinkDocument(tx, leafId, documentId))) {
      throw new DomainError('not_found', 'This leaf does not have that document. Someone may have removed it.');
    }
    await recordAudit(tx, {
      actorId: actor.id,
      action: 'documents.detach',
      subjectType: 'document',
      subjectId: documentId,
      detail: { leafId },
    });
  });
}

/**
 * Adds a stored document to a leaf, for example to undo its removal.
 *
 * @throws DomainError `not_found` when there is no such document in the leaf's taxonomy.
 */
export async function attachDocument(
  db: Database,
  { actor, leafId, documentId }: { actor: Actor; leafId: string; documentId: string },
): Promise<void> {
  const { taxonomyId } = await getNode(db, leafId);
  await db.$transaction(async (tx) => {
    await lockLeaf(tx, leafId);
    if (!(await isDocumentOf(tx, taxonomyId, documentId))) {
      throw new DomainError('not_found', 'There is no such document in this taxonomy. Upload it again.');
    }
    if (!(await linkDocument(tx, leafId, documentId))) return;
    await recordAudit(tx, {
      actorId: actor.id,
      action: 'documents.attach',
      subjectType: 'document',
      subjectId: documentId,
      detail: { leafId },
    });
  });
}
