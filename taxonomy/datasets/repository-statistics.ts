import { z } from 'zod';
import type { Db } from '@/prisma/client';

// Those of own rows count the temporary table `placed` (repository-place.ts): all splits, and repeated samples each time.

const Bucket = z.object({ phase: z.int(), bucket: z.int(), rows: z.int() });

/** Answers by phase and length: the bucket of n tokens is floor(log2(n) × 4), at least 0. */
export async function selectAnswerLengths(tx: Db) {
  const rows = await tx.$queryRaw`
    SELECT phase, floor(ln(greatest("answerTokens", 1)::float8) / ln(2::float8) * 4 + 1e-9)::int AS bucket, count(*)::int AS rows
      FROM placed WHERE replay IS NULL GROUP BY 1, 2 ORDER BY 1, 2`;
  return z.array(Bucket).parse(rows);
}

const Score = z.object({ step: z.string(), label: z.string(), score: z.number(), rows: z.int() });

/** The last score of each judge step of each sample. */
export async function selectScores(tx: Db) {
  const rows = await tx.$queryRaw`
    SELECT step, min(label) AS label, score, count(*)::int AS rows
      FROM (SELECT DISTINCT ON (judgement."sampleId", judgement.step) judgement.step, judgement.label, judgement.score
              FROM "Judgement" judgement
             WHERE judgement.step IS NOT NULL AND judgement.score IS NOT NULL
               AND judgement."sampleId" IN (SELECT id FROM placed WHERE replay IS NULL)
             ORDER BY judgement."sampleId", judgement.step, judgement.id DESC) AS last
     GROUP BY 1, 3 ORDER BY 1, 3`;
  return z.array(Score).parse(rows);
}

const Balance = z.tuple([
  z.object({
    leaves: z.int(),
    minimum: z.int(),
    median: z.number(),
    maximum: z.int(),
    gini: z.number(),
  }),
]);

/** How evenly the own rows are spread over the leaves. Gini: 0 when all leaves have as many, near 1 when one has all. */
export async function selectBalance(tx: Db, versionId: string) {
  const rows = await tx.$queryRaw`
    SELECT count(*)::int AS leaves, coalesce(min(rows), 0)::int AS minimum,
           coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY rows), 0)::float8 AS median,
           coalesce(max(rows), 0)::int AS maximum,
           coalesce((2 * sum(place * rows) / nullif(count(*) * sum(rows), 0) - (count(*) + 1.0) / count(*)), 0)::float8 AS gini
      FROM (SELECT rows, row_number() OVER (ORDER BY rows)::numeric AS place FROM "DatasetLeaf"
             WHERE "versionId" = ${versionId}::uuid AND rows > 0) AS leaf`;
  return Balance.parse(rows)[0];
}

const Text = z.object({ text: z.string() });

/** The texts of at most `limit` own rows, those with the lowest hashes, to tell their languages. */
export async function selectSomeTexts(tx: Db, limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw`
    SELECT text.question || E'\\n' || text.answer AS text
      FROM (SELECT id, "textVersion" FROM placed WHERE replay IS NULL
             ORDER BY md5(id::text) LIMIT ${limit}::int) AS own
      JOIN "SampleText" text ON text."sampleId" = own.id AND text.version = own."textVersion"`;
  return z
    .array(Text)
    .parse(rows)
    .map(({ text }) => text);
}

const Standing = z.tuple([
  z.object({ rejected: z.int(), undecided: z.int(), edited: z.int(), deletedLeaves: z.int() }),
]);

/**
 * What has happened to a version's own samples since: counted once each. Only samples that are no longer as they were are
 * sorted, which are few.
 */
export async function countStanding(db: Db, versionId: string) {
  const rows = await db.$queryRaw`
    WITH other AS (
      SELECT DISTINCT sample.id, sample.status
        FROM "DatasetRow" row JOIN "Sample" sample ON sample.id = row."sampleId"
       WHERE row."versionId" = ${versionId}::uuid AND row.replay IS NULL
         AND (sample.status <> 'approved' OR sample."textVersion" <> row."textVersion"))
    SELECT (count(*) FILTER (WHERE status = 'rejected'))::int AS rejected,
           (count(*) FILTER (WHERE status IN ('pending', 'withdrawn')))::int AS undecided,
           (count(*) FILTER (WHERE status = 'approved'))::int AS edited,
           (SELECT count(*)::int FROM "DatasetLeaf" leaf JOIN "Node" node ON node.id = leaf."leafId"
             WHERE leaf."versionId" = ${versionId}::uuid AND leaf.rows > 0 AND node."deletedAt" IS NOT NULL) AS "deletedLeaves"
      FROM other`;
  return Standing.parse(rows)[0];
}
