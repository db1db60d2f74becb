import { z } from 'zod';
import type { Db } from '@/prisma/client';
import type { LeafKind } from '../../tree/vocabulary';
import type { DroppedRow, StepTally } from '../pipelines/pipeline';
import type { Provenance } from '../contract';
import type { Score } from '../steps/step';

const ItemInput = z.object({
  seedIds: z.array(z.string()),
  chunkId: z.string().nullable(),
  count: z.int(),
  round: z.int(),
});

const ItemRow = z.object({
  id: z.string(),
  runId: z.string(),
  leafId: z.string(),
  ordinal: z.int(),
  input: ItemInput,
});
export type ItemRow = z.infer<typeof ItemRow>;

export async function selectItems(db: Db, ids: string[]): Promise<ItemRow[]> {
  const rows = await db.$queryRaw`
    SELECT id, "runId", "leafId", ordinal, input FROM "RunItem" WHERE id = ANY(${ids}::uuid[]) AND state = 'queued'`;
  return z.array(ItemRow).parse(rows);
}

/** Items of one leaf are accepted one after the other, so that each sees the samples of those before it. */
export async function lockRunLeaf(tx: Db, runId: string, leafId: string): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 AS held FROM "RunLeaf" WHERE "runId" = ${runId}::uuid AND "leafId" = ${leafId} FOR UPDATE`;
}

const Standing = z.object({
  id: z.string(),
  dedupeHash: z.string(),
  runId: z.string(),
  itemId: z.string(),
  itemOrdinal: z.int(),
  isUntouched: z.boolean(),
  context: z.string().nullable(),
  question: z.string(),
  answer: z.string(),
});
/** A sample that stands already where a new one would. */
export type Standing = z.infer<typeof Standing>;

export async function lockStanding(tx: Db, leafId: string, hashes: string[]): Promise<Standing[]> {
  const rows = await tx.$queryRaw`
    SELECT id, "dedupeHash", "runId", "itemId", "itemOrdinal", (version = 0 AND status = 'pending') AS "isUntouched",
           context, question, answer
      FROM "Sample" WHERE "leafId" = ${leafId} AND "dedupeHash" = ANY(${hashes})
     ORDER BY "dedupeHash" FOR UPDATE`;
  return z.array(Standing).parse(rows);
}

export async function deleteSamples(tx: Db, ids: string[]): Promise<void> {
  await tx.$executeRaw`DELETE FROM "Sample" WHERE id = ANY(${ids}::uuid[])`;
}

export type NewSample = {
  id: string;
  kind: LeafKind;
  context: string | null;
  question: string;
  answer: string;
  dedupeHash: string;
  answerTokens: number;
  scores: Score[];
  provenance: Provenance;
};

export type SamplePlace = {
  taxonomyId: string;
  leafId: string;
  runId: string;
  itemId: string;
  itemOrdinal: number;
  isPractice: boolean;
};

/**
 * Adds samples that say something new in their leaf, each with what its judges said, in one statement.
 * Returns the hashes of those that were added.
 */
export async function insertSamples(tx: Db, place: SamplePlace, samples: NewSample[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(samples)}::jsonb) AS sample (
        id uuid, kind text, context text, question text, answer text, "dedupeHash" text, "answerTokens" int,
        scores jsonb, provenance jsonb)
    ), added AS (
      INSERT INTO "Sample" (id, "taxonomyId", "leafId", "runId", "itemId", "itemOrdinal", kind, context, question,
                            answer, "dedupeHash", "answerTokens", "isPractice", provenance)
      SELECT id, ${place.taxonomyId}::uuid, ${place.leafId}, ${place.runId}::uuid, ${place.itemId}::uuid,
             ${place.itemOrdinal}, kind::"LeafKind", context, question, answer, "dedupeHash", "answerTokens",
             ${place.isPractice}, provenance
        FROM given ORDER BY "dedupeHash"
      ON CONFLICT DO NOTHING RETURNING id, "dedupeHash"
    ), judged AS (
      INSERT INTO "Judgement" ("sampleId", step, "callKey", label, score, scale, explanation)
      SELECT added.id, judge.step, judge."callKey", judge.label, judge.score, judge.scale, judge.explanation
        FROM added JOIN given USING (id)
       CROSS JOIN ROWS FROM (jsonb_to_recordset(given.scores) AS (
             step text, "callKey" text, label text, score float8, scale text, explanation text))
             WITH ORDINALITY AS judge (step, "callKey", label, score, scale, explanation, place)
       ORDER BY added.id, judge.place
    )
    SELECT "dedupeHash" FROM added`;
  return new Set(
    z
      .array(z.object({ dedupeHash: z.string() }))
      .parse(rows)
      .map(({ dedupeHash }) => dedupeHash),
  );
}

type DroppedOf = DroppedRow & { itemId: string };

export async function insertDropped(tx: Db, runId: string, leafId: string, rows: DroppedOf[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "DroppedRow" ("runId", "itemId", "leafId", step, reason, detail, row, "callKey")
    SELECT ${runId}::uuid, "itemId", ${leafId}, step, reason, detail, row, "callKey"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS dropped (
        "itemId" uuid, step text, reason text, detail text, row jsonb, "callKey" text)`;
}

export async function addTallies(tx: Db, runId: string, leafId: string, tallies: StepTally[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "StepCount" ("runId", "leafId", step, ordinal, entered, made, kept, dropped)
    SELECT ${runId}::uuid, ${leafId}, step, ordinal, entered, made, kept, dropped
      FROM jsonb_to_recordset(${JSON.stringify(tallies)}::jsonb) AS tally (
        step text, ordinal int, entered int, made int, kept int, dropped int)
     ORDER BY step
    ON CONFLICT ("runId", "leafId", step) DO UPDATE
       SET entered = "StepCount".entered + excluded.entered, made = "StepCount".made + excluded.made,
           kept = "StepCount".kept + excluded.kept, dropped = "StepCount".dropped + excluded.dropped`;
}

export type ItemOutcome = {
  state: 'done' | 'failed' | 'cancelled';
  attempts: number;
  samples: number;
  dropped: number;
  errorKind: string | null;
  error: string | null;
};

/** Writes down how an item ended, and moves the counters of its leaf and run. */
export async function endItem(
  tx: Db,
  item: { id: string; runId: string; leafId: string },
  outcome: ItemOutcome,
): Promise<void> {
  const { state, attempts, samples, dropped, errorKind, error } = outcome;
  const done = state === 'done' ? 1 : 0;
  const failed = state === 'failed' ? 1 : 0;
  await tx.$executeRaw`
    WITH item AS (
      UPDATE "RunItem"
         SET state = ${state}::"ItemState", attempts = attempts + ${attempts}, "errorKind" = ${errorKind},
             error = ${error}, "finishedAt" = clock_timestamp()
       WHERE id = ${item.id}::uuid),
    leaf AS (
      UPDATE "RunLeaf"
         SET "itemsDone" = "itemsDone" + ${done}, "itemsFailed" = "itemsFailed" + ${failed},
             "samplesKept" = "samplesKept" + ${samples}
       WHERE "runId" = ${item.runId}::uuid AND "leafId" = ${item.leafId})
    UPDATE "Run"
       SET "itemsDone" = "itemsDone" + ${done}, "itemsFailed" = "itemsFailed" + ${failed},
           "samplesKept" = "samplesKept" + ${samples}, "rowsDropped" = "rowsDropped" + ${dropped}
     WHERE id = ${item.runId}::uuid`;
}
