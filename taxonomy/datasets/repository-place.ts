import { z } from 'zod';
import { Prisma } from '@/prisma/generated/client';
import type { Db } from '@/prisma/client';
import type { PhaseRule, Recipe, ReplayRule } from './contract-recipe';
import type { Amount } from './plan-version';
import { columnsOfSample, ofSample } from './repository-fill';

// From `picked` (repository-fill.ts), each phase's own rows and those that it repeats are collected in the temporary table
// `placed`, in no order. They are then written as the version's rows, and counted for its manifest.

/** Creates `placed`. */
export async function beginPlacing(tx: Db): Promise<void> {
  await tx.$executeRaw`
    CREATE TEMP TABLE placed (
      ${columnsOfSample}, phase smallint, split smallint, copy int, "setId" uuid, "setOrdinal" int, unmask boolean,
      replay smallint, raft boolean) ON COMMIT DROP`;
}

/** Ends placing: what follows is planned for the size of `placed`. */
export async function endPlacing(tx: Db): Promise<void> {
  await tx.$executeRaw`ANALYZE placed`;
}

/** Where replayed rows of a phase's rule come from: rows that are trained on. */
function sourceRows(rule: ReplayRule, phases: readonly PhaseRule[], phase: number) {
  const { source } = rule;
  const kind = {
    all: Prisma.sql`true`,
    questions: Prisma.sql`NOT auxiliary`,
    auxiliary: Prisma.sql`auxiliary`,
  }[rule.rows];
  if (source.from === 'phase') {
    const earlier = phases.findIndex(({ key }) => key === source.phase);
    return Prisma.sql`
      SELECT id, "textVersion", "leafId", NULL::uuid AS "setId", NULL::int AS "setOrdinal", bytes, practice,
             knowledge AND ${learnsPassages(phases, earlier)} AS unmask
        FROM picked WHERE phase = ${earlier}::int AND split = 0 AND copy = 0 AND ${kind}`;
  }
  if (source.from === 'version') {
    return Prisma.sql`
      SELECT DISTINCT ON (row."sampleId") row."sampleId" AS id, row."textVersion", sample."leafId", NULL::uuid AS "setId",
             NULL::int AS "setOrdinal",
             octet_length(coalesce(text.context, '')) + octet_length(text.question) + octet_length(text.answer) AS bytes,
             sample."isPractice" AS practice, row.unmask
        FROM (SELECT row.*, version.recipe->'phases'->row.phase->>'key' AS key
                FROM "DatasetRow" row JOIN "DatasetVersion" version ON version.id = row."versionId"
               WHERE row."versionId" = ${source.versionId}::uuid AND row.split = 0 AND row.replay IS NULL) AS row
        JOIN "Sample" sample ON sample.id = row."sampleId"
        JOIN "SampleText" text ON text."sampleId" = row."sampleId" AND text.version = row."textVersion"
        CROSS JOIN LATERAL (SELECT sample."isAuxiliary" AS auxiliary) AS kind
       WHERE (${source.phase}::text IS NULL OR row.key = ${source.phase}::text) AND ${kind}
         AND NOT EXISTS (SELECT 1 FROM placed WHERE placed.phase = ${phase}::int AND placed.id = row."sampleId")
       ORDER BY row."sampleId"`;
  }
  return Prisma.sql`
    SELECT NULL::uuid AS id, NULL::int AS "textVersion", NULL::text AS "leafId", "setId", ordinal AS "setOrdinal", bytes,
           false AS practice, false AS unmask
      FROM "ImportedRow" WHERE "setId" = ${source.setId}::uuid`;
}

const learnsPassages = (phases: readonly PhaseRule[], phase: number): boolean => phases[phase]?.learns === 'passages';

/** Places a phase's own rows. */
export async function placeOwnRows(tx: Db, phases: readonly PhaseRule[], phase: number): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO placed (${ofSample}, phase, split, copy, unmask, raft)
    SELECT ${ofSample}, phase, split, copy, knowledge AND ${learnsPassages(phases, phase)}, false
      FROM picked WHERE phase = ${phase}::int`;
}

const Counted = z.tuple([z.object({ rows: z.int(), bytes: z.coerce.number() })]);

/** The own rows of the phase that are trained on. */
export async function countPlaced(tx: Db, phase: number): Promise<Amount> {
  const rows = await tx.$queryRaw`
    SELECT count(*)::int AS rows, coalesce(sum(bytes), 0) AS bytes
      FROM placed WHERE phase = ${phase}::int AND split = 0 AND replay IS NULL`;
  return Counted.parse(rows)[0];
}

/** The rows that a phase's rule could repeat. */
export async function countSource(
  tx: Db,
  rule: ReplayRule,
  { phases, phase }: { phases: readonly PhaseRule[]; phase: number },
): Promise<Amount> {
  const rows = await tx.$queryRaw`
    SELECT count(*)::int AS rows, coalesce(sum(bytes), 0) AS bytes FROM (${sourceRows(rule, phases, phase)}) AS source`;
  return Counted.parse(rows)[0];
}

/** Places `count` rows of a rule's source, those with the lowest hashes of seed, phase, rule and id. */
export async function placeReplayed(
  tx: Db,
  { phase, place, count, recipe }: { phase: number; place: number; count: number; recipe: Recipe },
): Promise<void> {
  const { key, replay } = recipe.phases[phase] as PhaseRule;
  const rule = replay[place] as ReplayRule;
  const seed = `${recipe.seed}:${key}:${place}:`;
  const unmask = rule.as === 'same' ? Prisma.sql`unmask` : Prisma.sql`false`;
  await tx.$executeRaw`
    INSERT INTO placed (id, "textVersion", "leafId", "setId", "setOrdinal", bytes, practice, phase, split, copy, unmask,
                        replay, raft)
    SELECT id, "textVersion", "leafId", "setId", "setOrdinal", bytes, practice, ${phase}::smallint, 0, 0, ${unmask},
           ${place}::smallint, ${rule.as === 'raft'}
      FROM (SELECT * FROM (${sourceRows(rule, recipe.phases, phase)}) AS source
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

/** Writes a phase's rows, in an order by hash of seed, phase and row. */
export async function writePhase(tx: Db, versionId: string, phase: number, recipe: Recipe): Promise<void> {
  const { key, replay: rules } = recipe.phases[phase] as PhaseRule;
  const passages = rules.some((rule) => rule.as === 'raft')
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
  await tx.$executeRaw`
    INSERT INTO "DatasetRow" ("versionId", phase, split, ordinal, "sampleId", "textVersion", "importedSetId",
                              "importedOrdinal", replay, unmask, "passageIds", "passageVersions")
    SELECT ${versionId}::uuid, ${phase}::smallint, split,
           row_number() OVER (PARTITION BY split ORDER BY
             sha256(convert_to(${recipe.seed}::text || ':order:' || ${key}::text || ':' || coalesce(placed.id::text, "setOrdinal"::text)
                               || CASE WHEN copy > 0 THEN ':' || copy ELSE '' END, 'UTF8')),
             placed.id, "setOrdinal", copy, replay NULLS FIRST) - 1,
           placed.id, placed."textVersion", "setId", "setOrdinal", replay, unmask, passages.ids, passages.versions
      FROM placed ${passages} WHERE phase = ${phase}::int`;
}

/** Writes the leaves behind the rows with their paths; leaves that are only replayed have no own rows. */
export async function writeLeaves(
  tx: Db,
  versionId: string,
  { paths, phases }: { paths: ReadonlyMap<string, string>; phases: number },
): Promise<void> {
  await tx.$executeRaw`
    WITH counted AS (SELECT "leafId", phase, count(*)::int AS own FROM placed WHERE replay IS NULL GROUP BY 1, 2)
    INSERT INTO "DatasetLeaf" ("versionId", "leafId", path, rows, "byPhase")
    SELECT ${versionId}::uuid, leaf.id, coalesce(known.path, leaf.id), coalesce(sum(own), 0)::int,
           array_agg(coalesce(own, 0) ORDER BY n)
      FROM (SELECT DISTINCT "leafId" AS id FROM placed WHERE "leafId" IS NOT NULL) AS leaf
     CROSS JOIN generate_series(0, ${phases - 1}::int) AS n
      LEFT JOIN counted ON counted."leafId" = leaf.id AND counted.phase = n
      LEFT JOIN unnest(${[...paths.keys()]}::text[], ${[...paths.values()]}::text[]) AS known (id, path)
             ON known.id = leaf.id
     GROUP BY leaf.id, known.path`;
}

/** The leaves of the placed rows. */
export async function selectPlacedLeaves(tx: Db): Promise<string[]> {
  const rows = await tx.$queryRaw`SELECT DISTINCT "leafId" FROM placed WHERE "leafId" IS NOT NULL`;
  return z
    .array(z.object({ leafId: z.string() }))
    .parse(rows)
    .map(({ leafId }) => leafId);
}
