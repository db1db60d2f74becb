import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { practiceMark } from '../generation/vocabulary';
import type { Recipe } from './contract';

/** A leaf of a version's scope, with the names from the branch down. */
export type NamedLeaf = { id: string; path: string };

/**
 * Writes a version's rows from the approved samples of the given leaves, in one statement: so all of it sees the
 * database at one moment, and no row passes through this process.
 *
 * A phase's own rows and the ones that it replays are put in one order, by the hash of seed, phase and sample. Replay
 * takes the first by another such hash, each at most once, floor(fraction × rows) of an earlier phase; a phase without
 * rows of its own replays nothing. `content` is the exported row without the recipe's system prompt, and its hash is taken
 * of it as JSON with sorted keys, which is put together here by hand since jsonb keeps no order.
 */
export async function insertMembers(tx: Db, versionId: string, leaves: NamedLeaf[], recipe: Recipe): Promise<number> {
  const { shortAnswerTokens, seed } = recipe;
  const fraction = String(recipe.replayFraction);
  return tx.$executeRaw`
    WITH leaf AS MATERIALIZED (
      SELECT * FROM unnest(${leaves.map(({ id }) => id)}::text[], ${leaves.map(({ path }) => path)}::text[]) AS leaf (id, path)
    ), picked AS MATERIALIZED (
      SELECT s.id, CASE WHEN s.kind <> 'knowledge' THEN 'skills'
                        WHEN s."answerTokens" <= ${shortAnswerTokens}::int THEN 'knowledge_short'
                        ELSE 'knowledge_long' END AS phase
        FROM "Sample" s JOIN leaf ON leaf.id = s."leafId" WHERE s.status = 'approved'
    ), size AS MATERIALIZED (
      SELECT phase, count(*) AS n FROM picked GROUP BY phase
    ), ranked AS (
      SELECT picked.id, replay.source, replay.target, source_size.n,
             row_number() OVER (
               PARTITION BY replay.source, replay.target
               ORDER BY sha256(convert_to(${seed}::text || ':' || replay.target || ':' || picked.id, 'UTF8')), picked.id
             ) AS rank
        FROM (VALUES ('knowledge_short', 'knowledge_long'), ('knowledge_short', 'skills'), ('knowledge_long', 'skills'))
             AS replay (source, target)
        JOIN size source_size ON source_size.phase = replay.source
        JOIN size target_size ON target_size.phase = replay.target
        JOIN picked ON picked.phase = replay.source
    ), placed AS MATERIALIZED (
      SELECT id, phase, "replayOf",
             row_number() OVER (
               PARTITION BY phase
               ORDER BY sha256(convert_to(${seed}::text || ':order:' || phase || ':' || id, 'UTF8')), id
             ) - 1 AS ordinal
        FROM (SELECT id, phase, NULL AS "replayOf" FROM picked
               UNION ALL
              SELECT id, target, source FROM ranked WHERE rank <= floor(${fraction}::numeric * n)) AS row
    ), domain AS MATERIALIZED (
      SELECT revision.id, revision.content->>'domain' AS domain
        FROM "LeafRevision" revision JOIN leaf ON leaf.id = revision."nodeId"
       WHERE revision.content->>'kind' = 'knowledge'
    ), written AS (
      SELECT placed.phase, placed.ordinal, placed.id, sample."leafId", placed."replayOf",
             '{"messages":[{"content":'
               || to_json(concat_ws(E'\\n\\n', nullif(sample.context, ''), sample.question))
               || ',"role":"user"},{"content":' || to_json(sample.answer)
               || ',"role":"assistant"}],"metadata":' || to_json('{' || concat_ws(',',
                 '"dataset":' || to_json(CASE sample.kind WHEN 'knowledge' THEN 'document_knowledge_qa'
                                                          WHEN 'grounded' THEN 'grounded_skill'
                                                          ELSE 'freeform_skill' END::text),
                 '"dataset_type":' || to_json(sample.provenance->>'documentVariant'),
                 '"domain":' || to_json(domain.domain),
                 CASE WHEN sample.original IS NOT NULL AND
                           (sample.original->>'context', sample.original->>'question', sample.original->>'answer')
                           IS DISTINCT FROM (sample.context, sample.question, sample.answer)
                      THEN '"edited":true' END,
                 '"leaf":' || to_json(leaf.path),
                 '"leaf_id":' || to_json(sample."leafId"),
                 CASE WHEN sample."isPractice" THEN '"practice":' || to_json(${practiceMark}::text) END,
                 '"run_id":' || to_json(sample."runId"::text),
                 CASE WHEN sample.kind = 'knowledge' THEN '"sdg_document":' || to_json(sample.context) END
               ) || '}')
               || ',"unmask":' || CASE WHEN sample.kind = 'knowledge' THEN 'true' ELSE 'false' END || '}' AS content
        FROM placed
        JOIN "Sample" sample ON sample.id = placed.id
        JOIN leaf ON leaf.id = sample."leafId"
        LEFT JOIN domain ON domain.id = sample."revisionId"
    )
    INSERT INTO "DatasetMember" ("versionId", phase, ordinal, "sampleId", "leafId", "replayOf", content, "contentHash")
    SELECT ${versionId}::uuid, phase::"Phase", ordinal, id, "leafId", "replayOf"::"Phase", content::jsonb,
           encode(sha256(convert_to(content, 'UTF8')), 'hex')
      FROM written`;
}

export async function deleteMembers(tx: Db, versionId: string): Promise<void> {
  await tx.datasetMember.deleteMany({ where: { versionId } });
}

const HashBlock = z.object({ hashes: z.string() });

/** The content hashes of a phase's rows in order, each followed by a line feed, from `from` on. */
export async function selectHashes(
  db: Db,
  versionId: string,
  phase: string,
  { from, count }: { from: number; count: number },
): Promise<string> {
  const rows = await db.$queryRaw`
    SELECT coalesce(string_agg("contentHash" || E'\\n', '' ORDER BY ordinal), '') AS hashes
      FROM "DatasetMember"
     WHERE "versionId" = ${versionId}::uuid AND phase = ${phase}::"Phase"
       AND ordinal >= ${from}::int AND ordinal < ${from + count}::int`;
  return z.array(HashBlock).parse(rows)[0]?.hashes ?? '';
}
