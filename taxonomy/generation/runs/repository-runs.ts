import { z } from 'zod';
import type { Db, Prisma } from '@/prisma/client';
import { NodeId } from '../../contract';
import { RunStateName } from '../contract';
import { RunPrompt, RunPrompts } from './prompts';
import { FROZEN_AFTER_MS } from './frozen';
import { SafetyException } from '../contract-safety';
import { AnswerStyleName } from '../contract-style';
import type { AnswerStyle } from '../vocabulary-style';
import { Thresholds } from '../contract-thresholds';
import { readSnapshot, type Snapshot } from './snapshot';
import type { RunState } from '../vocabulary';

/**
 * Makes run starts on one taxonomy wait for each other, so that simultaneous ones see each other. Held until the
 * commit.
 */
export async function lockStarts(tx: Db, taxonomyId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`run:${taxonomyId}`}, 0))`;
}

/** `requestHash` is the hash of the request that started the run; '' when unknown. */
export async function findRunByRequest(
  db: Db,
  requestKey: string,
): Promise<{ id: string; requestHash: string } | null> {
  const row = await db.run.findUnique({ where: { requestKey }, select: { id: true, snapshot: true } });
  return row && { id: row.id, ...RequestOf.parse(row.snapshot) };
}

const RequestOf = z.object({ requestHash: z.string().default('') });

export const findRunState = async (db: Db, id: string): Promise<RunState | null> =>
  (await db.run.findUnique({ where: { id }, select: { state: true } }))?.state ?? null;

/** A run that is not over and does the same work. */
export async function findTwin(db: Db, taxonomyId: string, workHash: string): Promise<{ id: string } | null> {
  const rows = await db.$queryRaw`
    SELECT id FROM "Run"
     WHERE "taxonomyId" = ${taxonomyId}::uuid AND state IN ('queued', 'running', 'paused', 'cancelling')
       AND snapshot->>'workHash' = ${workHash} LIMIT 1`;
  return z.array(z.object({ id: z.string() })).parse(rows)[0] ?? null;
}

export type NewRun = {
  id: string;
  taxonomyId: string;
  teacherId: string;
  judgeTeacherId: string | null;
  snapshot: Snapshot;
  prompts: RunPrompt[];
  continuesId: string | null;
  isPractice: boolean;
  seed: string;
  target: number | null;
  maxCalls: number;
  maxTokens: number | null;
  maxCost: number | null;
  maxMinutes: number | null;
  requestKey: string;
  startedById: string;
  itemsTotal: number;
};

export async function insertRun(tx: Db, run: NewRun): Promise<void> {
  await tx.run.create({ data: run });
}

export type NewRunLeaf = {
  leafId: string;
  revisionId: string;
  pipeline: string;
  pipelineVersion: number;
  target: number | null;
  itemsTotal: number;
  waveAsked: number;
  safetyOff: SafetyException[];
  answerStyle: AnswerStyle;
  thresholds: Thresholds;
  promptTexts: Record<string, string>;
  leafName: string;
};

export async function insertRunLeaves(tx: Db, runId: string, leaves: NewRunLeaf[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "RunLeaf" ("runId", "leafId", "revisionId", pipeline, "pipelineVersion", target, "itemsTotal", "waveAsked",
                           "safetyOff", "answerStyle", thresholds, "promptTexts", "leafName")
    SELECT ${runId}::uuid, "leafId", "revisionId", pipeline, "pipelineVersion", target, "itemsTotal", "waveAsked",
           "safetyOff", "answerStyle", thresholds, "promptTexts", "leafName"
      FROM jsonb_to_recordset(${JSON.stringify(leaves)}::jsonb) AS leaf (
        "leafId" text, "revisionId" uuid, pipeline text, "pipelineVersion" int, target int, "itemsTotal" int,
        "waveAsked" int, "safetyOff" jsonb, "answerStyle" text, thresholds jsonb, "promptTexts" jsonb,
        "leafName" text)`;
}

/**
 * Lets one transaction at a time end, continue or retry a run. They lock both the run and its leaves, and not in the same
 * order. Held until the commit.
 */
export async function lockEnds(tx: Db, runId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`run-ends:${runId}`}, 0))`;
}

const LockedRun = z.object({
  id: z.string(),
  seed: z.string(),
  state: RunStateName,
  calls: z.int(),
  maxCalls: z.int(),
  tokens: z.number(),
  maxTokens: z.number().nullable(),
  cost: z.number(),
  maxCost: z.number().nullable(),
  maxMinutes: z.int().nullable(),
  itemsTotal: z.int(),
  itemsDone: z.int(),
  itemsFailed: z.int(),
  samplesKept: z.int(),
  rowsDropped: z.int(),
  snapshot: z.unknown().transform(readSnapshot),
  error: z.string().nullable(),
});
export type LockedRun = z.infer<typeof LockedRun>;

/** The run, locked until the transaction ends; null when there is none. */
export async function lockRun(tx: Db, runId: string): Promise<LockedRun | null> {
  const rows = await tx.$queryRaw`
    SELECT id, seed, state, calls, "maxCalls", "itemsTotal", "itemsDone", "itemsFailed", "samplesKept", "rowsDropped",
           snapshot, error, "maxMinutes", "maxTokens"::float8 AS "maxTokens",
           ("promptTokens" + "completionTokens")::float8 AS tokens, "maxCost"::float8 AS "maxCost",
           (("costPicos" + 999999) / 1000000)::float8 AS cost,
           set_config('idle_in_transaction_session_timeout', ${FROZEN_AFTER_MS}, true)
      FROM "Run" WHERE id = ${runId}::uuid FOR UPDATE`;
  return z.array(LockedRun).parse(rows)[0] ?? null;
}

export async function setRunState(
  tx: Db,
  runId: string,
  change: { state: RunState; error?: string | null; isOver?: boolean },
): Promise<void> {
  const { state, error, isOver = false } = change;
  await tx.$executeRaw`
    UPDATE "Run"
       SET state = ${state}::"RunState",
           error = CASE WHEN ${error === undefined} THEN error ELSE ${error ?? null} END,
           "finishedAt" = CASE WHEN ${isOver} THEN clock_timestamp() END
     WHERE id = ${runId}::uuid`;
}

export async function markRunning(db: Db, runId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE "Run" SET state = 'running', "startedAt" = coalesce("startedAt", clock_timestamp()),
           "endsBy" = clock_timestamp() + "maxMinutes" * interval '1 minute'
     WHERE id = ${runId}::uuid AND state = 'queued'`;
}

/** Deletes the leftover jobs of runs that are over, for example when a worker died during a run's end. */
export async function endOrphans(db: Db, kind: string): Promise<void> {
  await db.$executeRaw`
    WITH gone AS (
      DELETE FROM "Job" j USING "Run" r
       WHERE j.kind = ${kind} AND j."groupId" = r.id AND (j.owner IS NULL OR j."dueAt" <= clock_timestamp())
         AND r.state NOT IN ('queued', 'running', 'cancelling')
      RETURNING j.id)
    UPDATE "RunItem" i SET state = 'cancelled', "finishedAt" = clock_timestamp()
      FROM gone WHERE i.id = gone.id AND i.state = 'queued'`;
}

/** Sets the warning of a run in progress; null clears it. */
export async function setWarning(db: Db, runId: string, error: string | null): Promise<void> {
  await db.run.updateMany({ where: { id: runId, state: { in: ['queued', 'running'] } }, data: { error } });
}

export type RunLimits = {
  maxCalls: number;
  maxTokens: number | null;
  maxCost: number | null;
  maxMinutes: number | null;
};

export async function restartRun(
  tx: Db,
  runId: string,
  change: RunLimits & { snapshot: Prisma.InputJsonObject },
): Promise<void> {
  await tx.run.update({
    where: { id: runId },
    data: { ...change, state: 'queued', error: null, finishedAt: null, endsBy: null },
  });
}

const OpenRun = z.object({
  id: z.string(),
  teacherId: z.string(),
  judgeTeacherId: z.string().nullable(),
  state: RunStateName,
  seed: z.string(),
  calls: z.int(),
  maxCalls: z.int(),
  isPractice: z.boolean(),
  taxonomyId: z.string(),
  itemsTotal: z.int(),
  itemsDone: z.int(),
  itemsFailed: z.int(),
  tokens: z.number(),
  maxTokens: z.number().nullable(),
  cost: z.number(),
  maxCost: z.number().nullable(),
  maxMinutes: z.int().nullable(),
  /** Its time limit is over. */
  isOutOfTime: z.boolean(),
  snapshot: z.unknown().transform(readSnapshot),
  prompts: z.array(RunPrompt).transform((prompts) => new RunPrompts(prompts)),
});
export type OpenRun = z.infer<typeof OpenRun>;

/** Runs that are not over, oldest first. */
export async function selectOpenRuns(db: Db): Promise<OpenRun[]> {
  const rows = await db.$queryRaw`
    SELECT id, "teacherId", "judgeTeacherId", state, seed, calls, "maxCalls", "isPractice", "taxonomyId", "itemsTotal", "itemsDone",
           "itemsFailed", snapshot, prompts, "maxMinutes", "maxTokens"::float8 AS "maxTokens",
           coalesce("endsBy" <= clock_timestamp(), false) AS "isOutOfTime",
           ("promptTokens" + "completionTokens")::float8 AS tokens, "maxCost"::float8 AS "maxCost",
           (("costPicos" + 999999) / 1000000)::float8 AS cost
      FROM "Run" WHERE state IN ('queued', 'running', 'cancelling') ORDER BY "createdAt", id`;
  return z.array(OpenRun).parse(rows);
}

export const hasStaged = async (db: Db, runId: string): Promise<boolean> =>
  (await db.stagedItem.findFirst({ where: { runId }, select: { itemId: true } })) !== null;

/** Runs that are over and still have rows to accept, for example because the worker that ended them died. */
export async function selectOverWithStaged(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw`
    SELECT r.id FROM "Run" r WHERE r.state NOT IN ('queued', 'running', 'cancelling')
       AND EXISTS (SELECT 1 FROM "StagedItem" s WHERE s."runId" = r.id)`;
  return z
    .array(z.object({ id: z.string() }))
    .parse(rows)
    .map(({ id }) => id);
}

const Effects = z.object({ done: z.int(), failed: z.int(), samples: z.int(), dropped: z.int() });

/** Counts what is really stored for a run. */
export async function countEffects(db: Db, runId: string): Promise<z.infer<typeof Effects>> {
  const rows = await db.$queryRaw`
    SELECT (SELECT count(*) FROM "RunItem" WHERE "runId" = ${runId}::uuid AND state = 'done')::int AS done,
           (SELECT count(*) FROM "RunItem" WHERE "runId" = ${runId}::uuid AND state = 'failed')::int AS failed,
           (SELECT count(*) FROM "Sample" WHERE "runId" = ${runId}::uuid AND status <> 'withdrawn')::int AS samples,
           (SELECT count(*) FROM "DroppedRow" WHERE "runId" = ${runId}::uuid)::int AS dropped`;
  return z.array(Effects).parse(rows)[0] ?? { done: 0, failed: 0, samples: 0, dropped: 0 };
}

const RunLeafRow = z.object({
  leafId: NodeId,
  revisionId: z.string(),
  pipeline: z.string(),
  pipelineVersion: z.int(),
  safetyOff: z.array(SafetyException),
  answerStyle: AnswerStyleName,
  thresholds: Thresholds,
  promptTexts: z.record(z.string(), z.string()),
  leafName: z.string(),
});
export type RunLeafRow = z.infer<typeof RunLeafRow>;

export async function selectRunLeaves(db: Db, runId: string, leafIds: string[]): Promise<RunLeafRow[]> {
  const rows = await db.$queryRaw`
    SELECT "leafId", "revisionId", pipeline, "pipelineVersion", "safetyOff", "answerStyle", thresholds, "promptTexts",
           "leafName"
      FROM "RunLeaf"
     WHERE "runId" = ${runId}::uuid AND "leafId" = ANY(${leafIds})`;
  return z.array(RunLeafRow).parse(rows);
}

/** Whether a change of the run's thresholds is being applied. With the run locked, none can begin. */
export const isApplying = async (db: Db, runId: string): Promise<boolean> =>
  (await db.thresholdChange.count({ where: { runId, state: 'applying' } })) > 0;
