import { v7 as uuid } from 'uuid';
import type { Db } from '@/prisma/client';

/** Small enough that no statement blocks a process for long. */
const PIECE_BYTES = 256 * 1024;

export type Upload = { name: string; sha256: string; bytes: Uint8Array };

/** Stores an uploaded file as a source without documents. @returns its id. */
export async function insertQueuedUpload(tx: Db, leafId: string, { name, sha256, bytes }: Upload): Promise<string> {
  const id = uuid();
  await tx.documentSource.create({ data: { id, leafId, kind: 'upload', name, sha256 } });
  for (let ordinal = 0; ordinal * PIECE_BYTES < bytes.byteLength; ordinal += 1) {
    const piece = Uint8Array.from(bytes.subarray(ordinal * PIECE_BYTES, (ordinal + 1) * PIECE_BYTES));
    await tx.uploadPiece.create({ data: { sourceId: id, ordinal, bytes: piece }, select: { ordinal: true } });
  }
  return id;
}

/** The whole file, until it has been read. */
export async function selectUploadBytes(db: Db, sourceId: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for (;;) {
    const where = { sourceId_ordinal: { sourceId, ordinal: pieces.length } };
    const piece = await db.uploadPiece.findUnique({ where, select: { bytes: true } });
    if (!piece) return Buffer.concat(pieces);
    pieces.push(piece.bytes);
  }
}

export async function deleteUploadBytes(tx: Db, sourceId: string): Promise<void> {
  await tx.uploadPiece.deleteMany({ where: { sourceId } });
}

/** A pending upload of the same file for the same leaf. @returns its source's id. */
export async function findPendingUpload(tx: Db, leafId: string, { name, sha256 }: Pick<Upload, 'name' | 'sha256'>) {
  const where = { leafId, kind: 'upload', name, sha256, state: { in: ['queued' as const, 'fetching' as const] } };
  return (await tx.documentSource.findFirst({ where, select: { id: true } }))?.id ?? null;
}

/** True when a later upload of the same name for the same leaf has already been read. */
export async function isOutdatedUpload(tx: Db, id: string): Promise<boolean> {
  const { leafId, name, createdAt } = await tx.documentSource.findUniqueOrThrow({ where: { id } });
  const later = { OR: [{ createdAt: { gt: createdAt } }, { createdAt, id: { gt: id } }] };
  return (await tx.documentSource.count({ where: { leafId, kind: 'upload', name, state: 'ready', ...later } })) > 0;
}

/** Removes failed uploads of a leaf: a single one, or all with a name that is uploaded again. */
export async function deleteFailedUploads(tx: Db, leafId: string, which: { id: string } | { name: string }) {
  await tx.documentSource.deleteMany({ where: { leafId, kind: 'upload', state: 'failed', ...which } });
}
