import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { RunLeaf, RunStateName, Shortfall } from '../contract';
import { JudgeScore, Nearest } from '../contract-dropped';
import { RunPrompt } from './prompts';
import { readSnapshot } from './snapshot';

const number = z.coerce.number();
const moment = z.date().transform((at) => at.toISOString());

const RunRow = z.object({
  id: z.string(),
  state: RunStateName,
  isStalled: z.boolean(),
  isRedecided: z.boolean(),
  isPractice: z.boolean(),
  teacherId: z.string(),
  teacherName: z.string(),
  judgeTeacherId: z.string().nullable(),
  continuesId: z.string().nullable(),
  continuedById: z.string().nullable(),
  leafCount: z.int(),
  leafNames: z.array(z.string()),
  itemsTotal: z.int(),
  itemsDone: z.int(),
  itemsFailed: z.int(),
  calls: z.int(),
  failedCalls: z.int(),
  maxCalls: z.int(),
  maxTokens: z.number().nullable(),
  maxMinutes: z.int().nullable(),
  cost: z.number(),
  maxCost: z.number().nullable(),
  samplesKept: z.int(),
  rowsDropped: z.int(),
  promptTokens: number,
  completionTokens: number,
  startedBy: z.string(),
  createdAt: moment,
  startedAt: moment.nullable(),
  finishedAt: moment.nullable(),
  restsSince: moment.nullable(),
  seed: z.string(),
  target: z.int().nullable(),
  error: z.string().nullable(),
  lastFailure: z.string().nullable(),
  snapshot: z.unknown().transform(readSnapshot),
  prompts: z.array(RunPrompt),
});
export type RunRow = z.infer<typeof RunRow>;

const NAMES_SHOWN = 3;

type Wanted = {
  taxonomyId: string;
  /** Only the runs over this leaf. */
  leafId: string | null;
  before: { createdAt: Date; id: string } | null;
  limit: number;
};

/**
 * Runs, newest first: the one with this id, or those before `before`.
 *
 * A run is stalled when it has work and has had time to start, but no worker holds any of it.
 */
export async function selectRuns(db: Db, which: { id: string } | Wanted): Promise<RunRow[]> {
  const id = 'id' in which ? which.id : null;
  const all = { taxonomyId: null, leafId: null, before: null, limit: 1 };
  const { taxonomyId, leafId, before, limit } = 'id' in which ? all : which;
  const rows = await db.$queryRaw`
    WITH page AS (
      SELECT * FROM "Run" r
       WHERE (${id}::uuid IS NULL OR r.id = ${id}::uuid)
         AND (${taxonomyId}::uuid IS NULL OR r."taxonomyId" = ${taxonomyId}::uuid)
         AND (${leafId}::text IS NULL OR r.id IN (SELECT l."runId" FROM "RunLeaf" l WHERE l."leafId" = ${leafId}))
         AND (${before?.id ?? null}::uuid IS NULL
              OR (r."createdAt", r.id) < (${before?.createdAt ?? null}::timestamptz, ${before?.id ?? null}::uuid))
       ORDER BY r."createdAt" DESC, r.id DESC LIMIT ${limit})
    SELECT p.id, p.state, p."isPractice", p."teacherId", t.name AS "teacherName", p."judgeTeacherId", p."continuesId",
           (SELECT min(c.id::text) FROM "Run" c WHERE c."continuesId" = p.id) AS "continuedById", p."itemsTotal", p."itemsDone", p."itemsFailed",
           p.calls, p."failedCalls", p."maxCalls", p."samplesKept", p."rowsDropped", p."promptTokens",
           p."completionTokens", u.name AS "startedBy", p."createdAt", p."startedAt",
           p."finishedAt",
           CASE WHEN p.state = 'paused'
                THEN (SELECT max(n.at) FROM "RunNotice" n WHERE n."runId" = p.id AND n.type = 'run.paused')
                ELSE p."finishedAt" END AS "restsSince",
           p.seed, p.target, p.error, p."lastFailure", p."maxTokens"::float8 AS "maxTokens", p."maxMinutes",
           p."maxCost"::float8 AS "maxCost", ((p."costPicos" + 999999) / 1000000)::float8 AS cost, p.snapshot, p.prompts,
           (SELECT count(DISTINCT l."leafId")::int FROM "RunLeaf" l WHERE l."runId" = p.id) AS "leafCount",
           ARRAY(SELECT n.name FROM "Node" n
                  WHERE n."taxonomyId" = p."taxonomyId"
                    AND EXISTS (SELECT 1 FROM "RunLeaf" l WHERE l."runId" = p.id AND l."leafId" = n.id)
                  ORDER BY n.path LIMIT ${NAMES_SHOWN}) AS "leafNames",
           EXISTS (SELECT 1 FROM "ThresholdChange" h WHERE h."runId" = p.id) AS "isRedecided",
           (p.state IN ('queued', 'running', 'cancelling') AND seedleaf_is_stalled(p.id, p."createdAt")) AS "isStalled"
      FROM page p JOIN "Teacher" t ON t.id = p."teacherId" JOIN "User" u ON u.id = p."startedById"
     ORDER BY p."createdAt" DESC, p.id DESC`;
  return z.array(RunRow).parse(rows);
}

export const findRun = async (db: Db, id: string): Promise<RunRow | null> => (await selectRuns(db, { id }))[0] ?? null;

const Marked = z.object({ held: z.int(), disputed: z.int() });

/** How many samples of a run are held for a person, and about how many its judges disagreed. Both have an index. */
export async function countMarked(db: Db, runId: string): Promise<z.infer<typeof Marked>> {
  const rows = await db.$queryRaw`
    SELECT (SELECT count(*) FROM "Sample" WHERE "runId" = ${runId}::uuid AND "heldReason" IS NOT NULL AND status <> 'withdrawn')::int AS held,
           (SELECT count(*) FROM "Sample" WHERE "runId" = ${runId}::uuid AND "isDisputed" AND status <> 'withdrawn')::int AS disputed`;
  return z.array(Marked).parse(rows)[0] ?? { held: 0, disputed: 0 };
}

const Bar = z.object({
  pipeline: z.string(),
  step: z.string(),
  ordinal: z.int(),
  entered: z.int(),
  made: z.int(),
  kept: z.int(),
  dropped: z.int(),
});
export type Bar = z.infer<typeof Bar>;

export async function selectFunnel(db: Db, runId: string): Promise<Bar[]> {
  const rows = await db.$queryRaw`
    SELECT pipeline, step, ordinal, sum(entered)::int AS entered, sum(made)::int AS made,
           sum(kept)::int AS kept, sum(dropped)::int AS dropped
      FROM "StepCount" WHERE "runId" = ${runId}::uuid
     GROUP BY 1, 2, 3 ORDER BY 1, 3`;
  return z.array(Bar).parse(rows);
}

const ReasonCount = z.object({ pipeline: z.string(), step: z.string(), reason: z.string(), count: z.int() });
export type ReasonCount = z.infer<typeof ReasonCount>;

export async function countReasons(db: Db, runId: string): Promise<ReasonCount[]> {
  const rows = await db.$queryRaw`
    SELECT pipeline, step, reason, count(*)::int AS count
      FROM "DroppedRow" WHERE "runId" = ${runId}::uuid GROUP BY 1, 2, 3 ORDER BY 4 DESC, 3`;
  return z.array(ReasonCount).parse(rows);
}

const RunLeafView = z.object({ leaf: RunLeaf, path: z.string() });

/** The place of a row among the leaves of a run: a leaf has one row per pipeline. */
export type RunLeafPlace = { path: string; pipeline: string };

/**
 * Leaves of a run in the order of the tree, those after `after` whose path matches all `patterns`. With the taxonomy,
 * Postgres can read the index of paths in order, and stops after a page.
 */
export async function selectRunLeafViews(
  db: Db,
  runId: string,
  { after, patterns, limit }: { after: RunLeafPlace | null; patterns: string[]; limit: number },
): Promise<z.infer<typeof RunLeafView>[]> {
  const rows = await db.$queryRaw`
    WITH page AS (
      SELECT l.*, n.path, n.name FROM "RunLeaf" l JOIN "Node" n ON n.id = l."leafId"
       WHERE l."runId" = ${runId}::uuid
         AND n."taxonomyId" = (SELECT r."taxonomyId" FROM "Run" r WHERE r.id = ${runId}::uuid)
         AND n.names LIKE ALL (${patterns}::text[])
         AND (${after?.path ?? null}::text IS NULL OR (n.path, l.pipeline) > (${after?.path ?? null}, ${after?.pipeline ?? null}))
       ORDER BY n.path, l.pipeline LIMIT ${limit})
    SELECT p.path,
           json_build_object('leafId', p."leafId", 'name', p.name,
                             'above', (SELECT coalesce(string_agg(a.name, ' / ' ORDER BY a.depth), '')
                                         FROM unnest(string_to_array(rtrim(p.path, '/'), '/')) AS step (id)
                                         JOIN "Node" a ON a.id = step.id COLLATE "default" WHERE a.id <> p."leafId"),
                             'pipeline', p.pipeline, 'target', p.target,
                             'itemsTotal', p."itemsTotal", 'itemsDone', p."itemsDone", 'itemsFailed', p."itemsFailed",
                             'samplesKept', p."samplesKept", 'stopped', p.stopped) AS leaf
      FROM page p ORDER BY p.path, p.pipeline`;
  return z.array(RunLeafView).parse(rows);
}

const MissingOfLeaf = z.object({ leafId: z.string(), target: z.int(), firstRound: z.int() });

/** The leaves of a run that lack samples: how many each lacks, and the first round that was not asked yet. */
export async function selectMissing(db: Db, runId: string): Promise<z.infer<typeof MissingOfLeaf>[]> {
  const rows = await db.$queryRaw`
    SELECT l."leafId", l.target - l."samplesKept" AS target,
           (SELECT coalesce(max((i.input->>'round')::int), -1) + 1 FROM "RunItem" i
             WHERE i."runId" = l."runId" AND i."leafId" = l."leafId") AS "firstRound"
      FROM "RunLeaf" l WHERE l."runId" = ${runId}::uuid AND l.target > l."samplesKept" ORDER BY l."leafId"`;
  return z.array(MissingOfLeaf).parse(rows);
}

/** How many samples were requested from the leaves of a run and how many are missing, in total. */
export async function sumShortfall(db: Db, runId: string): Promise<Shortfall> {
  const rows = await db.$queryRaw`
    SELECT coalesce(sum(target), 0)::int AS asked, coalesce(sum(greatest(0, target - "samplesKept")), 0)::int AS missing,
           (count(DISTINCT "leafId") FILTER (WHERE target > "samplesKept"))::int AS leaves
      FROM "RunLeaf" WHERE "runId" = ${runId}::uuid`;
  return z.array(Shortfall).parse(rows)[0] ?? { asked: 0, missing: 0, leaves: 0 };
}

const Lost = z.object({
  pipeline: z.string(),
  step: z.string(),
  reason: z.string(),
  detail: z.string(),
  text: z.string(),
});

/** The first replies of a run's teacher whose rows were dropped. */
export async function selectLostReplies(db: Db, runId: string, limit: number): Promise<z.infer<typeof Lost>[]> {
  const rows = await db.$queryRaw`
    SELECT pipeline, step, reason, detail, text
      FROM (SELECT DISTINCT ON (d."callKey") d.id, d.pipeline, d.step, d.reason, d.detail, left(c.response, 4000) AS text
              FROM (SELECT * FROM "DroppedRow" WHERE "runId" = ${runId}::uuid ORDER BY id LIMIT 200) d
              JOIN "TeacherCall" c ON c.key = d."callKey" ORDER BY d."callKey", d.id) first
     ORDER BY id LIMIT ${limit}`;
  return z.array(Lost).parse(rows);
}

const DroppedView = z.object({
  id: z.coerce.string(),
  leafId: z.string(),
  leafName: z.string(),
  pipeline: z.string(),
  step: z.string(),
  reason: z.string(),
  detail: z.string(),
  row: z.record(z.string(), z.unknown()),
  // Rows that no judge saw have none.
  scores: z.array(JudgeScore).nullable(),
  nearest: Nearest.nullable(),
  rawText: z.string().nullable(),
  createdAt: moment,
});
export type DroppedView = z.infer<typeof DroppedView>;

/** Dropped rows of a run, newest first, those with an id below `before`. */
export async function selectDropped(
  db: Db,
  query: {
    runId: string;
    before: bigint | null;
    step: string | null;
    reason: string | null;
    leafId: string | null;
    limit: number;
  },
): Promise<DroppedView[]> {
  const { runId, before, step, reason, leafId, limit } = query;
  const rows = await db.$queryRaw`
    SELECT d.id, d."leafId", n.name AS "leafName", d.pipeline, d.step, d.reason, d.detail, d.row - 'scores' - 'nearest' AS row,
           d.row->'scores' AS scores, d.row->'nearest' AS nearest, c.response AS "rawText", d."createdAt"
      FROM "DroppedRow" d
      JOIN "Node" n ON n.id = d."leafId"
      LEFT JOIN "TeacherCall" c ON c.key = d."callKey"
     WHERE d."runId" = ${runId}::uuid
       AND (${before}::bigint IS NULL OR d.id < ${before}::bigint)
       AND (${step}::text IS NULL OR d.step = ${step})
       AND (${reason}::text IS NULL OR d.reason = ${reason})
       AND (${leafId}::text IS NULL OR d."leafId" = ${leafId})
     ORDER BY d.id DESC LIMIT ${limit}`;
  return z.array(DroppedView).parse(rows);
}

const GoingView = z.object({
  id: z.string(),
  state: RunStateName,
  teacherName: z.string(),
  isPractice: z.boolean(),
  leafCount: z.int(),
  leafName: z.string().nullable(),
  itemsTotal: z.int(),
  itemsDone: z.int(),
  itemsFailed: z.int(),
  startedById: z.string(),
});

/** The runs that are not over, newest first. */
export async function selectRunningViews(db: Db, taxonomyId: string, limit: number) {
  const rows = await db.$queryRaw`
    SELECT r.id, r.state, t.name AS "teacherName", r."isPractice", r."itemsTotal", r."itemsDone", r."itemsFailed",
           r."startedById", l.n AS "leafCount", n.name AS "leafName"
      FROM "Run" r JOIN "Teacher" t ON t.id = r."teacherId"
      CROSS JOIN LATERAL (SELECT count(DISTINCT "leafId")::int AS n, min("leafId") AS "leafId" FROM "RunLeaf" WHERE "runId" = r.id) l
      LEFT JOIN "Node" n ON n.id = l."leafId"
     WHERE r."taxonomyId" = ${taxonomyId}::uuid AND r.state IN ('queued', 'running', 'cancelling')
     ORDER BY r."createdAt" DESC LIMIT ${limit}`;
  return z.array(GoingView).parse(rows);
}

/** The ids of a run's leaves, at most `limit`. */
export async function selectLeafIdsOfRun(db: Db, runId: string, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw`
    SELECT DISTINCT "leafId" FROM "RunLeaf" WHERE "runId" = ${runId}::uuid ORDER BY 1 LIMIT ${limit}`;
  return z
    .array(z.object({ leafId: z.string() }))
    .parse(rows)
    .map(({ leafId }) => leafId);
}
