import { z } from 'zod';
import type { Db } from '@/prisma/client';

const Long = z.object({ place: z.int(), rows: z.int() });

/**
 * Rows for training whose texts have more bytes than their phase may have.
 *
 * @param limits The most bytes, by the place of the phase.
 */
export async function countLongRows(
  db: Db,
  versionId: string,
  limits: ReadonlyMap<number, number>,
): Promise<Map<number, number>> {
  const rows = await db.$queryRaw`
    SELECT row.phase AS place, count(*)::int AS rows
      FROM "DatasetRow" row
      JOIN unnest(${[...limits.keys()]}::int[], ${[...limits.values()]}::bigint[]) AS phase (place, bytes) ON phase.place = row.phase
      LEFT JOIN "SampleText" text ON text."sampleId" = row."sampleId" AND text.version = row."textVersion"
      LEFT JOIN "ImportedRow" imported ON imported."setId" = row."importedSetId" AND imported.ordinal = row."importedOrdinal"
     WHERE row."versionId" = ${versionId}::uuid AND row.split = 0
       AND coalesce(imported.bytes, octet_length(coalesce(text.context, '')) + octet_length(text.question)
                                    + octet_length(text.answer)) > phase.bytes
     GROUP BY 1`;
  return new Map(
    z
      .array(Long)
      .parse(rows)
      .map(({ place, rows: count }) => [place, count]),
  );
}
