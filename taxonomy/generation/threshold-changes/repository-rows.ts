import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { StoredProvenance } from '../contract-origin';
import type { Thresholds } from '../contract-thresholds';
import { NewSample } from '../engine/written-rows';
import { readSnapshot } from '../runs/snapshot';

const Held = z.object({
  runId: z.string(),
  after: z.record(z.string(), z.number()),
  undoesId: z.string().nullable(),
  leavesDone: z.int(),
  taxonomyId: z.string(),
  isPractice: z.boolean(),
  snapshot: z.unknown().transform(readSnapshot),
});
export type HeldChange = z.infer<typeof Held>;

/** A change that is being applied, locked until the transaction ends: one process at a time works on it. */
export async function holdChange(tx: Db, id: string): Promise<HeldChange | null> {
  const rows = await tx.$queryRaw`
    SELECT c."runId", c.after, c."undoesId", c."leavesDone", r."taxonomyId", r."isPractice", r.snapshot
      FROM "ThresholdChange" c JOIN "Run" r ON r.id = c."runId"
     WHERE c.id = ${id}::uuid AND c.state = 'applying' FOR UPDATE OF c`;
  return z.array(Held).parse(rows)[0] ?? null;
}

const Move = z.object({ id: z.string(), pipeline: z.string(), status: z.enum(['pending', 'withdrawn']) });
/** A sample that changes its status, with the status that it has now. */
export type Move = z.infer<typeof Move>;

type LeafOfRun = { runId: string; leafId: string; own: Record<string, Thresholds>; thresholds: Thresholds };

/**
 * Samples of a leaf that are not as the thresholds say, locked in the order in which reviewers lock them. Those that a
 * person decided or edited are not among them, nor those that are held for a person.
 */
export async function lockMoves(tx: Db, { runId, leafId, own, thresholds }: LeafOfRun, limit: number): Promise<Move[]> {
  const rows = await tx.$queryRaw`
    SELECT s.id, s.pipeline, s.status
      FROM "JudgedRow" j
      JOIN "RunLeaf" l ON l."runId" = j."runId" AND l."leafId" = j."leafId" AND l.pipeline = j.pipeline
      JOIN "Sample" s ON s.id = j."sampleId"
     WHERE j."runId" = ${runId}::uuid AND j."leafId" = ${leafId} AND s.original IS NULL AND s."heldReason" IS NULL
       AND s.status = CASE WHEN NOT j."isRefused" AND seedleaf_passes(j.grades,
             coalesce(${JSON.stringify(own)}::jsonb -> l.pipeline, '{}') || l.thresholds || ${JSON.stringify(thresholds)}::jsonb)
             THEN 'withdrawn'::"SampleStatus" ELSE 'pending'::"SampleStatus" END
     ORDER BY s.id LIMIT ${limit} FOR UPDATE OF s`;
  return z.array(Move).parse(rows);
}

/** Samples of a leaf that a change moved and that nobody decided since, locked likewise. */
export async function lockUndoMoves(tx: Db, changeId: string, leafId: string, limit: number): Promise<Move[]> {
  const rows = await tx.$queryRaw`
    SELECT s.id, s.pipeline, s.status
      FROM "RowChange" c JOIN "Sample" s ON s.id = c."sampleId"
     WHERE c."changeId" = ${changeId}::uuid AND s."leafId" = ${leafId} AND s.original IS NULL AND s."heldReason" IS NULL
       AND s.status = CASE c.outcome WHEN 'back' THEN 'pending'::"SampleStatus" ELSE 'withdrawn'::"SampleStatus" END
     ORDER BY s.id LIMIT ${limit} FOR UPDATE OF s`;
  return z.array(Move).parse(rows);
}

/** Moves samples out of the queue, or back into it. Their new version tells a reviewer who has one open. */
export async function moveSamples(tx: Db, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return;
  await tx.$executeRaw`
    UPDATE "Sample" SET status = CASE status WHEN 'pending' THEN 'withdrawn'::"SampleStatus" ELSE 'pending'::"SampleStatus" END,
           version = version + 1, "updatedAt" = now()
     WHERE id = ANY (${moves.map(({ id }) => id)}::uuid[])`;
}

const Returning = z.object({
  pipeline: z.string(),
  itemId: z.string(),
  itemOrdinal: z.int(),
  sample: NewSample.extend({ provenance: StoredProvenance }),
});
export type Returning = z.infer<typeof Returning>;

/** Dropped rows of a leaf that the thresholds let in, in the order of their items. */
export async function selectReturning(
  tx: Db,
  { runId, leafId, own, thresholds }: LeafOfRun,
  limit: number,
): Promise<Returning[]> {
  const rows = await tx.$queryRaw`
    SELECT j.pipeline, j."itemId", j."itemOrdinal", j.sample
      FROM "JudgedRow" j
      JOIN "RunLeaf" l ON l."runId" = j."runId" AND l."leafId" = j."leafId" AND l.pipeline = j.pipeline
     WHERE j."runId" = ${runId}::uuid AND j."leafId" = ${leafId} AND j."isDropped" AND NOT j."isRefused"
       AND j.sample IS NOT NULL
       AND seedleaf_passes(j.grades,
             coalesce(${JSON.stringify(own)}::jsonb -> l.pipeline, '{}') || l.thresholds || ${JSON.stringify(thresholds)}::jsonb)
       AND NOT EXISTS (SELECT 1 FROM "Sample" s WHERE s.id = j."sampleId")
     ORDER BY j."itemOrdinal", j."sampleId" LIMIT ${limit}`;
  return z.array(Returning).parse(rows);
}

export type RowOutcome = { sampleId: string; outcome: 'back' | 'gone' | 'duplicate'; detail: string | null };

/** Records what became of rows. A duplicate stays one, whatever the thresholds: nothing of a leaf is ever deleted. */
export async function recordRows(tx: Db, changeId: string, rows: readonly RowOutcome[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    WITH given AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row (
      "sampleId" uuid, outcome text, detail text)),
    refused AS (
      UPDATE "JudgedRow" j SET "isRefused" = true
        FROM given WHERE given.outcome = 'duplicate' AND j."sampleId" = given."sampleId")
    INSERT INTO "RowChange" ("changeId", "sampleId", outcome, detail)
    SELECT ${changeId}::uuid, "sampleId", outcome, detail FROM given`;
}

/** Adds to what a pipeline of a leaf keeps, and to what the change did. */
export async function addToCounters(
  tx: Db,
  { changeId, runId, leafId }: { changeId: string; runId: string; leafId: string },
  sums: { kept: { pipeline: string; by: number }[]; back: number; gone: number; duplicates: number },
): Promise<void> {
  const { kept, back, gone, duplicates } = sums;
  await tx.$executeRaw`
    WITH given AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) AS kept (pipeline text, by int)),
    leaf AS (
      UPDATE "RunLeaf" l SET "samplesKept" = l."samplesKept" + given.by
        FROM given WHERE l."runId" = ${runId}::uuid AND l."leafId" = ${leafId} AND l.pipeline = given.pipeline),
    run AS (UPDATE "Run" SET "samplesKept" = "samplesKept" + ${back - gone} WHERE id = ${runId}::uuid)
    UPDATE "ThresholdChange" SET back = back + ${back}, gone = gone + ${gone}, duplicates = duplicates + ${duplicates}
     WHERE id = ${changeId}::uuid`;
}

export async function endLeaf(tx: Db, changeId: string): Promise<void> {
  await tx.thresholdChange.update({ where: { id: changeId }, data: { leavesDone: { increment: 1 } } });
}

export async function endChange(tx: Db, changeId: string, error: string | null): Promise<void> {
  await tx.thresholdChange.updateMany({
    where: { id: changeId, state: 'applying' },
    data: { state: 'done', error, finishedAt: new Date() },
  });
}
