import type { Db } from '@/prisma/client';
import type { Page } from '../contract';
import type { Chunk } from './contract';
import { getDocument } from './documents';
import { selectChunks, selectChunksOfLeaf, sumChunksOfLeaf, type LeafChunk } from './repository';
import { readOrdinal } from '../paging';

export type { LeafChunk };

/**
 * The passages of a leaf's documents in a stable order: by document, then by position.
 *
 * @param after The last passage of the page before.
 */
export const listChunksOfLeaf = (
  db: Db,
  leafId: string,
  after: { documentId: string; ordinal: number } | null = null,
  limit = 1_000,
): Promise<LeafChunk[]> => selectChunksOfLeaf(db, leafId, after, limit);

/** The number of passages in a leaf's documents. */
export const countChunksOfLeaf = (db: Db, leafId: string): Promise<number> => sumChunksOfLeaf(db, leafId);

/** A page of a document's passages, in order. @throws DomainError `not_found` */
export async function listChunks(
  db: Db,
  documentId: string,
  { cursor, limit }: { cursor?: string; limit: number },
): Promise<Page<Chunk>> {
  const after = readOrdinal(cursor) ?? -1;
  const { chunkCount } = await getDocument(db, documentId);
  const items = await selectChunks(db, documentId, after, limit);
  const last = items.at(-1);
  return { items, nextCursor: last && last.ordinal + 1 < chunkCount ? String(last.ordinal) : null };
}
