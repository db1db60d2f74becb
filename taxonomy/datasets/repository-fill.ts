import { z } from 'zod';
import { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/prisma/client';
import type { Recipe } from './contract-recipe';
import type { Target } from './plan-version';
import { isChosen, leafTable, partOf, type ChosenLeaf } from './repository-chosen';
import { isSplit } from './splits/is-split';
import { Fingerprint, PartTally, type Chosen } from './repository-tally';

// A version is filled by a few statements on temporary tables, so that no rows pass through this process: `chosen`, then
// `picked`, then `placed` (repository-place.ts). They are in one transaction, and see the samples as they were when
// `chooseSamples` ran. Each table is analyzed once it is filled: with a wrong guess of its size, joins to it take minutes.

/** Puts the samples that a recipe chooses into the temporary table `chosen`. What is approved later is not in it. */
export async function chooseSamples(tx: Db, leaves: readonly ChosenLeaf[], recipe: Recipe): Promise<void> {
  await tx.$executeRaw`
    CREATE TEMP TABLE chosen ON COMMIT DROP AS
    SELECT s.id, s."textVersion", s."leafId", s.kind = 'knowledge' AS knowledge, s."textBytes" AS bytes,
           s."isAuxiliary" AS auxiliary, s."isPractice" AS practice, s."answerTokens", s."runId", s."chunkId", ${partOf(recipe)} AS part,
           ${isSplit(recipe) ? bundle : Prisma.sql`NULL`} AS bundle
      FROM "Sample" s JOIN ${leafTable(leaves)} ON leaf.id = s."leafId" WHERE ${isChosen(recipe)}`;
  await tx.$executeRaw`ANALYZE chosen`;
}

/** What splits do not part: the samples `s` of a passage, or of a seed of a leaf. */
export const bundle = Prisma.sql`
  coalesce(s."chunkId"::text, s."leafId" || ' ' || coalesce(s.provenance->'seedIds'->>0, s.id::text))`;

/** The samples in `chosen`, counted by leaf and part. */
export async function tallyChosenTable(tx: Db): Promise<PartTally[]> {
  const rows = await tx.$queryRaw`
    SELECT "leafId", part, count(*)::int AS rows, sum(bytes) AS bytes, (count(*) FILTER (WHERE auxiliary))::int AS auxiliary,
           coalesce(sum(bytes) FILTER (WHERE auxiliary), 0) AS "auxiliaryBytes",
           (count(*) FILTER (WHERE practice))::int AS practice
      FROM chosen GROUP BY 1, 2 ORDER BY 1, 2`;
  return z.array(PartTally).parse(rows);
}

/** The fingerprint of `chosen`, as fingerprintChosen makes it. */
export async function fingerprintChosenTable(tx: Db): Promise<Chosen> {
  const rows = await tx.$queryRaw`
    SELECT count(*)::int AS rows,
           coalesce(sum(hashtextextended(id || ':' || "textVersion", 0)::numeric), 0)::text AS fingerprint FROM chosen`;
  return Fingerprint.parse(rows)[0];
}

/** The sample of a row in `picked` and `placed`, with what is counted of it. */
export const columnsOfSample = Prisma.sql`
  id uuid, "textVersion" int, "leafId" text, bytes int, practice boolean, "answerTokens" int, "runId" uuid,
  "chunkId" uuid`;
/** The names of those columns. */
export const ofSample = Prisma.sql`
  id, "textVersion", "leafId", bytes, practice, "answerTokens", "runId", "chunkId"`;

/**
 * Puts the own rows of all phases into the temporary table `picked`. Of leaves and parts that give fewer rows than they
 * have, those with the lowest hashes of seed and id are taken; those that give more repeat all from the start.
 *
 * @returns The number of rows.
 */
export async function pickSamples(tx: Db, targets: readonly Target[], recipe: Recipe): Promise<number> {
  const column = (of: (target: Target) => string | number) => targets.map(of);
  await tx.$executeRaw`
    CREATE TEMP TABLE picked (
      ${columnsOfSample}, phase smallint, copy int, auxiliary boolean, knowledge boolean, bundle text,
      split smallint DEFAULT 0) ON COMMIT DROP`;
  const rows = await tx.$executeRaw`
    WITH target AS MATERIALIZED (
      SELECT * FROM unnest(
        ${column((t) => t.leafId)}::text[], ${column((t) => t.part)}::int[], ${column((t) => t.phase)}::int[],
        ${column((t) => t.available)}::int[], ${column((t) => t.rows)}::int[]) AS target (leaf, of, phase, available, rows)
    ), taken AS (
      SELECT ${ofSample}, target.phase, 0 AS copy, auxiliary, knowledge, bundle
        FROM chosen JOIN target ON leaf = "leafId" AND of = part WHERE rows = available
       UNION ALL
      SELECT ${ofSample}, phase, copy, auxiliary, knowledge, bundle
        FROM (SELECT chosen.*, target.phase, rows, available,
                     row_number() OVER (PARTITION BY "leafId", part
                       ORDER BY sha256(convert_to(${recipe.seed}::text || ':balance:' || id, 'UTF8')), id) AS rank
                FROM chosen JOIN target ON leaf = "leafId" AND of = part WHERE rows <> available) AS ranked
        CROSS JOIN LATERAL generate_series(0, (rows - 1) / available) AS copy
       WHERE copy * available + rank <= rows
    )
    INSERT INTO picked (${ofSample}, phase, copy, auxiliary, knowledge, bundle) SELECT * FROM taken`;
  await tx.$executeRaw`ANALYZE picked`;
  return rows;
}

export async function deleteRows(tx: Db, versionId: string): Promise<void> {
  await tx.datasetRow.deleteMany({ where: { versionId } });
  await tx.datasetLeaf.deleteMany({ where: { versionId } });
}
