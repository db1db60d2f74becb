import { escapeLiteral } from 'pg';
import { z } from 'zod';
import type { Database, Db } from '@/prisma/client';
import { cellsOf, streamCopy } from './repository-copy';

const ROWS_AT_ONCE = 1_000;

/** The lines for content-hash.ts of some rows of a phase and a split, by their places. */
export type HashLines = { phase: number; split: number; lines: string };

/** All lines of a version in the order of its rows, in blocks. */
const query = (versionId: string): string => `
  SELECT row.phase, row.split,
         string_agg(
           coalesce(row."sampleId"::text, row."importedSetId" || '/' || row."importedOrdinal") || ' '
           || coalesce(text.hash, imported.hash) || ' ' || coalesce(row.replay::text, '-') || ' '
           || CASE WHEN row.unmask THEN 'all' ELSE 'answers' END
           || coalesce(' ' || array_to_string(row."passageIds", ','), '') || E'\\n',
           '' ORDER BY row.ordinal) AS lines
    FROM "DatasetRow" row
    LEFT JOIN "SampleText" text ON text."sampleId" = row."sampleId" AND text.version = row."textVersion"
    LEFT JOIN "ImportedRow" imported ON imported."setId" = row."importedSetId" AND imported.ordinal = row."importedOrdinal"
   WHERE row."versionId" = ${escapeLiteral(versionId)}
   GROUP BY row.phase, row.split, row.ordinal / ${ROWS_AT_ONCE}
   ORDER BY row.phase, row.split, row.ordinal / ${ROWS_AT_ONCE}`;

/** The lines of a published version. Holds a connection until it ends. */
export async function* streamHashLines(db: Pick<Database, 'pool'>, versionId: string): AsyncGenerator<HashLines> {
  const toBlock = (line: string): HashLines => {
    const [phase, split, lines] = cellsOf(line);
    return { phase: Number(phase), split: Number(split), lines: lines ?? '' };
  };
  for await (const blocks of streamCopy(db.pool, query(versionId), toBlock, 1)) yield* blocks;
}

const Fetched = z.array(z.object({ phase: z.int(), split: z.int(), lines: z.string() }));

/** The lines of a version that this transaction publishes, which no other connection can see. */
export async function* fetchHashLines(tx: Db, versionId: string): AsyncGenerator<HashLines> {
  // All rows will be fetched: without this, the plan would be one for the first of them.
  await tx.$executeRaw`SET LOCAL cursor_tuple_fraction = 1`;
  await tx.$executeRawUnsafe(`DECLARE hash_lines NO SCROLL CURSOR FOR ${query(versionId)}`);
  for (;;) {
    const blocks = Fetched.parse(await tx.$queryRaw`FETCH 20 FROM hash_lines`);
    if (blocks.length === 0) break;
    yield* blocks;
  }
  await tx.$executeRaw`CLOSE hash_lines`;
}
