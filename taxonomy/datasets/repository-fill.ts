import { z } from 'zod';
import type { Db } from '@/prisma/client';
import type { Recipe } from './contract';
import { takenPipelines } from './taken-pipelines';

/** A leaf of a version's scope, with its folder names from the branch down. */
export type NamedLeaf = { id: string; path: string };

/**
 * Writes a version's rows and leaves from the approved samples of the given leaves. A single statement, so that it sees
 * one snapshot of the database and no rows pass through this process. Rows refer to the samples' texts.
 *
 * A phase's own and replayed rows are ordered together by a hash of seed, phase and sample. Replay takes floor(fraction
 * × rows) samples of each earlier phase, the first by another such hash, each at most once. A phase without own rows
 * replays nothing.
 *
 * @returns The number of rows.
 */
export async function insertRows(tx: Db, versionId: string, leaves: NamedLeaf[], recipe: Recipe): Promise<number> {
  const { shortAnswerTokens, seed } = recipe;
  const { only, never } = takenPipelines(recipe);
  const fraction = String(recipe.replayFraction);
  return tx.$executeRaw`
    WITH leaf AS MATERIALIZED (
      SELECT * FROM unnest(${leaves.map(({ id }) => id)}::text[], ${leaves.map(({ path }) => path)}::text[]) AS leaf (id, path)
    ), picked AS MATERIALIZED (
      SELECT s.id, s."textVersion", s."leafId",
             CASE WHEN s.kind <> 'knowledge' THEN 'skills'
                  WHEN s."answerTokens" <= ${shortAnswerTokens}::int THEN 'knowledge_short'
                  ELSE 'knowledge_long' END AS phase
        FROM "Sample" s JOIN leaf ON leaf.id = s."leafId" WHERE s.status = 'approved'
         AND (${only}::text[] = '{}' OR s.pipeline = ANY(${only}::text[])) AND s.pipeline <> ALL(${never}::text[])
    ), size AS MATERIALIZED (
      SELECT phase, count(*) AS n FROM picked GROUP BY phase
    ), ranked AS (
      SELECT picked.id, picked."textVersion", replay.source, replay.target, source_size.n,
             row_number() OVER (
               PARTITION BY replay.source, replay.target
               ORDER BY sha256(convert_to(${seed}::text || ':' || replay.target || ':' || picked.id, 'UTF8')), picked.id
             ) AS rank
        FROM (VALUES ('knowledge_short', 'knowledge_long'), ('knowledge_short', 'skills'), ('knowledge_long', 'skills'))
             AS replay (source, target)
        JOIN size source_size ON source_size.phase = replay.source
        JOIN size target_size ON target_size.phase = replay.target
        JOIN picked ON picked.phase = replay.source
    ), placed AS (
      SELECT id, "textVersion", phase, "replayOf",
             row_number() OVER (
               PARTITION BY phase
               ORDER BY sha256(convert_to(${seed}::text || ':order:' || phase || ':' || id, 'UTF8')), id
             ) - 1 AS ordinal
        FROM (SELECT id, "textVersion", phase, NULL AS "replayOf" FROM picked
               UNION ALL
              SELECT id, "textVersion", target, source FROM ranked WHERE rank <= floor(${fraction}::numeric * n)) AS row
    ), leaves AS (
      INSERT INTO "DatasetLeaf" ("versionId", "leafId", path, rows, "knowledgeShort", "knowledgeLong", skills)
      SELECT ${versionId}::uuid, picked."leafId", min(leaf.path), count(*),
             count(*) FILTER (WHERE phase = 'knowledge_short'), count(*) FILTER (WHERE phase = 'knowledge_long'),
             count(*) FILTER (WHERE phase = 'skills')
        FROM picked JOIN leaf ON leaf.id = picked."leafId" GROUP BY picked."leafId"
    )
    INSERT INTO "DatasetRow" ("versionId", phase, ordinal, "sampleId", "textVersion", "replayOf")
    SELECT ${versionId}::uuid, phase::"Phase", ordinal, id, "textVersion", "replayOf"::"Phase" FROM placed`;
}

export async function deleteRows(tx: Db, versionId: string): Promise<void> {
  await tx.datasetRow.deleteMany({ where: { versionId } });
  await tx.datasetLeaf.deleteMany({ where: { versionId } });
}

const Block = z.tuple([z.object({ lines: z.string() })]);

/** The lines for content-hash.ts of a phase's rows from ordinal `from` on; empty when there are none. */
export async function selectHashLines(
  db: Db,
  versionId: string,
  phase: string,
  { from, count }: { from: number; count: number },
): Promise<string> {
  const rows = await db.$queryRaw`
    SELECT coalesce(string_agg(row."sampleId" || ' ' || text.hash || ' ' || coalesce(row."replayOf"::text, '-') || E'\\n', ''
                               ORDER BY row.ordinal), '') AS lines
      FROM "DatasetRow" row
      JOIN "SampleText" text ON text."sampleId" = row."sampleId" AND text.version = row."textVersion"
     WHERE row."versionId" = ${versionId}::uuid AND row.phase = ${phase}::"Phase"
       AND row.ordinal >= ${from}::int AND row.ordinal < ${from + count}::int`;
  return Block.parse(rows)[0].lines;
}
