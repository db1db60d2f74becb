import { z } from 'zod';
import type { Db } from '@/prisma/client';
import type { Recipe } from './contract';
import { takenPipelines } from './taken-pipelines';
import { LARGEST } from './repository-leaves';

const LeafTally = z.object({
  leafId: z.string(),
  rows: z.int(),
  knowledge_short: z.int(),
  knowledge_long: z.int(),
  skills: z.int(),
});
const Tally = z.object({
  leaves: z.int(),
  practice: z.int(),
  knowledge_short: z.int(),
  knowledge_long: z.int(),
  skills: z.int(),
  largest: z.array(LeafTally),
});
export type Tally = z.infer<typeof Tally>;

/**
 * Counts approved samples of the given leaves by phase, and lists the leaves with the most. Uses only the index
 * `Sample_approved`, so that the cost does not depend on the length of the texts.
 */
export async function tallyApproved(db: Db, leafIds: string[], recipe: Recipe): Promise<Tally> {
  const { shortAnswerTokens } = recipe;
  const { only, never } = takenPipelines(recipe);
  const rows = await db.$queryRaw`
    WITH leaf AS (
      SELECT sample."leafId", count(*)::int AS rows,
             (count(*) FILTER (WHERE kind = 'knowledge' AND "answerTokens" <= ${shortAnswerTokens}::int))::int AS knowledge_short,
             (count(*) FILTER (WHERE kind = 'knowledge' AND "answerTokens" > ${shortAnswerTokens}::int))::int AS knowledge_long,
             (count(*) FILTER (WHERE kind <> 'knowledge'))::int AS skills,
             (count(*) FILTER (WHERE "isPractice"))::int AS practice
        FROM "Sample" sample
       WHERE status = 'approved' AND sample."leafId" = ANY(${leafIds}::text[])
         AND (${only}::text[] = '{}' OR pipeline = ANY(${only}::text[])) AND pipeline <> ALL(${never}::text[])
       GROUP BY 1
    )
    SELECT count(*)::int AS leaves, coalesce(sum(practice), 0)::int AS practice,
           coalesce(sum(knowledge_short), 0)::int AS knowledge_short,
           coalesce(sum(knowledge_long), 0)::int AS knowledge_long, coalesce(sum(skills), 0)::int AS skills,
           coalesce((SELECT jsonb_agg(top ORDER BY top.rows DESC, top."leafId")
                       FROM (SELECT * FROM leaf ORDER BY rows DESC, "leafId" LIMIT ${LARGEST}::int) AS top), '[]') AS largest
      FROM leaf`;
  return z.tuple([Tally]).parse(rows)[0];
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

/** Approved samples of the given leaves with tokens of known chat templates in their text, and those tokens. */
export async function tallyTemplateMarks(db: Db, leafIds: string[], recipe: Recipe) {
  const { only, never } = takenPipelines(recipe);
  const rows = await db.$queryRaw`
    WITH marked AS MATERIALIZED (
      SELECT text."templateMarks" FROM "SampleText" text
        JOIN "Sample" sample ON sample.id = text."sampleId" AND sample."textVersion" = text.version
       WHERE text."templateMarks" <> '{}' AND sample.status = 'approved' AND sample."leafId" = ANY(${leafIds}::text[])
         AND (${only}::text[] = '{}' OR sample.pipeline = ANY(${only}::text[])) AND sample.pipeline <> ALL(${never}::text[]))
    SELECT (SELECT count(*)::int FROM marked) AS rows,
           coalesce((SELECT array_agg(DISTINCT mark ORDER BY mark) FROM marked, unnest("templateMarks") AS mark), '{}') AS marks`;
  return z.tuple([Marked]).parse(rows)[0];
}

/**
 * Whether a published version has exactly the samples that are approved now, given equal counts: every row is still
 * approved with the same text.
 */
export async function isStillSame(db: Db, versionId: string): Promise<boolean> {
  const rows = await db.$queryRaw`
    SELECT NOT EXISTS (
      SELECT 1 FROM "DatasetRow" row JOIN "Sample" sample ON sample.id = row."sampleId"
       WHERE row."versionId" = ${versionId}::uuid AND row."replayOf" IS NULL
         AND (sample.status <> 'approved' OR sample."textVersion" <> row."textVersion")) AS same`;
  return z.tuple([z.object({ same: z.boolean() })]).parse(rows)[0].same;
}
