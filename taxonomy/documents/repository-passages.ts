import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { Id, NodeId } from '../contract';

const Passage = z.object({ chunkId: Id, document: z.string(), headings: z.array(z.string()), text: z.string() });
export type Passage = z.infer<typeof Passage>;

export async function selectPassages(db: Db, chunkIds: string[]): Promise<Passage[]> {
  const rows = await db.$queryRaw`
    SELECT chunk.id AS "chunkId", document.name AS document, chunk.headings, chunk.text
      FROM "Chunk" chunk JOIN "Document" document ON document.id = chunk."documentId"
     WHERE chunk.id = ANY(${chunkIds}::uuid[])`;
  return z.array(Passage).parse(rows);
}

/** Only ids: a leaf may have many thousand passages. */
export async function selectPassageIds(db: Db, leafId: string): Promise<string[]> {
  const rows = await db.$queryRaw`
    SELECT chunk.id AS "chunkId"
      FROM "LeafDocument" link JOIN "Chunk" chunk ON chunk."documentId" = link."documentId"
     WHERE link."leafId" = ${leafId}
     ORDER BY chunk."documentId", chunk.ordinal`;
  return z
    .array(z.object({ chunkId: Id }))
    .parse(rows)
    .map(({ chunkId }) => chunkId);
}

const PassageSum = z.object({ leafId: NodeId, passages: z.int(), tokens: z.int(), isFetching: z.boolean() });
export type PassageSum = z.infer<typeof PassageSum>;

export async function sumPassages(db: Db, leafIds: string[]): Promise<PassageSum[]> {
  const rows = await db.$queryRaw`
    SELECT leaf.id AS "leafId", coalesce(sum(document."chunkCount"), 0)::int AS passages,
           coalesce(sum(document.tokens), 0)::int AS tokens,
           EXISTS (SELECT 1 FROM "DocumentSource" source
                    WHERE source."leafId" = leaf.id AND source.state IN ('queued', 'fetching')) AS "isFetching"
      FROM unnest(${leafIds}::text[]) AS leaf(id)
      LEFT JOIN "LeafDocument" link ON link."leafId" = leaf.id
      LEFT JOIN "Document" document ON document.id = link."documentId"
     GROUP BY leaf.id`;
  return z.array(PassageSum).parse(rows);
}
