import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { Prisma } from '@/prisma/generated/client';
import {
  TrainingJournal,
  type TrainingCheckpoint,
  type TrainingPhase,
  type TrainingRunSummary,
} from '../contract-runs';
import { FOLLOWED_SECONDS, trainers, type TrainingMetric } from '../vocabulary-runs';

const moment = z.date().transform((date) => date.toISOString());

const RunRow = z
  .object({
    id: z.string(),
    taxonomyId: z.string(),
    name: z.string(),
    folder: z.string(),
    journal: TrainingJournal.nullable(),
    versionId: z.string().nullable(),
    datasetName: z.string().nullable(),
    number: z.int().nullable(),
    startedBy: z.string(),
    createdAt: moment,
    seenAt: moment,
    isFollowed: z.boolean(),
    phases: z.int(),
    currentName: z.string().nullable(),
    step: z.int().nullable(),
    totalSteps: z.int().nullable(),
    loss: z.number().nullable(),
    isFinished: z.boolean().nullable(),
  })
  .transform(({ versionId, datasetName, number, currentName, step, totalSteps, loss, isFinished, ...run }) => ({
    ...run,
    dataset:
      versionId !== null && datasetName !== null && number !== null ? { versionId, name: datasetName, number } : null,
    current:
      currentName === null ? null : { name: currentName, step, totalSteps, loss, isFinished: isFinished ?? false },
  }));
export type StoredRun = z.output<typeof RunRow>;

const runs = (where: Prisma.Sql, limit: number) => Prisma.sql`
  SELECT r.id::text, r."taxonomyId"::text, r.name, r.folder, r.journal, r."versionId"::text, d.name AS "datasetName", v.number,
         u.name AS "startedBy", r."createdAt", r."seenAt",
         r."stoppedAt" IS NULL AND r."seenAt" > now() - make_interval(secs => ${FOLLOWED_SECONDS}) AS "isFollowed",
         (SELECT count(*)::int FROM "TrainingPhase" p WHERE p."runId" = r.id) AS phases,
         c.name AS "currentName", c."totalSteps", c."isFinished", last.step, last.loss
    FROM "TrainingRun" r
    JOIN "User" u ON u.id = r."startedById"
    LEFT JOIN "DatasetVersion" v ON v.id = r."versionId"
    LEFT JOIN "Dataset" d ON d.id = v."datasetId"
    LEFT JOIN LATERAL (
      SELECT * FROM "TrainingPhase" p WHERE p."runId" = r.id
       ORDER BY p."lastAt" DESC NULLS LAST, p.folder DESC LIMIT 1) c ON true
    LEFT JOIN LATERAL (
      SELECT step, loss FROM "TrainingPoint" t WHERE t."phaseId" = c.id AND t.loss IS NOT NULL
       ORDER BY step DESC LIMIT 1) last ON true
   WHERE ${where}
   ORDER BY r."createdAt" DESC, r.id DESC LIMIT ${limit}`;

/** Newest first. */
export async function selectRuns(
  db: Db,
  { taxonomyId, before, limit }: { taxonomyId: string; before: { createdAt: Date; id: string } | null; limit: number },
): Promise<TrainingRunSummary[]> {
  const older = before
    ? Prisma.sql`AND (r."createdAt", r.id) < (${before.createdAt}::timestamptz, ${before.id}::uuid)`
    : Prisma.empty;
  const rows = await db.$queryRaw(runs(Prisma.sql`r."taxonomyId" = ${taxonomyId}::uuid ${older}`, limit));
  return z
    .array(RunRow)
    .parse(rows)
    .map(({ folder: _folder, journal: _journal, taxonomyId: _taxonomyId, ...run }) => run);
}

export async function findRun(db: Db, id: string): Promise<StoredRun | null> {
  const rows = await db.$queryRaw(runs(Prisma.sql`r.id = ${id}::uuid`, 1));
  return z.array(RunRow).parse(rows)[0] ?? null;
}

export async function findRunNamed(db: Db, taxonomyId: string, name: string): Promise<string | null> {
  const found = await db.trainingRun.findFirst({ where: { taxonomyId, name }, select: { id: true } });
  return found?.id ?? null;
}

const PhaseRow = z.object({
  id: z.string(),
  name: z.string(),
  folder: z.string(),
  trainer: z.enum(trainers),
  startedAt: moment.nullable(),
  lastAt: moment.nullable(),
  isFinished: z.boolean(),
  totalSteps: z.int().nullable(),
  totalEpochs: z.number().nullable(),
  points: z.int(),
  lastStep: z.int().nullable(),
  lastEpoch: z.number().nullable(),
  firstLoss: z.number().nullable(),
  lastLoss: z.number().nullable(),
  lowestLoss: z.number().nullable(),
  tokens: z.number().nullable(),
  broken: z.int(),
  checkpoints: z.int(),
});

/** The phases of a training with what their points add up to. */
export async function selectPhases(db: Db, runId: string): Promise<TrainingPhase[]> {
  const rows = await db.$queryRaw`
    SELECT p.id::text, p.name, p.folder, p.trainer, p."startedAt", p."lastAt", p."isFinished", p."totalSteps",
           p."totalEpochs", t.points, t."lastStep", t."lastEpoch", t."lowestLoss", t.tokens, t.broken,
           first.loss AS "firstLoss", last.loss AS "lastLoss",
           (SELECT count(*)::int FROM "TrainingCheckpoint" c WHERE c."phaseId" = p.id) AS checkpoints
      FROM "TrainingPhase" p
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS points, max(step) AS "lastStep", max(epoch) AS "lastEpoch", min(loss) AS "lowestLoss",
               COALESCE(max("totalTokens"), sum("stepTokens"))::float8 AS tokens,
               (count(*) FILTER (WHERE "isBroken"))::int AS broken
          FROM "TrainingPoint" WHERE "phaseId" = p.id) t
      LEFT JOIN LATERAL (
        SELECT loss FROM "TrainingPoint" WHERE "phaseId" = p.id AND loss IS NOT NULL ORDER BY step LIMIT 1) first ON true
      LEFT JOIN LATERAL (
        SELECT loss FROM "TrainingPoint" WHERE "phaseId" = p.id AND loss IS NOT NULL ORDER BY step DESC LIMIT 1) last ON true
     WHERE p."runId" = ${runId}::uuid ORDER BY p.folder`;
  return z.array(PhaseRow).parse(rows);
}

const PhaseName = PhaseRow.pick({ id: true, name: true, folder: true, startedAt: true, lastAt: true });
export type PhaseName = z.output<typeof PhaseName>;

/** The phases of a training without their points, which take longer to add up. */
export async function selectPhaseNames(db: Db, runId: string): Promise<PhaseName[]> {
  const rows = await db.$queryRaw`
    SELECT id::text, name, folder, "startedAt", "lastAt" FROM "TrainingPhase" WHERE "runId" = ${runId}::uuid`;
  return z.array(PhaseName).parse(rows);
}

const columns = {
  loss: Prisma.sql`loss`,
  validationLoss: Prisma.sql`"validationLoss"`,
  learningRate: Prisma.sql`"learningRate"`,
  gradientNorm: Prisma.sql`"gradientNorm"`,
} as const satisfies Record<TrainingMetric, Prisma.Sql>;

const Bucket = z.object({
  phaseId: z.string(),
  of: z.int(),
  // [value, step], so that Postgres compares by value first.
  low: z.tuple([z.number(), z.int()]),
  high: z.tuple([z.number(), z.int()]),
});
export type Bucket = z.infer<typeof Bucket>;

/**
 * The lowest and the highest value of each stretch of steps, of each phase of a training. A phase with at most `most`
 * values gets a stretch for each, so that nothing is left out.
 */
export async function selectBuckets(
  db: Db,
  { runId, metric, most }: { runId: string; metric: TrainingMetric; most: number },
): Promise<Bucket[]> {
  const value = columns[metric];
  const stretches = Math.floor(most / 2);
  const rows = await db.$queryRaw(Prisma.sql`
    WITH logged AS (
      SELECT t."phaseId", t.step, t.${value} AS value
        FROM "TrainingPoint" t JOIN "TrainingPhase" p ON p.id = t."phaseId"
       WHERE p."runId" = ${runId}::uuid AND t.${value} IS NOT NULL),
    spans AS (SELECT "phaseId", min(step) AS low, max(step) AS high, count(*)::int AS n FROM logged GROUP BY "phaseId")
    SELECT l."phaseId"::text, s.n AS of, min(ARRAY[l.value, l.step]) AS low, max(ARRAY[l.value, l.step]) AS high
      FROM logged l JOIN spans s USING ("phaseId")
     GROUP BY l."phaseId", s.n,
              CASE WHEN s.n <= ${most} THEN l.step::bigint
                   ELSE (l.step - s.low)::bigint * ${stretches}::bigint / (s.high - s.low + 1)::bigint END
     ORDER BY l."phaseId", min(l.step)`);
  return z.array(Bucket).parse(rows);
}

/** The checkpoints of a training, the last one first. */
export async function selectCheckpoints(
  db: Db,
  runId: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<TrainingCheckpoint[]> {
  const [phaseId = null, name = null] = after === null ? [] : after.split(/_(.*)/s);
  const rows = await db.$queryRaw`
    SELECT c."phaseId"::text || '_' || c.name AS id, c."phaseId"::text, p.name AS phase, c.name, c.step, c.samples, c.at
      FROM "TrainingCheckpoint" c JOIN "TrainingPhase" p ON p.id = c."phaseId"
     WHERE p."runId" = ${runId}::uuid
       AND (${phaseId}::uuid IS NULL OR (c.at, c."phaseId", c.name) < (
             SELECT at, "phaseId", name FROM "TrainingCheckpoint" WHERE "phaseId" = ${phaseId}::uuid AND name = ${name}))
     ORDER BY c.at DESC, c."phaseId" DESC, c.name DESC LIMIT ${limit}`;
  return z
    .array(
      z.object({
        id: z.string(),
        phaseId: z.string(),
        phase: z.string(),
        name: z.string(),
        step: z.int().nullable(),
        samples: z.int().nullable(),
        at: moment,
      }),
    )
    .parse(rows);
}
