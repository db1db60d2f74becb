import { z } from 'zod';
import type { Db } from '@/prisma/client';
import type { StepTally } from '../pipelines/step-chain';
import type { NearDuplicates } from '../contract';
import type { EvaluationSetRef } from '../contract-evaluation-sets';
import type { Dropped, NewSample } from './written-rows';

const ItemInput = z.object({
  seedIds: z.array(z.string()),
  chunkId: z.string().nullable(),
  count: z.int(),
  round: z.int(),
  hasAuxiliary: z.boolean().optional(),
  pool: z.array(z.array(z.object({ revisionId: z.string(), seedId: z.string() }))).optional(),
});

const ItemRow = z.object({
  id: z.string(),
  runId: z.string(),
  leafId: z.string(),
  pipeline: z.string(),
  ordinal: z.int(),
  input: ItemInput,
});
export type ItemRow = z.infer<typeof ItemRow>;

export async function selectItems(db: Db, ids: string[]): Promise<ItemRow[]> {
  const rows = await db.$queryRaw`
    SELECT id, "runId", "leafId", pipeline, ordinal, input FROM "RunItem" WHERE id = ANY(${ids}::uuid[]) AND state = 'queued'`;
  return z.array(ItemRow).parse(rows);
}

/** An item whose rows become samples. */
export type ItemToAccept = {
  id: string;
  runId: string;
  leafId: string;
  pipeline: string;
  ordinal: number;
  attempts: number;
  taxonomyId: string;
  isPractice: boolean;
  nearDuplicates: NearDuplicates;
  evaluationSets: EvaluationSetRef[];
};

/** Adds samples, each with its judges' scores, in one statement. */
export async function insertSamples(tx: Db, item: ItemToAccept, samples: NewSample[]): Promise<void> {
  if (samples.length === 0) return;
  await tx.$executeRaw`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(samples)}::jsonb) AS sample (
        id uuid, "revisionId" uuid, "chunkId" uuid, kind text, context text, question text, answer text,
        "dedupeHash" text, "answerTokens" int, scores jsonb, provenance jsonb, "heldReason" text, "isDisputed" boolean)
    ), added AS (
      INSERT INTO "Sample" (id, "taxonomyId", "leafId", "runId", "itemId", "itemOrdinal", pipeline, "revisionId",
                            "chunkId", kind, context, question, answer, "dedupeHash", "answerTokens", "isPractice",
                            provenance, "heldReason", "isDisputed")
      SELECT id, ${item.taxonomyId}::uuid, ${item.leafId}, ${item.runId}::uuid, ${item.id}::uuid, ${item.ordinal},
             ${item.pipeline}, "revisionId", "chunkId", kind::"LeafKind", context, question, answer, "dedupeHash",
             "answerTokens", ${item.isPractice}, provenance, "heldReason", "isDisputed"
        FROM given ORDER BY "dedupeHash"
      RETURNING id
    )
    INSERT INTO "Judgement" ("sampleId", step, "callKey", label, score, scale, explanation, votes)
      SELECT added.id, judge.step, judge."callKey", judge.label, judge.score, judge.scale, judge.explanation, judge.votes
        FROM added JOIN given USING (id)
       CROSS JOIN ROWS FROM (jsonb_to_recordset(given.scores) AS (
             step text, "callKey" text, label text, score float8, scale text, explanation text, votes jsonb))
             WITH ORDINALITY AS judge (step, "callKey", label, score, scale, explanation, votes, place)
       ORDER BY added.id, judge.place`;
}

type Part = { runId: string; leafId: string; pipeline: string };

export async function insertDropped(tx: Db, item: Part & { id: string }, rows: Dropped[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "DroppedRow" ("runId", "itemId", "leafId", pipeline, step, reason, detail, row, "callKey")
    SELECT ${item.runId}::uuid, ${item.id}::uuid, ${item.leafId}, ${item.pipeline}, step, reason, detail, row, "callKey"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS dropped (
        step text, reason text, detail text, row jsonb, "callKey" text)`;
}

export async function addTallies(tx: Db, { runId, leafId, pipeline }: Part, tallies: StepTally[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "StepCount" ("runId", "leafId", pipeline, step, ordinal, entered, made, kept, dropped)
    SELECT ${runId}::uuid, ${leafId}, ${pipeline}, step, ordinal, entered, made, kept, dropped
      FROM jsonb_to_recordset(${JSON.stringify(tallies)}::jsonb) AS tally (
        step text, ordinal int, entered int, made int, kept int, dropped int)
     ORDER BY step
    ON CONFLICT ("runId", "leafId", pipeline, step) DO UPDATE
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

/** Stores how an item ended, and updates the counters of its leaf and run. */
export async function endItem(
  tx: Db,
  item: { id: string; runId: string; leafId: string; pipeline: string },
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
       WHERE "runId" = ${item.runId}::uuid AND "leafId" = ${item.leafId} AND pipeline = ${item.pipeline})
    UPDATE "Run"
       SET "itemsDone" = "itemsDone" + ${done}, "itemsFailed" = "itemsFailed" + ${failed},
           "samplesKept" = "samplesKept" + ${samples}, "rowsDropped" = "rowsDropped" + ${dropped}
     WHERE id = ${item.runId}::uuid`;
}
