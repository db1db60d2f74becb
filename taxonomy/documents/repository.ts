import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Db, Prisma } from '@/prisma/client';
import type { ChunkedDocument } from './chunk-document';
import type { Chunk, DocumentSummary } from './contract';

const CHUNKS_PER_STATEMENT = 1_000;

/** Locks the leaf for the rest of the transaction, so that changes to its documents run one after the other. */
export async function lockLeaf(tx: Db, leafId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM "Leaf" WHERE "nodeId" = ${leafId} FOR NO KEY UPDATE`;
}

/** An equal text with the same name in the taxonomy, if there is one. */
export async function findSameDocument(db: Db, taxonomyId: string, name: string, sha256: string) {
  const same = await db.document.findFirst({ where: { taxonomyId, name, sha256 }, select: { id: true } });
  return same?.id ?? null;
}

/** The id of a document's source. */
export async function sourceOfDocument(db: Db, id: string): Promise<string> {
  return (await db.document.findUniqueOrThrow({ where: { id }, select: { sourceId: true } })).sourceId;
}

/** Stores a document with its chunks. @returns its id. */
export async function insertDocument(
  tx: Db,
  place: { taxonomyId: string; sourceId: string },
  { chunks, ...document }: ChunkedDocument,
): Promise<string> {
  const id = uuid();
  await tx.document.create({ data: { id, ...place, ...document, chunkCount: chunks.length } });
  for (let from = 0; from < chunks.length; from += CHUNKS_PER_STATEMENT) {
    const rows = chunks.slice(from, from + CHUNKS_PER_STATEMENT).map((chunk, i) => ({
      id: uuid(),
      ordinal: from + i,
      ...chunk,
    }));
    await tx.$executeRaw`
      INSERT INTO "Chunk" (id, "documentId", ordinal, headings, text, tokens, "startChar", "endChar")
      SELECT id, ${id}::uuid, ordinal, headings, text, tokens, "startChar", "endChar"
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row (
          id uuid, ordinal int, headings text[], text text, tokens int, "startChar" int, "endChar" int)`;
  }
  return id;
}

/** @returns False when the leaf had the document already. */
export async function linkDocument(tx: Db, leafId: string, documentId: string): Promise<boolean> {
  const { count } = await tx.leafDocument.createMany({ data: [{ leafId, documentId }], skipDuplicates: true });
  return count === 1;
}

/** @returns False when the leaf did not have it. */
export async function unlinkDocument(tx: Db, leafId: string, documentId: string): Promise<boolean> {
  const { count } = await tx.leafDocument.deleteMany({ where: { leafId, documentId } });
  return count === 1;
}

/** A leaf's other documents of the same name: earlier versions of a file. @returns Their ids. */
export async function selectSameName(
  db: Db,
  leafId: string,
  { name, sha256 }: { name: string; sha256: string },
): Promise<string[]> {
  const where = { name, sha256: { not: sha256 }, leaves: { some: { leafId } } };
  return (await db.document.findMany({ where, select: { id: true } })).map(({ id }) => id);
}

/** Removes a leaf's other documents of the same name. @returns Their ids. */
export async function unlinkSameName(
  tx: Db,
  leafId: string,
  { id, name }: { id: string; name: string },
): Promise<string[]> {
  const where = { leafId, documentId: { not: id }, document: { name } };
  const rows = await tx.leafDocument.findMany({ where, select: { documentId: true } });
  await tx.leafDocument.deleteMany({ where });
  return rows.map(({ documentId }) => documentId);
}

/** Removes documents of earlier fetches that the last fetch did not bring. */
export async function unlinkOtherGitDocuments(tx: Db, leafId: string, keep: string[]): Promise<void> {
  await tx.leafDocument.deleteMany({
    where: { leafId, documentId: { notIn: keep }, document: { source: { kind: 'git' } } },
  });
}

const withLeaves = {
  id: true,
  name: true,
  mediaType: true,
  sizeBytes: true,
  tokens: true,
  chunkCount: true,
  pictures: true,
  createdAt: true,
  leaves: {
    where: { leaf: { node: { deletedAt: null } } },
    select: { leaf: { select: { node: { select: { id: true, name: true } } } } },
    take: 20,
  },
} as const satisfies Prisma.DocumentSelect;
type Row = Prisma.DocumentGetPayload<{ select: typeof withLeaves }>;

const toSummary = ({ leaves, createdAt, ...row }: Row): DocumentSummary => ({
  ...row,
  leaves: leaves.map(({ leaf }) => leaf.node),
  createdAt: createdAt.toISOString(),
});

export async function findDocument(db: Db, id: string): Promise<DocumentSummary | null> {
  const row = await db.document.findUnique({ where: { id }, select: withLeaves });
  return row && toSummary(row);
}

export async function isDocumentOf(db: Db, taxonomyId: string, id: string): Promise<boolean> {
  return (await db.document.count({ where: { id, taxonomyId } })) === 1;
}

/** Newest first. `before` is the key of the previous page's last row. */
export async function selectDocuments(
  db: Db,
  { taxonomyId, before, limit }: { taxonomyId: string; before: { createdAt: Date; id: string } | null; limit: number },
): Promise<DocumentSummary[]> {
  const older = before && {
    OR: [{ createdAt: { lt: before.createdAt } }, { createdAt: before.createdAt, id: { lt: before.id } }],
  };
  const rows = await db.document.findMany({
    where: { taxonomyId, ...older },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
    select: withLeaves,
  });
  return rows.map(toSummary);
}

export async function selectDocumentsOfLeaf(db: Db, leafId: string, limit: number): Promise<DocumentSummary[]> {
  const rows = await db.document.findMany({
    where: { leaves: { some: { leafId } } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: limit,
    select: withLeaves,
  });
  return rows.map(toSummary);
}

export async function selectChunks(db: Db, documentId: string, after: number, limit: number): Promise<Chunk[]> {
  return db.chunk.findMany({
    where: { documentId, ordinal: { gt: after } },
    orderBy: { ordinal: 'asc' },
    take: limit,
    omit: { documentId: true },
  });
}

const LeafChunk = z.object({
  id: z.string(),
  documentId: z.string(),
  documentName: z.string(),
  ordinal: z.int(),
  headings: z.array(z.string()),
  text: z.string(),
  tokens: z.int(),
});
/** A passage of one of a leaf's documents. */
export type LeafChunk = z.infer<typeof LeafChunk>;

export async function selectChunksOfLeaf(
  db: Db,
  leafId: string,
  after: { documentId: string; ordinal: number } | null,
  limit: number,
): Promise<LeafChunk[]> {
  const rows = await db.$queryRaw`
    SELECT chunk.id::text, chunk."documentId"::text, document.name AS "documentName", chunk.ordinal, chunk.headings,
           chunk.text, chunk.tokens
      FROM "LeafDocument" link
      JOIN "Document" document ON document.id = link."documentId"
      JOIN "Chunk" chunk ON chunk."documentId" = document.id
     WHERE link."leafId" = ${leafId}
       AND (${after?.documentId ?? null}::uuid IS NULL
            OR (chunk."documentId", chunk.ordinal) > (${after?.documentId ?? null}::uuid, ${after?.ordinal ?? 0}::int))
     ORDER BY chunk."documentId", chunk.ordinal
     LIMIT ${limit}`;
  return z.array(LeafChunk).parse(rows);
}

export async function sumChunksOfLeaf(db: Db, leafId: string): Promise<number> {
  const { _sum } = await db.document.aggregate({ where: { leaves: { some: { leafId } } }, _sum: { chunkCount: true } });
  return _sum.chunkCount ?? 0;
}
