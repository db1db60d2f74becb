import { z } from 'zod';
import type { Db, Prisma } from '@/prisma/client';
import { subtreeOf } from '../tree/node-id';
import { ReviewCounts, SampleText, type DecisionEntry, type Sample } from './contract';
import { sampleStatuses, verdicts, type SampleStatus, type Verdict } from './vocabulary';

/** A sample with the name of its leaf and what was said of it, in the order in which it was said. */
const whole = {
  leaf: { select: { node: { select: { name: true } } } },
  judgements: { orderBy: { id: 'asc' }, include: { judge: { select: { name: true } } } },
} as const satisfies Prisma.SampleInclude;
type SampleRow = Prisma.SampleGetPayload<{ include: typeof whole }>;

const SeedIds = z.object({ seedIds: z.array(z.string()) });

function toSample(row: SampleRow): Sample {
  return {
    id: row.id,
    seq: String(row.seq),
    leafId: row.leafId,
    leafName: row.leaf.node.name,
    runId: row.runId,
    kind: row.kind,
    status: row.status,
    version: row.version,
    context: row.context,
    question: row.question,
    answer: row.answer,
    original: SampleText.nullable().parse(row.original),
    isPractice: row.isPractice,
    judgements: row.judgements.map(({ id, step, judge, label, score, scale, explanation }) => ({
      id: String(id),
      by: judge?.name ?? null,
      step,
      label,
      score,
      scale,
      explanation,
    })),
    seedIds: SeedIds.parse(row.provenance).seedIds,
    createdAt: row.createdAt.toISOString(),
  };
}

/** Which samples a list shows. `path` is a node's path: the node and everything below it. */
export type SampleFilter = {
  taxonomyId: string;
  path?: string;
  status?: SampleStatus;
  runId?: string;
  /** Only those whose question, answer or context holds this text, whatever its case. */
  text?: string;
  newestFirst?: boolean;
};

/** Samples in the order in which they were made (or the other way round), after the key `after`. */
export async function listSampleRows(
  db: Db,
  { taxonomyId, path, status, runId, text, newestFirst }: SampleFilter,
  after: bigint | null,
  limit: number,
): Promise<Sample[]> {
  const where = path
    ? { seq: { in: await listKeysBelow(db, { path, status, runId, text, newestFirst }, after, limit) } }
    : {
        // A run is of one taxonomy; naming that too would let the index of the whole taxonomy be walked in search of it.
        ...(runId ? { runId } : { taxonomyId }),
        status,
        ...holding(text),
        ...(after !== null && { seq: newestFirst ? { lt: after } : { gt: after } }),
      };
  const rows = await db.sample.findMany({
    where,
    orderBy: { seq: newestFirst ? 'desc' : 'asc' },
    take: limit,
    include: whole,
  });
  return rows.map(toSample);
}

/** How many samples of a run there are in each status, from its counters; of a subtree only those below `path`. */
export async function countRunSamples(db: Db, runId: string, path?: string): Promise<Record<SampleStatus, number>> {
  const { from, to } = subtreeOf(path ?? '/');
  const rows = await db.$queryRaw`
    SELECT coalesce(sum(c.n) FILTER (WHERE c.status = 'pending'), 0)::int AS pending,
           coalesce(sum(c.n) FILTER (WHERE c.status = 'approved'), 0)::int AS approved,
           coalesce(sum(c.n) FILTER (WHERE c.status = 'rejected'), 0)::int AS rejected
      FROM "RunSampleCount" c JOIN "Node" n ON n.id = c."leafId"
     WHERE c."runId" = ${runId}::uuid
       AND (${path === undefined} OR (n.path >= ${from} AND n.path < ${to} AND n."deletedAt" IS NULL))`;
  return z.array(ReviewCounts).parse(rows)[0] ?? { pending: 0, approved: 0, rejected: 0 };
}

function below(path: string | undefined): Prisma.SampleWhereInput {
  if (path === undefined) return {};
  const { from, to } = subtreeOf(path);
  return { leaf: { node: { path: { gte: from, lt: to }, deletedAt: null } } };
}

/**
 * The keys of a page of samples below a node. Samples carry no path, so that moving a folder touches none of them:
 * each leaf that has any gives its first ones from an index, and the first of these are the page.
 */
async function listKeysBelow(
  db: Db,
  { path, status, runId, text, newestFirst }: { path: string } & Omit<SampleFilter, 'taxonomyId' | 'path'>,
  after: bigint | null,
  limit: number,
): Promise<bigint[]> {
  const { from, to } = subtreeOf(path);
  const pattern = text ? `%${escaped(text)}%` : null;
  const rows = newestFirst
    ? await db.$queryRaw`
        SELECT s.seq FROM "Node" n
          JOIN "SampleCount" c ON c."leafId" = n.id AND c.n > 0 AND c.status = coalesce(${status ?? null}::"SampleStatus", c.status)
         CROSS JOIN LATERAL (
           SELECT seq FROM "Sample"
            WHERE "leafId" = n.id AND status = c.status AND seq < coalesce(${after}::bigint, 9223372036854775807)
              AND (${runId ?? null}::uuid IS NULL OR "runId" = ${runId ?? null}::uuid)
              AND (${pattern}::text IS NULL OR concat_ws(E'\\n', question, answer, context) ILIKE ${pattern})
            ORDER BY seq DESC LIMIT ${limit}) s
         WHERE n.path >= ${from} AND n.path < ${to} AND n."deletedAt" IS NULL
         ORDER BY s.seq DESC LIMIT ${limit}`
    : await db.$queryRaw`
        SELECT s.seq FROM "Node" n
          JOIN "SampleCount" c ON c."leafId" = n.id AND c.n > 0 AND c.status = coalesce(${status ?? null}::"SampleStatus", c.status)
         CROSS JOIN LATERAL (
           SELECT seq FROM "Sample"
            WHERE "leafId" = n.id AND status = c.status AND seq > coalesce(${after}::bigint, 0)
              AND (${runId ?? null}::uuid IS NULL OR "runId" = ${runId ?? null}::uuid)
              AND (${pattern}::text IS NULL OR concat_ws(E'\\n', question, answer, context) ILIKE ${pattern})
            ORDER BY seq LIMIT ${limit}) s
         WHERE n.path >= ${from} AND n.path < ${to} AND n."deletedAt" IS NULL
         ORDER BY s.seq LIMIT ${limit}`;
  return z
    .array(z.object({ seq: z.bigint() }))
    .parse(rows)
    .map(({ seq }) => seq);
}

/** Prisma quotes nothing: % and _ are what LIKE takes for wildcards. */
const escaped = (text: string) => text.replaceAll(/[\\%_]/g, String.raw`\$&`);

function holding(text: string | undefined): Prisma.SampleWhereInput {
  if (!text) return {};
  const each = { contains: escaped(text), mode: 'insensitive' } as const;
  return { OR: [{ question: each }, { answer: each }, { context: each }] };
}

/** Samples by their ids; of those only what a scope holds. */
export async function findSamples(
  db: Db,
  ids: readonly string[],
  { path, runId }: Pick<SampleFilter, 'path' | 'runId'> = {},
): Promise<Map<string, Sample>> {
  const rows = await db.sample.findMany({ where: { id: { in: [...ids] }, runId, ...below(path) }, include: whole });
  return new Map(rows.map((row) => [row.id, toSample(row)]));
}

const SameAnswer = z.object({ id: z.string(), question: z.string(), status: z.enum(sampleStatuses) });
export type SameAnswer = z.infer<typeof SameAnswer>;

/** Other samples of the leaf that answer the same, but for case and blanks at the ends; and how many there are. */
export async function findSameAnswers(
  db: Db,
  sampleId: string,
  limit: number,
): Promise<{ items: SameAnswer[]; total: number }> {
  // The expression is that of the index Sample_answers.
  const rows = await db.$queryRaw`
    SELECT other.id::text, other.question, other.status::text, count(*) OVER ()::int AS total
      FROM "Sample" this JOIN "Sample" other
        ON other."leafId" = this."leafId" AND other.id <> this.id
       AND md5(lower(btrim(other.answer, E' \\t\\r\\n'))) = md5(lower(btrim(this.answer, E' \\t\\r\\n')))
     WHERE this.id = ${sampleId}::uuid
     ORDER BY other.status = 'approved' DESC, other.seq LIMIT ${limit}`;
  const found = z.array(SameAnswer.extend({ total: z.int() })).parse(rows);
  return { items: found.map((row) => SameAnswer.parse(row)), total: found[0]?.total ?? 0 };
}

/** What deciding needs to know of a sample, locked until the transaction ends. */
const LockedSample = z.object({
  id: z.string(),
  leafId: z.string(),
  status: z.enum(sampleStatuses),
  version: z.int(),
  context: z.string().nullable(),
  question: z.string(),
  answer: z.string(),
  original: SampleText.nullable(),
});
export type LockedSample = z.infer<typeof LockedSample>;

/** Locks samples in the order of their ids, so that two reviewers who decide on the same ones cannot deadlock. */
export async function lockSamples(tx: Db, ids: readonly string[]): Promise<Map<string, LockedSample>> {
  const rows = await tx.$queryRaw`
    SELECT id::text, "leafId", status::text, version, context, question, answer, original
      FROM "Sample" WHERE id = ANY(${[...ids]}::uuid[])
     ORDER BY id FOR UPDATE`;
  return new Map(
    z
      .array(LockedSample)
      .parse(rows)
      .map((row) => [row.id, row]),
  );
}

export type RecordedDecision = {
  id: string;
  sampleId: string;
  verdict: Verdict;
  sampleVersion: number;
  reviewerId: string;
};

/** Which of these decisions were recorded before. */
export async function findRecorded(tx: Db, ids: readonly string[]): Promise<Map<string, RecordedDecision>> {
  const rows = await tx.decision.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, sampleId: true, verdict: true, sampleVersion: true, reviewerId: true },
  });
  return new Map(rows.map((row) => [row.id, row]));
}

export type NewDecision = {
  id: string;
  sampleId: string;
  verdict: Verdict;
  reason: string | null;
  note: string | null;
  sampleVersion: number;
  statusBefore: SampleStatus;
  statusAfter: SampleStatus;
  change: { before: SampleText; after: SampleText } | null;
  reviewerId: string;
};

/** Writes all decisions in one statement. */
export async function addDecisions(tx: Db, decisions: readonly NewDecision[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "Decision" (id, "sampleId", verdict, reason, note, "sampleVersion", "statusBefore", "statusAfter", change, "reviewerId")
    SELECT d.id, d."sampleId", d.verdict, d.reason, d.note, d."sampleVersion", d."statusBefore", d."statusAfter",
           nullif(d.change, 'null'::jsonb), d."reviewerId"
      FROM jsonb_to_recordset(${JSON.stringify(decisions)}::jsonb) AS d(
           id uuid, "sampleId" uuid, verdict "Verdict", reason text, note text, "sampleVersion" int,
           "statusBefore" "SampleStatus", "statusAfter" "SampleStatus", change jsonb, "reviewerId" text)`;
}

export type SampleState = LockedSample & { answerTokens: number | null };

/** Writes the samples as their decisions left them. `answerTokens` null keeps the stored count. */
export async function updateSamples(tx: Db, samples: readonly SampleState[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Sample" s
       SET status = n.status, version = n.version, context = n.context, question = n.question, answer = n.answer,
           original = nullif(n.original, 'null'::jsonb), "answerTokens" = coalesce(n."answerTokens", s."answerTokens"),
           "updatedAt" = now()
      FROM jsonb_to_recordset(${JSON.stringify(samples)}::jsonb) AS n(
           id uuid, status "SampleStatus", version int, context text, question text, answer text, original jsonb,
           "answerTokens" int)
     WHERE s.id = n.id`;
}

const Change = z.object({ before: SampleText, after: SampleText }).nullable();

const PastDecision = z.object({
  id: z.string(),
  seq: z.bigint(),
  sampleId: z.string(),
  sampleVersion: z.int(),
  verdict: z.enum(verdicts),
  statusBefore: z.enum(sampleStatuses),
  change: Change,
  reviewerId: z.string(),
});
export type PastDecision = z.infer<typeof PastDecision>;

/** Every decision on these samples, oldest first. */
export async function listPastDecisions(tx: Db, sampleIds: readonly string[]): Promise<PastDecision[]> {
  const rows = await tx.decision.findMany({
    where: { sampleId: { in: [...sampleIds] } },
    orderBy: { seq: 'asc' },
    select: {
      id: true,
      seq: true,
      sampleId: true,
      sampleVersion: true,
      verdict: true,
      statusBefore: true,
      change: true,
      reviewerId: true,
    },
  });
  return z.array(PastDecision).parse(rows);
}

/** The samples that a reviewer's newest decisions are on, newest first. */
export async function listLastDecided(db: Db, reviewerId: string, decisions: number): Promise<string[]> {
  const rows = await db.decision.findMany({
    where: { reviewerId },
    orderBy: { seq: 'desc' },
    take: decisions,
    select: { sampleId: true },
  });
  return [...new Set(rows.map(({ sampleId }) => sampleId))];
}

const LastReviewer = z.object({ sampleId: z.string(), reviewerId: z.string(), name: z.string() });
export type LastReviewer = z.infer<typeof LastReviewer>;

/** Who made the last decision on each sample. */
export async function findLastReviewers(db: Db, sampleIds: readonly string[]): Promise<Map<string, LastReviewer>> {
  const rows = await db.$queryRaw`
    SELECT DISTINCT ON (d."sampleId") d."sampleId"::text, d."reviewerId", coalesce(u.name, d."reviewerId") AS name
      FROM "Decision" d LEFT JOIN "User" u ON u.id = d."reviewerId"
     WHERE d."sampleId" = ANY(${[...sampleIds]}::uuid[])
     ORDER BY d."sampleId", d.seq DESC`;
  return new Map(
    z
      .array(LastReviewer)
      .parse(rows)
      .map((row) => [row.sampleId, row]),
  );
}

const EntryRow = z.object({
  id: z.string(),
  verdict: z.enum(verdicts),
  reason: z.string().nullable(),
  note: z.string().nullable(),
  reviewer: z.string(),
  change: Change,
  decidedAt: z.date(),
});

/** The history of a sample, oldest first. */
export async function listEntries(db: Db, sampleId: string): Promise<DecisionEntry[]> {
  const rows = await db.$queryRaw`
    SELECT d.id::text, d.verdict::text, d.reason, d.note, coalesce(u.name, d."reviewerId") AS reviewer, d.change, d."decidedAt"
      FROM "Decision" d LEFT JOIN "User" u ON u.id = d."reviewerId"
     WHERE d."sampleId" = ${sampleId}::uuid
     ORDER BY d.seq LIMIT 500`;
  return z
    .array(EntryRow)
    .parse(rows)
    .map((row) => ({ ...row, decidedAt: row.decidedAt.toISOString() }));
}
