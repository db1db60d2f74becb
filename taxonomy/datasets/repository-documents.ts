import { escapeLiteral } from 'pg';
import type { Database } from '@/prisma/client';
import { cellsOf, streamCopy } from './repository-copy';

/** A text, and the place of the row that has it first. */
export type StoredDocument = { phase: number; ordinal: number; sampleId: string; text: string };

/**
 * The passages of the knowledge rows of a split, and the texts that auxiliary rows made of them, in the order of the
 * rows. Each text comes once in the version, in training if it is there; the database sorts them out, so that memory does
 * not grow with them.
 */
export const streamDocuments = (
  { pool }: Pick<Database, 'pool'>,
  { versionId, split, limit }: { versionId: string; split: number; limit?: number | undefined },
  count: number,
): AsyncGenerator<StoredDocument[]> =>
  streamCopy(
    pool,
    `WITH "all" AS (
       SELECT row.split, row.phase, row.ordinal, part.place, row."sampleId", row."textVersion",
              sha256(convert_to(part.text, 'UTF8')) AS digest
         FROM "DatasetRow" row
         JOIN "Sample" sample ON sample.id = row."sampleId" AND sample.kind = 'knowledge'
         JOIN "SampleText" text ON text."sampleId" = row."sampleId" AND text.version = row."textVersion"
        CROSS JOIN LATERAL (VALUES (0, text.context), (1, CASE WHEN sample."isAuxiliary" THEN text.answer END))
                        AS part (place, text)
        WHERE row."versionId" = ${escapeLiteral(versionId)} AND part.text <> ''
     ), firsts AS (
       SELECT DISTINCT ON (digest) split, phase, ordinal, place, "sampleId", "textVersion"
         FROM "all" ORDER BY digest, split, phase, ordinal, place
     )
     SELECT firsts.phase, firsts.ordinal, firsts."sampleId",
            CASE firsts.place WHEN 0 THEN text.context ELSE text.answer END
       FROM firsts JOIN "SampleText" text
                     ON text."sampleId" = firsts."sampleId" AND text.version = firsts."textVersion"
      WHERE firsts.split = ${split}
      ORDER BY firsts.phase, firsts.ordinal, firsts.place
      ${limit === undefined ? '' : `LIMIT ${limit}`}`,
    toDocument,
    count,
  );

function toDocument(line: string): StoredDocument {
  const [phase, ordinal, sampleId, text] = cellsOf(line);
  return { phase: Number(phase), ordinal: Number(ordinal), sampleId: sampleId ?? '', text: text ?? '' };
}
