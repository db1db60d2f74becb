import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { RunStateName } from '../contract';

export type CallRow = {
  key: string;
  runId: string;
  itemId: string;
  teacherId: string;
  step: string;
  ordinal: string;
  prompt: string;
  promptVersion: number;
  model: string;
  request: object;
  response: string;
  thought: string;
  finishReason: string | null;
  promptTokens: number;
  cachedTokens: number;
  completionTokens: number;
  /** Null when the run's prices are unknown. */
  costPicos: bigint | null;
  latencyMs: number;
};

/** What a run has spent since this was last written. */
export type Spent = {
  runId: string;
  calls: number;
  failed: number;
  promptTokens: number;
  completionTokens: number;
  costPicos: bigint;
  /** Why the last failed call failed. */
  lastFailure: string | null;
};

const Spending = z.object({
  runId: z.string(),
  calls: z.int(),
  maxCalls: z.int(),
  tokens: z.number(),
  maxTokens: z.number().nullable(),
  cost: z.number(),
  maxCost: z.number().nullable(),
  state: RunStateName,
});
export type Spending = z.infer<typeof Spending>;

/**
 * Writes answers and their cost, in one statement. An answer that already exists is not changed.
 *
 * @returns The total spending of the runs, since other workers spend too.
 */
export async function writeCalls(db: Db, calls: CallRow[], spent: Spent[]): Promise<Spending[]> {
  const rows = await db.$queryRaw`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${toJson(calls)}::jsonb) AS call (
        key text, "runId" uuid, "itemId" uuid, "teacherId" uuid, step text, ordinal text, prompt text, "promptVersion" int, model text,
        request jsonb, response text, thought text, "finishReason" text, "promptTokens" int, "cachedTokens" int,
        "completionTokens" int, "costPicos" bigint, "latencyMs" int)),
    written AS (
      INSERT INTO "TeacherCall" (key, "runId", "itemId", "teacherId", step, ordinal, prompt, "promptVersion", model, request,
                                 response, thought, "finishReason", "promptTokens", "cachedTokens", "completionTokens",
                                 "costPicos", "latencyMs")
      SELECT key, "runId", "itemId", "teacherId", step, ordinal, prompt, "promptVersion", model, request, response,
             thought, "finishReason", "promptTokens", "cachedTokens", "completionTokens", "costPicos", "latencyMs"
        FROM given ORDER BY key ON CONFLICT (key) DO NOTHING),
    spent AS (
      SELECT * FROM jsonb_to_recordset(${toJson(spent)}::jsonb) AS s (
        "runId" uuid, calls int, failed int, "promptTokens" bigint, "completionTokens" bigint, "costPicos" bigint,
        "lastFailure" text)),
    held AS (
      SELECT id FROM "Run" WHERE id IN (SELECT "runId" FROM spent) ORDER BY id FOR UPDATE)
    UPDATE "Run" r
       SET calls = r.calls + s.calls, "failedCalls" = r."failedCalls" + s.failed,
           "promptTokens" = r."promptTokens" + s."promptTokens",
           "completionTokens" = r."completionTokens" + s."completionTokens",
           "costPicos" = r."costPicos" + s."costPicos",
           "lastFailure" = coalesce(s."lastFailure", r."lastFailure")
      FROM spent s JOIN held ON held.id = s."runId"
     WHERE r.id = s."runId"
    RETURNING r.id AS "runId", r.calls, r."maxCalls", r.state, r."maxTokens"::float8 AS "maxTokens",
              (r."promptTokens" + r."completionTokens")::float8 AS tokens, r."maxCost"::float8 AS "maxCost",
              ((r."costPicos" + 999999) / 1000000)::float8 AS cost`;
  return z.array(Spending).parse(rows);
}

/** Whole numbers of any size, written as text so that none is rounded. */
const toJson = (rows: object[]): string =>
  JSON.stringify(rows, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each));

const Known = z.object({
  key: z.string(),
  itemId: z.string(),
  response: z.string(),
  finishReason: z.string().nullable(),
  model: z.string(),
});
export type Known = z.infer<typeof Known>;

/** All paid answers for these items of a run. */
export async function selectAnswersOf(db: Db, runId: string, itemIds: string[]): Promise<Known[]> {
  const rows = await db.$queryRaw`
    SELECT key, "itemId", response, "finishReason", model FROM "TeacherCall"
     WHERE "runId" = ${runId}::uuid AND "itemId" = ANY(${itemIds}::uuid[])`;
  return z.array(Known).parse(rows);
}

export const findAnswer = (db: Db, key: string): Promise<Known | null> =>
  db.teacherCall.findUnique({
    where: { key },
    select: { key: true, itemId: true, response: true, finishReason: true, model: true },
  });
