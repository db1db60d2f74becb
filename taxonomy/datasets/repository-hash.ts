import { z } from 'zod';
import type { Db } from '@/prisma/client';

const Block = z.tuple([z.object({ lines: z.string() })]);

/** A part of a version: a phase and a split, by their places. */
export type RowsOf = { versionId: string; phase: number; split: number };

/** The lines for content-hash.ts of rows from ordinal `from` on; empty when there are none. */
export async function selectHashLines(
  db: Db,
  { versionId, phase, split }: RowsOf,
  { from, count }: { from: number; count: number },
): Promise<string> {
  const rows = await db.$queryRaw`
    SELECT coalesce(string_agg(
             coalesce(row."sampleId"::text, row."importedSetId" || '/' || row."importedOrdinal") || ' '
             || coalesce(text.hash, imported.hash) || ' ' || coalesce(row.replay::text, '-') || ' '
             || CASE WHEN row.unmask THEN 'all' ELSE 'answers' END
             || coalesce(' ' || array_to_string(row."passageIds", ','), '') || E'\\n',
             '' ORDER BY row.ordinal), '') AS lines
      FROM "DatasetRow" row
      LEFT JOIN "SampleText" text ON text."sampleId" = row."sampleId" AND text.version = row."textVersion"
      LEFT JOIN "ImportedRow" imported ON imported."setId" = row."importedSetId" AND imported.ordinal = row."importedOrdinal"
     WHERE row."versionId" = ${versionId}::uuid AND row.phase = ${phase}::smallint AND row.split = ${split}::smallint
       AND row.ordinal >= ${from}::int AND row.ordinal < ${from + count}::int`;
  return Block.parse(rows)[0].lines;
}
