import { z } from 'zod';
import { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/prisma/client';
import type { PhaseRule, Recipe, ReplayRule } from './contract-recipe';
import type { Amount, Target } from './plan-version';
import { isChosen, leafTable, partOf, type ChosenLeaf } from './repository-chosen';
import { isSplit } from './splits/is-split';
import { Fingerprint, PartTally, type Chosen } from './repository-tally';

// A version is filled by a few statements on temporary tables, so that no rows pass through this process. They are in one
// transaction, and sees the samples as they were when `chooseSamples` ran.

/** Puts the samples that a recipe chooses into the temporary table `chosen`. What is approved later is not in it. */
export async function chooseSamples(tx: Db, leaves: readonly ChosenLeaf[], recipe: Recipe): Promise<void> {
  await tx.$executeRaw`
    CREATE TEMP TABLE chosen ON COMMIT DROP AS
    SELECT s.id, s."textVersion", s."leafId", s.kind = 'knowledge' AS knowledge, s."textBytes" AS bytes,
           s."isAuxiliary" AS auxiliary, s."isPractice" AS practice, ${partOf(recipe)} AS part,
           ${isSplit(recipe) ? bundle : Prisma.sql`NULL`} AS bundle
      FROM "Sample" s JOIN ${leafTable(leaves)} ON leaf.id = s."leafId" WHERE ${isChosen(recipe)}`;
  await tx.$executeRaw`ANALYZE chosen`;
}

/** What splits do not part: the samples of a passage, or of a seed of a leaf. */
const bundle = Prisma.sql`
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
      id uuid, "textVersion" int, "leafId" text, phase smallint, copy int, bytes int, auxiliary boolean, knowledge boolean,
      bundle text, split smallint DEFAULT 0) ON COMMIT DROP`;
  const rows = await tx.$executeRaw`
    WITH target AS MATERIALIZED (
      SELECT * FROM unnest(
        ${column((t) => t.leafId)}::text[], ${column((t) => t.part)}::int[], ${column((t) => t.phase)}::int[],
        ${column((t) => t.available)}::int[], ${column((t) => t.rows)}::int[]) AS target (leaf, of, phase, available, rows)
    ), taken AS (
      SELECT id, "textVersion", "leafId", target.phase, 0 AS copy, bytes, auxiliary, knowledge, bundle
        FROM chosen JOIN target ON leaf = "leafId" AND of = part WHERE rows = available
       UNION ALL
      SELECT id, "textVersion", "leafId", phase, copy, bytes, auxiliary, knowledge, bundle
        FROM (SELECT chosen.*, target.phase, rows, available,
                     row_number() OVER (PARTITION BY "leafId", part
                       ORDER BY sha256(convert_to(${recipe.seed}::text || ':balance:' || id, 'UTF8')), id) AS rank
                FROM chosen JOIN target ON leaf = "leafId" AND of = part WHERE rows <> available) AS ranked
        CROSS JOIN LATERAL generate_series(0, (rows - 1) / available) AS copy
       WHERE copy * available + rank <= rows
    )
    INSERT INTO picked (id, "textVersion", "leafId", phase, copy, bytes, auxiliary, knowledge, bundle) SELECT * FROM taken`;
  await tx.$executeRaw`ANALYZE picked`;
  return rows;
}

/** Where replayed rows of a rule come from: rows that are trained on, with `origin` columns for `DatasetRow`. */
function sourceRows(rule: ReplayRule, phases: readonly PhaseRule[]) {
  const { source } = rule;
  const kind = {
    all: Prisma.sql`true`,
    questions: Prisma.sql`NOT auxiliary`,
    auxiliary: Prisma.sql`auxiliary`,
  }[rule.rows];
  if (source.from === 'phase') {
    const phase = phases.findIndex(({ key }) => key === source.phase);
    return Prisma.sql`
      SELECT id, "textVersion", "leafId", NULL::uuid AS "setId", NULL::int AS "setOrdinal", bytes, knowledge AND ${learnsPassages(phases, phase)} AS unmask
        FROM picked WHERE phase = ${phase}::int AND split = 0 AND copy = 0 AND ${kind}`;
  }
  if (source.from === 'version') {
    return Prisma.sql`
      SELECT DISTINCT ON (row."sampleId") row."sampleId" AS id, row."textVersion", sample."leafId", NULL::uuid AS "setId",
             NULL::int AS "setOrdinal",
             octet_length(coalesce(text.context, '')) + octet_length(text.question) + octet_length(text.answer) AS bytes,
             row.unmask
        FROM (SELECT row.*, version.recipe->'phases'->row.phase->>'key' AS key
                FROM "DatasetRow" row JOIN "DatasetVersion" version ON version.id = row."versionId"
               WHERE row."versionId" = ${source.versionId}::uuid AND row.split = 0 AND row.replay IS NULL) AS row
        JOIN "Sample" sample ON sample.id = row."sampleId"
        JOIN "SampleText" text ON text."sampleId" = row."sampleId" AND text.version = row."textVersion"
        CROSS JOIN LATERAL (SELECT sample."isAuxiliary" AS auxiliary) AS kind
       WHERE (${source.phase}::text IS NULL OR row.key = ${source.phase}::text) AND ${kind}
         AND NOT EXISTS (SELECT 1 FROM placed WHERE placed.id = row."sampleId")
       ORDER BY row."sampleId"`;
  }
  return Prisma.sql`
    SELECT NULL::uuid AS id, NULL::int AS "textVersion", NULL::text AS "leafId", "setId", ordinal AS "setOrdinal", bytes,
           false AS unmask
      FROM "ImportedRow" WHERE "setId" = ${source.setId}::uuid`;
}

const learnsPassages = (phases: readonly PhaseRule[], phase: number): boolean => phases[phase]?.learns === 'passages';

/** Begins a phase: its own rows are in the temporary table `placed`. */
export async function placeOwnRows(tx: Db, phases: readonly PhaseRule[], phase: number): Promise<void> {
  await tx.$executeRaw`DROP TABLE IF EXISTS placed`;
  await tx.$executeRaw`
    CREATE TEMP TABLE placed ON COMMIT DROP AS
    SELECT id, "textVersion", "leafId", NULL::uuid AS "setId", NULL::int AS "setOrdinal", split, copy, bytes,
           knowledge AND ${learnsPassages(phases, phase)} AS unmask, NULL::smallint AS replay, false AS raft
      FROM picked WHERE phase = ${phase}::int`;
  await tx.$executeRaw`CREATE INDEX ON placed (id)`;
}

const Counted = z.tuple([z.object({ rows: z.int(), bytes: z.coerce.number() })]);

/** The own rows of the phase in `placed` that are trained on. */
export async function countPlaced(tx: Db): Promise<Amount> {
  const rows = await tx.$queryRaw`
    SELECT count(*)::int AS rows, coalesce(sum(bytes), 0) AS bytes FROM placed WHERE split = 0 AND replay IS NULL`;
  return Counted.parse(rows)[0];
}

/** The rows that a rule could repeat. */
export async function countSource(tx: Db, rule: ReplayRule, phases: readonly PhaseRule[]): Promise<Amount> {
  const rows = await tx.$queryRaw`
    SELECT count(*)::int AS rows, coalesce(sum(bytes), 0) AS bytes FROM (${sourceRows(rule, phases)}) AS source`;
  return Counted.parse(rows)[0];
}

/** Adds `count` rows of a rule's source to `placed`, those with the lowest hashes of seed, phase, rule and id. */
export async function placeReplayed(
  tx: Db,
  {
    rule,
    place,
    phase,
    count,
    recipe,
  }: { rule: ReplayRule; place: number; phase: PhaseRule; count: number; recipe: Recipe },
): Promise<void> {
  const seed = `${recipe.seed}:${phase.key}:${place}:`;
  const unmask = rule.as === 'same' ? Prisma.sql`unmask` : Prisma.sql`false`;
  await tx.$executeRaw`
    INSERT INTO placed (id, "textVersion", "leafId", "setId", "setOrdinal", split, copy, bytes, unmask, replay, raft)
    SELECT id, "textVersion", "leafId", "setId", "setOrdinal", 0, 0, bytes, ${unmask}, ${place}::smallint, ${rule.as === 'raft'}
      FROM (SELECT * FROM (${sourceRows(rule, recipe.phases)}) AS source
             ORDER BY sha256(convert_to(${seed}::text || coalesce(id::text, "setOrdinal"::text), 'UTF8')), id, "setOrdinal"
             LIMIT ${count}::int) AS drawn`;
}

/** The different passages of each leaf in the temporary table `passage`, numbered from 0, for RAFT. */
export async function numberPassages(tx: Db): Promise<void> {
  await tx.$executeRaw`DROP TABLE IF EXISTS passage`;
  await tx.$executeRaw`
    CREATE TEMP TABLE passage ON COMMIT DROP AS
    SELECT "leafId", id, "textVersion", hash, (row_number() OVER (PARTITION BY "leafId" ORDER BY id) - 1)::int AS n,
           (count(*) OVER (PARTITION BY "leafId"))::int AS passages
      FROM (SELECT DISTINCT ON (picked."leafId", md5(text.context)) picked."leafId", picked.id, picked."textVersion",
                   md5(text.context) AS hash
              FROM picked JOIN "SampleText" text ON text."sampleId" = picked.id AND text.version = picked."textVersion"
             WHERE picked.split = 0 AND NOT picked.auxiliary AND text.context IS NOT NULL
             ORDER BY picked."leafId", md5(text.context), picked.id) AS one`;
  await tx.$executeRaw`CREATE INDEX ON passage ("leafId", n)`;
  await tx.$executeRaw`CREATE INDEX ON passage ("leafId", hash)`;
}

/** Writes the rows in `placed` as those of the phase, in an order by hash of seed, phase and row. */
export async function writePhase(
  tx: Db,
  versionId: string,
  { phase, place, recipe, hasRaft }: { phase: PhaseRule; place: number; recipe: Recipe; hasRaft: boolean },
): Promise<number> {
  const passages = hasRaft
    ? Prisma.sql`
      LEFT JOIN LATERAL (
        SELECT array_agg(other.id ORDER BY drawn.i) AS ids, array_agg(other."textVersion" ORDER BY drawn.i) AS versions
          FROM "SampleText" text
          JOIN passage own ON own."leafId" = placed."leafId" AND own.hash = md5(text.context)
         CROSS JOIN LATERAL unnest(seedleaf_raft_passages(${recipe.seed}::text || ':' || placed.id, own.passages, own.n))
                    WITH ORDINALITY AS drawn (n, i)
          JOIN passage other ON other."leafId" = placed."leafId" AND other.n = drawn.n
         WHERE placed.raft AND text."sampleId" = placed.id AND text.version = placed."textVersion") AS passages ON true`
    : Prisma.sql`CROSS JOIN (SELECT NULL::uuid[] AS ids, NULL::int[] AS versions) AS passages`;
  return tx.$executeRaw`
    INSERT INTO "DatasetRow" ("versionId", phase, split, ordinal, "sampleId", "textVersion", "importedSetId",
                              "importedOrdinal", replay, unmask, "passageIds", "passageVersions")
    SELECT ${versionId}::uuid, ${place}::smallint, split,
           row_number() OVER (PARTITION BY split ORDER BY
             sha256(convert_to(${recipe.seed}::text || ':order:' || ${phase.key}::text || ':' || coalesce(placed.id::text, "setOrdinal"::text)
                               || CASE WHEN copy > 0 THEN ':' || copy ELSE '' END, 'UTF8')),
             placed.id, "setOrdinal", copy, replay NULLS FIRST) - 1,
           placed.id, placed."textVersion", "setId", "setOrdinal", replay, unmask, passages.ids, passages.versions
      FROM placed ${passages}`;
}

/** Writes the leaves behind the rows with their paths; leaves that are only replayed have no own rows. */
export async function writeLeaves(
  tx: Db,
  versionId: string,
  { paths, phases }: { paths: ReadonlyMap<string, string>; phases: number },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "DatasetLeaf" ("versionId", "leafId", path, rows, "byPhase")
    SELECT ${versionId}::uuid, "leafId", coalesce(leaf.path, "leafId"), sum(own)::int,
           array_agg(own ORDER BY phase)
      FROM (SELECT sample."leafId", phase.n AS phase, (count(*) FILTER (WHERE row.phase = phase.n AND row.replay IS NULL))::int AS own
              FROM "DatasetRow" row JOIN "Sample" sample ON sample.id = row."sampleId"
             CROSS JOIN generate_series(0, ${phases - 1}::int) AS phase (n)
             WHERE row."versionId" = ${versionId}::uuid GROUP BY 1, 2) AS counted
      LEFT JOIN unnest(${[...paths.keys()]}::text[], ${[...paths.values()]}::text[]) AS leaf (id, path) ON leaf.id = "leafId"
     GROUP BY "leafId", leaf.path`;
}

/** The leaves of a version's rows. */
export async function selectLeaves(tx: Db, versionId: string): Promise<string[]> {
  const rows = await tx.$queryRaw`
    SELECT DISTINCT sample."leafId" FROM "DatasetRow" row JOIN "Sample" sample ON sample.id = row."sampleId"
     WHERE row."versionId" = ${versionId}::uuid`;
  return z
    .array(z.object({ leafId: z.string() }))
    .parse(rows)
    .map(({ leafId }) => leafId);
}

export async function deleteRows(tx: Db, versionId: string): Promise<void> {
  await tx.datasetRow.deleteMany({ where: { versionId } });
  await tx.datasetLeaf.deleteMany({ where: { versionId } });
}
