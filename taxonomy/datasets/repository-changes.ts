import { z } from 'zod';
import { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/prisma/client';
import { ChangeReason } from './contract-changes';

type Pair = { before: string; now: string };

const own = (versionId: string) => Prisma.sql`
  SELECT "sampleId" AS id, "textVersion" AS version FROM "DatasetRow"
   WHERE "versionId" = ${versionId}::uuid AND replay IS NULL`;

/**
 * Own samples that two versions differ in, `changed (id, leafId, reason, beforeText, nowText)`. What both have is taken out
 * first, because that is most of them.
 */
const changed = ({ before, now }: Pair) => Prisma.sql`
  WITH removed AS MATERIALIZED (${own(before)} EXCEPT ${own(now)}),
       added AS MATERIALIZED (${own(now)} EXCEPT ${own(before)})
  SELECT coalesce(added.id, removed.id) AS id, sample."leafId",
         CASE WHEN removed.id IS NULL THEN CASE WHEN sample."createdAt" > other."publishedAt" THEN 'approved' ELSE 'chosen' END
              WHEN added.id IS NOT NULL THEN 'edited'
              WHEN node."deletedAt" IS NOT NULL THEN 'leaf_deleted'
              WHEN sample.status = 'rejected' THEN 'rejected'
              WHEN sample.status <> 'approved' THEN 'undecided'
              ELSE 'not_chosen' END AS reason,
         removed.version AS "beforeText", added.version AS "nowText"
    FROM added FULL JOIN removed ON removed.id = added.id
    JOIN "Sample" sample ON sample.id = coalesce(added.id, removed.id)
    JOIN "Node" node ON node.id = sample."leafId"
    JOIN "DatasetVersion" other ON other.id = ${before}::uuid
   WHERE removed.id IS NULL OR added.id IS NULL
      OR (SELECT hash FROM "SampleText" WHERE "sampleId" = added.id AND version = added.version)
         <> (SELECT hash FROM "SampleText" WHERE "sampleId" = removed.id AND version = removed.version)`;

const LeafReason = z.object({ leafId: z.string(), reason: ChangeReason, rows: z.int() });
export type LeafReason = z.infer<typeof LeafReason>;

/** How many own samples of each leaf two versions differ in, by reason. */
export async function countChanges(db: Db, pair: Pair): Promise<LeafReason[]> {
  const rows = await db.$queryRaw`
    SELECT "leafId", reason, count(*)::int AS rows FROM (${changed(pair)}) AS changed GROUP BY 1, 2 ORDER BY 1, 2`;
  return z.array(LeafReason).parse(rows);
}

const Changed = z.object({
  sampleId: z.string(),
  leafId: z.string(),
  reason: ChangeReason,
  before: z.string().nullable(),
  now: z.string().nullable(),
});

/** A page of the own samples that two versions differ in, by id, with their texts in both. */
export async function selectChangedRows(
  db: Db,
  pair: Pair,
  { leaf, after, limit }: { leaf: string | null; after: string | null; limit: number },
) {
  const rows = await db.$queryRaw`
    SELECT changed.id::text AS "sampleId", changed."leafId", reason,
           CASE WHEN before."sampleId" IS NOT NULL
                THEN concat_ws(E'\\n\\n', before.context, before.question, before.answer) END AS before,
           CASE WHEN now."sampleId" IS NOT NULL
                THEN concat_ws(E'\\n\\n', now.context, now.question, now.answer) END AS now
      FROM (${changed(pair)}) AS changed
      LEFT JOIN "SampleText" before ON before."sampleId" = changed.id AND before.version = changed."beforeText"
      LEFT JOIN "SampleText" now ON now."sampleId" = changed.id AND now.version = changed."nowText"
     WHERE (${leaf}::text IS NULL OR changed."leafId" = ${leaf}::text)
       AND (${after}::uuid IS NULL OR changed.id > ${after}::uuid)
     ORDER BY changed.id LIMIT ${limit}::int`;
  return z.array(Changed).parse(rows);
}
