import { z } from 'zod';
import type { Db } from '@/prisma/client';
import type { Recipe } from './contract-recipe';
import { isChosen, leafTable, partOf, type ChosenLeaf } from './repository-chosen';
import { parts } from './vocabulary-limits';

export const PartTally = z.object({
  leafId: z.string(),
  part: z
    .int()
    .min(0)
    .max(parts.length - 1),
  rows: z.int(),
  bytes: z.coerce.number(),
  auxiliary: z.int(),
  auxiliaryBytes: z.coerce.number(),
  practice: z.int(),
});

/** The chosen samples of a leaf that are one part (its place in `parts`): rows, and bytes of text in UTF-8. */
export type PartTally = z.infer<typeof PartTally>;

/**
 * Counts the samples that a recipe chooses by leaf and part. Without scores, runs and teachers it reads only the index
 * `Sample_approved`, so that the cost does not depend on the length of the texts.
 */
export async function tallyChosen(db: Db, leaves: readonly ChosenLeaf[], recipe: Recipe): Promise<PartTally[]> {
  const rows = await db.$queryRaw`
    SELECT s."leafId", ${partOf(recipe)} AS part, count(*)::int AS rows, sum(s."textBytes") AS bytes,
           (count(*) FILTER (WHERE s."isAuxiliary"))::int AS auxiliary,
           coalesce(sum(s."textBytes") FILTER (WHERE s."isAuxiliary"), 0) AS "auxiliaryBytes",
           (count(*) FILTER (WHERE s."isPractice"))::int AS practice
      FROM "Sample" s JOIN ${leafTable(leaves)} ON leaf.id = s."leafId"
     WHERE ${isChosen(recipe)}
     GROUP BY 1, 2 ORDER BY 1, 2`;
  return z.array(PartTally).parse(rows);
}

const Bucket = z.object({ part: z.int(), bucket: z.int(), rows: z.int() });
/** Answers of one part by length: the bucket of n tokens is floor(log2(n) × 4), at least 0. */
export type LengthTally = z.infer<typeof Bucket>;

const Tallied = z.array(z.looseObject({ leafId: z.string().nullable() }));

/**
 * Counts the samples that a recipe chooses by leaf and part, as tallyChosen does, and the answers of questions by part and
 * length. Both come from one scan, which takes most of the time of a preview.
 */
export async function tallyWithLengths(
  db: Db,
  leaves: readonly ChosenLeaf[],
  recipe: Recipe,
): Promise<{ tally: PartTally[]; lengths: LengthTally[] }> {
  const rows = await db.$queryRaw`
    WITH fine AS MATERIALIZED (
      SELECT s."leafId", ${partOf(recipe)} AS part, s."isAuxiliary" AS auxiliary, s."isPractice" AS practice,
             floor(ln(greatest(s."answerTokens", 1)::float8) / ln(2::float8) * 4 + 1e-9)::int AS bucket,
             count(*) AS rows, sum(s."textBytes") AS bytes
        FROM "Sample" s JOIN ${leafTable(leaves)} ON leaf.id = s."leafId"
       WHERE ${isChosen(recipe)} GROUP BY 1, 2, 3, 4, 5)
    SELECT "leafId", part, NULL::int AS bucket, sum(rows)::int AS rows, sum(bytes) AS bytes,
           coalesce(sum(rows) FILTER (WHERE auxiliary), 0)::int AS auxiliary,
           coalesce(sum(bytes) FILTER (WHERE auxiliary), 0) AS "auxiliaryBytes",
           coalesce(sum(rows) FILTER (WHERE practice), 0)::int AS practice
      FROM fine GROUP BY 1, 2
     UNION ALL
    SELECT NULL, part, bucket, sum(rows)::int, NULL, NULL, NULL, NULL FROM fine WHERE NOT auxiliary GROUP BY 2, 3
     ORDER BY 1, 2, 3`;
  const tallied = Tallied.parse(rows);
  return {
    tally: z.array(PartTally).parse(tallied.filter(({ leafId }) => leafId !== null)),
    lengths: z.array(Bucket).parse(tallied.filter(({ leafId }) => leafId === null)),
  };
}

const PipelineRows = z.object({ pipeline: z.string(), rows: z.int() });

/** Counts approved samples of the given leaves by pipeline, whatever a recipe takes of them. */
export async function tallyPipelines(db: Db, leafIds: string[]): Promise<Map<string, number>> {
  const rows = await db.$queryRaw`
    SELECT pipeline, count(*)::int AS rows FROM "Sample"
     WHERE status = 'approved' AND "leafId" = ANY(${leafIds}::text[]) GROUP BY pipeline`;
  return new Map(
    z
      .array(PipelineRows)
      .parse(rows)
      .map(({ pipeline, rows: count }) => [pipeline, count]),
  );
}

const Marked = z.object({ rows: z.int(), marks: z.array(z.string()) });

/** Chosen samples with tokens of known chat templates in their text, and those tokens. */
export async function tallyTemplateMarks(db: Db, leaves: readonly ChosenLeaf[], recipe: Recipe) {
  const rows = await db.$queryRaw`
    WITH marked AS MATERIALIZED (
      SELECT text."templateMarks" FROM "SampleText" text
        JOIN "Sample" s ON s.id = text."sampleId" AND s."textVersion" = text.version
        JOIN ${leafTable(leaves)} ON leaf.id = s."leafId"
       WHERE text."templateMarks" <> '{}' AND ${isChosen(recipe)})
    SELECT (SELECT count(*)::int FROM marked) AS rows,
           coalesce((SELECT array_agg(DISTINCT mark ORDER BY mark) FROM marked, unnest("templateMarks") AS mark), '{}') AS marks`;
  return z.tuple([Marked]).parse(rows)[0];
}

export const Fingerprint = z.tuple([z.object({ rows: z.int(), fingerprint: z.string() })]);
export type Chosen = { rows: number; fingerprint: string };

/**
 * The number of chosen samples, and a fingerprint of which they are and of their texts' versions: a sum of their hashes,
 * so that it does not depend on an order.
 */
export async function fingerprintChosen(db: Db, leaves: readonly ChosenLeaf[], recipe: Recipe): Promise<Chosen> {
  const rows = await db.$queryRaw`
    SELECT count(*)::int AS rows,
           coalesce(sum(hashtextextended(s.id || ':' || s."textVersion", 0)::numeric), 0)::text AS fingerprint
      FROM "Sample" s JOIN ${leafTable(leaves)} ON leaf.id = s."leafId" WHERE ${isChosen(recipe)}`;
  return Fingerprint.parse(rows)[0];
}
