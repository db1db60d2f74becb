import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Db } from '@/prisma/client';
import type { TrainingJournal } from '../contract-runs';
import type { Trainer } from '../vocabulary-runs';
import type { FoundCheckpoint } from './find-logs';
import type { Point } from './read-point';

type NewRun = { taxonomyId: string; name: string; folder: string; versionId: string | null; startedById: string };

/** The training of that name; created when there is none, and locked until the transaction ends. */
export async function holdRun(tx: Db, run: NewRun): Promise<{ id: string; folder: string; isNew: boolean }> {
  const id = uuid();
  const { count } = await tx.trainingRun.createMany({ data: [{ id, ...run }], skipDuplicates: true });
  const rows = await tx.$queryRaw`
    SELECT id::text, folder FROM "TrainingRun"
     WHERE "taxonomyId" = ${run.taxonomyId}::uuid AND name = ${run.name} FOR UPDATE`;
  const [found] = z.tuple([z.object({ id: z.string(), folder: z.string() })]).parse(rows);
  return { ...found, isNew: count === 1 };
}

/** Somebody follows it again. */
export const resumeRun = async (db: Db, id: string, versionId: string | null): Promise<void> =>
  void (await db.trainingRun.update({
    where: { id },
    data: { stoppedAt: null, seenAt: new Date(), ...(versionId !== null && { versionId }) },
  }));

export const touchRun = async (db: Db, id: string): Promise<void> =>
  void (await db.$executeRaw`UPDATE "TrainingRun" SET "seenAt" = now() WHERE id = ${id}::uuid`);

/** Stores what a trainer's own journal says, when it says something new. */
export const saveJournal = async (db: Db, id: string, journal: TrainingJournal): Promise<void> =>
  void (await db.$executeRaw`
    UPDATE "TrainingRun" SET journal = ${JSON.stringify(journal)}::jsonb
     WHERE id = ${id}::uuid AND journal IS DISTINCT FROM ${JSON.stringify(journal)}::jsonb`);

export const stopRun = async (db: Db, id: string): Promise<void> =>
  void (await db.$executeRaw`UPDATE "TrainingRun" SET "seenAt" = now(), "stoppedAt" = now() WHERE id = ${id}::uuid`);

export async function holdPhase(
  db: Db,
  phase: { runId: string; folder: string; name: string; trainer: Trainer },
): Promise<string> {
  const rows = await db.$queryRaw`
    INSERT INTO "TrainingPhase" (id, "runId", folder, name, trainer)
    VALUES (${uuid()}::uuid, ${phase.runId}::uuid, ${phase.folder}, ${phase.name}, ${phase.trainer})
    ON CONFLICT ("runId", folder) DO UPDATE SET trainer = EXCLUDED.trainer
    RETURNING id::text`;
  return z.tuple([z.object({ id: z.string() })]).parse(rows)[0].id;
}

/** What is known of a phase beside its points; null where nothing new is known. */
export type PhaseFacts = {
  startedAt: Date | null;
  lastAt: Date | null;
  isFinished: boolean | null;
  totalSteps: number | null;
  totalEpochs: number | null;
};

export const updatePhase = async (db: Db, id: string, facts: PhaseFacts): Promise<void> =>
  void (await db.$executeRaw`
    UPDATE "TrainingPhase" SET
      "startedAt" = LEAST("startedAt", ${facts.startedAt}::timestamptz),
      "lastAt" = GREATEST("lastAt", ${facts.lastAt}::timestamptz),
      "isFinished" = COALESCE(${facts.isFinished}::boolean, "isFinished"),
      "totalSteps" = COALESCE(${facts.totalSteps}::int, "totalSteps"),
      "totalEpochs" = COALESCE(${facts.totalEpochs}::float8, "totalEpochs")
    WHERE id = ${id}::uuid`);

/** Stores points with different steps. A step that is there gets the new numbers, and keeps what only the old ones say. */
export async function savePoints(db: Db, phaseId: string, points: readonly Point[]): Promise<void> {
  if (points.length === 0) return;
  await db.$executeRaw`
    INSERT INTO "TrainingPoint" AS old ("phaseId", step, loss, "validationLoss", "learningRate", "gradientNorm", epoch,
                                        "stepTokens", "totalTokens", "isBroken", at)
    SELECT ${phaseId}::uuid, row.*
      FROM jsonb_to_recordset(${JSON.stringify(points)}::jsonb)
        AS row (step int, loss float8, "validationLoss" float8, "learningRate" float8, "gradientNorm" float8, epoch float8,
                "stepTokens" bigint, "totalTokens" bigint, "isBroken" boolean, at timestamptz)
    ON CONFLICT ("phaseId", step) DO UPDATE SET
      loss = CASE WHEN EXCLUDED."isBroken" THEN EXCLUDED.loss ELSE COALESCE(EXCLUDED.loss, old.loss) END,
      "validationLoss" = COALESCE(EXCLUDED."validationLoss", old."validationLoss"),
      "learningRate" = COALESCE(EXCLUDED."learningRate", old."learningRate"),
      "gradientNorm" = COALESCE(EXCLUDED."gradientNorm", old."gradientNorm"),
      epoch = COALESCE(EXCLUDED.epoch, old.epoch),
      "stepTokens" = COALESCE(EXCLUDED."stepTokens", old."stepTokens"),
      "totalTokens" = COALESCE(EXCLUDED."totalTokens", old."totalTokens"),
      "isBroken" = EXCLUDED."isBroken" OR (old."isBroken" AND EXCLUDED.loss IS NULL),
      at = COALESCE(EXCLUDED.at, old.at)`;
}

/** Stores checkpoints; those that are there stay, also when their folders are deleted to save space. */
export async function saveCheckpoints(db: Db, phaseId: string, checkpoints: readonly FoundCheckpoint[]): Promise<void> {
  if (checkpoints.length === 0) return;
  await db.trainingCheckpoint.createMany({
    data: checkpoints.map((checkpoint) => ({ phaseId, ...checkpoint })),
    skipDuplicates: true,
  });
}
