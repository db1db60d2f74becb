import { z } from 'zod';
import type { Db } from '@/prisma/client';

const RowChanges = z.object({ added: z.int(), removed: z.int(), changed: z.int() });

/** Compares the own rows of two versions, sample by sample. */
export async function countRowChanges(db: Db, { before, now }: { before: string; now: string }) {
  const rows = await db.$queryRaw`
    SELECT (count(*) FILTER (WHERE before.id IS NULL))::int AS added,
           (count(*) FILTER (WHERE now.id IS NULL))::int AS removed,
           (count(*) FILTER (WHERE now.hash <> before.hash))::int AS changed
      FROM (SELECT DISTINCT "sampleId" AS id, hash FROM "DatasetRow" JOIN "SampleText" USING ("sampleId")
             WHERE "versionId" = ${now}::uuid AND replay IS NULL AND version = "textVersion") AS now
      FULL JOIN (SELECT DISTINCT "sampleId" AS id, hash FROM "DatasetRow" JOIN "SampleText" USING ("sampleId")
                  WHERE "versionId" = ${before}::uuid AND replay IS NULL AND version = "textVersion") AS before
             ON before.id = now.id`;
  return z.tuple([RowChanges]).parse(rows)[0];
}
