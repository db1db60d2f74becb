import { z } from 'zod';
import type { Db } from '@/prisma/client';

/** Own rows of all splits; repeated samples count each time. */
const own = `FROM "DatasetRow" row JOIN "Sample" sample ON sample.id = row."sampleId"
             WHERE row."versionId" = $1::uuid AND row.replay IS NULL`;

const Bucket = z.object({ phase: z.int(), bucket: z.int(), rows: z.int() });

/** Answers by phase and length: the bucket of n tokens is floor(log2(n) × 4), at least 0. */
export async function selectAnswerLengths(tx: Db, versionId: string) {
  const rows = await tx.$queryRawUnsafe(
    `SELECT row.phase, floor(ln(greatest(sample."answerTokens", 1)::float8) / ln(2::float8) * 4 + 1e-9)::int AS bucket, count(*)::int AS rows
       ${own} GROUP BY 1, 2 ORDER BY 1, 2`,
    versionId,
  );
  return z.array(Bucket).parse(rows);
}

const Score = z.object({ step: z.string(), label: z.string(), score: z.number(), rows: z.int() });

/** The last score of each judge step of each row. */
export async function selectScores(tx: Db, versionId: string) {
  const rows = await tx.$queryRawUnsafe(
    `SELECT step, min(label) AS label, score, count(*)::int AS rows
       FROM (SELECT DISTINCT ON (judgement."sampleId", judgement.step) judgement.step, judgement.label, judgement.score
               FROM "Judgement" judgement
              WHERE judgement.step IS NOT NULL AND judgement.score IS NOT NULL
                AND judgement."sampleId" IN (SELECT row."sampleId" ${own})
              ORDER BY judgement."sampleId", judgement.step, judgement.id DESC) AS last
      GROUP BY 1, 3 ORDER BY 1, 3`,
    versionId,
  );
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
  const rows = await tx.$queryRawUnsafe(
    `SELECT count(*)::int AS leaves, coalesce(min(rows), 0)::int AS minimum,
            coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY rows), 0)::float8 AS median,
            coalesce(max(rows), 0)::int AS maximum,
            coalesce((2 * sum(place * rows) / nullif(count(*) * sum(rows), 0) - (count(*) + 1.0) / count(*)), 0)::float8 AS gini
       FROM (SELECT rows, row_number() OVER (ORDER BY rows)::numeric AS place FROM "DatasetLeaf"
              WHERE "versionId" = $1::uuid AND rows > 0) AS leaf`,
    versionId,
  );
  return Balance.parse(rows)[0];
}

const Text = z.object({ text: z.string() });

/** The texts of at most `limit` own rows, those with the lowest hashes, to tell their languages. */
export async function selectSomeTexts(tx: Db, versionId: string, limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw`
    SELECT text.question || E'\\n' || text.answer AS text
      FROM (SELECT "sampleId", "textVersion" FROM "DatasetRow"
             WHERE "versionId" = ${versionId}::uuid AND replay IS NULL
             ORDER BY md5("sampleId"::text) LIMIT ${limit}::int) AS row
      JOIN "SampleText" text ON text."sampleId" = row."sampleId" AND text.version = row."textVersion"`;
  return z
    .array(Text)
    .parse(rows)
    .map(({ text }) => text);
}

const Standing = z.tuple([
  z.object({ rejected: z.int(), undecided: z.int(), edited: z.int(), deletedLeaves: z.int() }),
]);

/** What has happened to a version's own samples since: counted once each. */
export async function countStanding(db: Db, versionId: string) {
  const rows = await db.$queryRaw`
    SELECT (count(*) FILTER (WHERE sample.status = 'rejected'))::int AS rejected,
           (count(*) FILTER (WHERE sample.status IN ('pending', 'withdrawn')))::int AS undecided,
           (count(*) FILTER (WHERE sample.status = 'approved' AND sample."textVersion" <> row."textVersion"))::int AS edited,
           count(DISTINCT node.id) FILTER (WHERE node."deletedAt" IS NOT NULL)::int AS "deletedLeaves"
      FROM (SELECT DISTINCT "sampleId", "textVersion" FROM "DatasetRow"
             WHERE "versionId" = ${versionId}::uuid AND replay IS NULL) AS row
      JOIN "Sample" sample ON sample.id = row."sampleId"
      JOIN "Node" node ON node.id = sample."leafId"`;
  return Standing.parse(rows)[0];
}
