import { escapeLiteral } from 'pg';
import { z } from 'zod';
import type { Database, Db } from '@/prisma/client';
import { Prisma } from '@/prisma/generated/client';
import { cellOf, streamCopy } from '../repository-copy';
import { bundle } from '../repository-fill';

/** Why a held-out row does not become a question. */
export const heldBackReasons = ['sample', 'passage', 'seed', 'auxiliary', 'long'] as const;
export type HeldBackReason = (typeof heldBackReasons)[number];

type Wanted = { versionId: string; split: number; mostBytes: number };

/**
 * The samples of a held-out split, each once, with the reason not to ask them: the sample itself is trained on (replayed
 * from elsewhere), or its passage, or its seed. What counts as one is what splits do not part (`bundle`); a passage is also
 * the same when its text is.
 */
const held = ({ versionId, split, mostBytes }: Wanted) => Prisma.sql`
  WITH trained AS MATERIALIZED (
    SELECT "sampleId" AS id, "textVersion" AS version FROM "DatasetRow"
     WHERE "versionId" = ${versionId}::uuid AND split = 0 AND "sampleId" IS NOT NULL
     UNION
    SELECT shown.id, shown.version
      FROM "DatasetRow" row CROSS JOIN LATERAL unnest(row."passageIds", row."passageVersions") AS shown (id, version)
     WHERE row."versionId" = ${versionId}::uuid AND row.split = 0
  ), bundles AS MATERIALIZED (
    SELECT DISTINCT ${bundle} AS bundle FROM trained JOIN "Sample" s ON s.id = trained.id
  ), passages AS MATERIALIZED (
    SELECT DISTINCT md5(text.context) AS digest
      FROM trained JOIN "SampleText" text ON text."sampleId" = trained.id AND text.version = trained.version
     WHERE text.context <> ''
  ), held AS (
    SELECT DISTINCT ON (s.id) s.id, s."leafId", s.kind, s."chunkId", s."isAuxiliary", ${bundle} AS bundle,
           text.context, text.question, text.answer,
           octet_length(coalesce(text.context, '')) + octet_length(text.question) + octet_length(text.answer) AS bytes
      FROM "DatasetRow" row
      JOIN "Sample" s ON s.id = row."sampleId"
      JOIN "SampleText" text ON text."sampleId" = row."sampleId" AND text.version = row."textVersion"
     WHERE row."versionId" = ${versionId}::uuid AND row.split = ${split}
     ORDER BY s.id, row.phase, row.ordinal
  ), judged AS (
    SELECT held.*, CASE
             WHEN "isAuxiliary" THEN 'auxiliary'
             WHEN own.id IS NOT NULL THEN 'sample'
             WHEN passages.digest IS NOT NULL THEN 'passage'
             WHEN bundles.bundle IS NOT NULL THEN CASE WHEN "chunkId" IS NULL THEN 'seed' ELSE 'passage' END
             WHEN bytes > ${mostBytes} THEN 'long' END AS reason
      FROM held
      -- Joins, not EXISTS: a subquery over a million rows does not fit into work_mem, and is then scanned for each row.
      LEFT JOIN (SELECT DISTINCT id FROM trained) AS own ON own.id = held.id
      LEFT JOIN passages ON passages.digest = md5(held.context)
      LEFT JOIN bundles ON bundles.bundle = held.bundle)`;

const Counted = z.object({ reason: z.enum(heldBackReasons).nullable(), rows: z.int() });

/** How many samples a held-out split has, by the reason not to ask them; null for those that can be asked. */
export async function countHeldOut(db: Db, wanted: Wanted): Promise<z.infer<typeof Counted>[]> {
  const rows = await db.$queryRaw(
    Prisma.sql`${held(wanted)} SELECT reason, count(*)::int AS rows FROM judged GROUP BY reason ORDER BY reason`,
  );
  return z.array(Counted).parse(rows);
}

const HeldOutSample = z.object({
  id: z.string(),
  leafId: z.string(),
  path: z.string(),
  kind: z.enum(['freeform', 'grounded', 'knowledge']),
  /** The passage or the seed that it was made from. */
  bundle: z.string(),
  context: z.string().nullable(),
  question: z.string(),
  answer: z.string(),
});
export type HeldOutSample = z.infer<typeof HeldOutSample>;

/**
 * Samples of a held-out split that can be asked, by the path of their leaves: of each leaf those with the lowest hashes of
 * seed and id. When there are more than `most`, every leaf gives its first before any gives its second.
 */
export async function selectHeldOut(
  db: Db,
  { seed, perLeaf, most, ...wanted }: Wanted & { seed: string; perLeaf: number; most: number },
): Promise<HeldOutSample[]> {
  const rows = await db.$queryRaw(Prisma.sql`
    ${held(wanted)}, ranked AS (
      SELECT judged.*, row_number() OVER (PARTITION BY "leafId" ORDER BY digest, id) AS rank
        FROM judged
        CROSS JOIN LATERAL (SELECT sha256(convert_to(${seed}::text || ':question:' || id, 'UTF8')) AS digest) AS hashed
       WHERE reason IS NULL
    ), chosen AS (
      SELECT * FROM ranked WHERE rank <= ${perLeaf} ORDER BY rank, "leafId" LIMIT ${most}
    )
    SELECT chosen.id::text, chosen."leafId", coalesce(leaf.path, chosen."leafId") AS path, kind::text, bundle, context,
           question, answer
      FROM chosen LEFT JOIN "DatasetLeaf" leaf
        ON leaf."versionId" = ${wanted.versionId}::uuid AND leaf."leafId" = chosen."leafId"
     ORDER BY path COLLATE "C", "leafId", rank`);
  return z.array(HeldOutSample).parse(rows);
}

/**
 * The texts that a version trains on, in the form in which splits compare them: the question, and with a context also the
 * answer. Of a conversation that was imported: what was asked, and all of it.
 */
export const streamTrainedTexts = (
  { pool }: Pick<Database, 'pool'>,
  versionId: string,
  count: number,
): AsyncGenerator<string[]> =>
  streamCopy(
    pool,
    `SELECT CASE WHEN text.context IS NULL THEN text.question ELSE text.question || E'\\n' || text.answer END
       FROM "DatasetRow" row
       JOIN "SampleText" text ON text."sampleId" = row."sampleId" AND text.version = row."textVersion"
      WHERE row."versionId" = ${escapeLiteral(versionId)} AND row.split = 0
      UNION ALL
     SELECT said.text
       FROM "DatasetRow" row
       JOIN "ImportedRow" imported
         ON imported."setId" = row."importedSetId" AND imported.ordinal = row."importedOrdinal"
      CROSS JOIN LATERAL (
        SELECT string_agg(turn->>'content', E'\\n') FILTER (WHERE turn->>'role' = 'user') AS asked,
               string_agg(turn->>'content', E'\\n') FILTER (WHERE turn->>'role' <> 'system') AS whole
          FROM jsonb_array_elements(imported.messages) AS turn) AS told
      CROSS JOIN LATERAL (VALUES (told.asked), (told.whole)) AS said (text)
      WHERE row."versionId" = ${escapeLiteral(versionId)} AND row.split = 0 AND said.text IS NOT NULL`,
    (line) => cellOf(line) ?? '',
    count,
  );
