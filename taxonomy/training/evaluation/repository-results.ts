import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { Prisma } from '@/prisma/generated/client';
import { resultParts, type ResultPart } from '../vocabulary';

const StoredResult = z.object({
  modelId: z.string(),
  importId: z.string(),
  ordinal: z.int(),
  task: z.string(),
  metric: z.string(),
  filter: z.string(),
  value: z.number(),
  stderr: z.number().nullable(),
  n: z.int().nullable(),
  fewshot: z.int().nullable(),
  tasks: z.int().nullable(),
  part: z.enum(resultParts),
  isMoreBetter: z.boolean().nullable(),
  errorRate: z.number().nullable(),
  at: z.date(),
});
export type StoredResult = z.infer<typeof StoredResult>;

/** Of each task, metric and filter of the models, what was measured last. */
const current = (modelIds: readonly string[], only: Prisma.Sql) => Prisma.sql`
  SELECT DISTINCT ON (i."modelId", r.task, r.metric, r.filter)
         i."modelId"::text, r."importId"::text, r.ordinal, r.task, r.metric, r.filter, r.value, r.stderr, r.n, r.fewshot,
         r.tasks, r.part, r."isMoreBetter", i."errorRate", COALESCE(i."evaluatedAt", i."importedAt") AS at
    FROM "EvaluationImport" i
    JOIN "EvaluationResult" r ON r."importId" = i.id
   WHERE i."modelId" = ANY(${modelIds}::uuid[]) AND i."removedAt" IS NULL ${only}
   ORDER BY i."modelId", r.task, r.metric, r.filter, COALESCE(i."evaluatedAt", i."importedAt") DESC, i.id DESC`;

/** The current results of models for some tasks. */
export async function selectOfTasks(
  db: Db,
  modelIds: readonly string[],
  tasks: readonly string[],
): Promise<StoredResult[]> {
  if (modelIds.length === 0) return [];
  const rows = await db.$queryRaw(current(modelIds, Prisma.sql`AND r.task = ANY(${tasks}::text[])`));
  return z.array(StoredResult).parse(rows);
}

type Wanted = {
  modelId: string;
  part: ResultPart | undefined;
  /** The result after which the page begins. */
  after: { importId: string; ordinal: number } | null;
  limit: number;
};

/** A page of a model's current results by task, metric and filter. */
export async function selectResults(db: Db, { modelId, part, after, limit }: Wanted): Promise<StoredResult[]> {
  const only = part === undefined ? Prisma.empty : Prisma.sql`AND r.part = ${part}::"ResultPart"`;
  const later = after
    ? Prisma.sql`WHERE (task, metric, filter) > (
        SELECT task, metric, filter FROM "EvaluationResult"
         WHERE "importId" = ${after.importId}::uuid AND ordinal = ${after.ordinal})`
    : Prisma.empty;
  const rows = await db.$queryRaw(
    Prisma.sql`SELECT * FROM (${current([modelId], only)}) AS own ${later} ORDER BY task, metric, filter LIMIT ${limit}`,
  );
  return z.array(StoredResult).parse(rows);
}

/** How many results a model has of each part. */
export async function countByPart(db: Db, modelId: string): Promise<{ part: ResultPart; results: number }[]> {
  const rows = await db.$queryRaw(
    Prisma.sql`SELECT part, count(*)::int AS results FROM (${current([modelId], Prisma.empty)}) AS own GROUP BY part`,
  );
  return z.array(z.object({ part: z.enum(resultParts), results: z.int() })).parse(rows);
}
