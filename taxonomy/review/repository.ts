import { z } from 'zod';
import type { Db, Prisma } from '@/prisma/client';
import { subtreeOf } from '../tree/node-id';
import { SampleText, type DecisionEntry, type Sample } from './contract';
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
  newestFirst?: boolean;
};

/** Samples in the order in which they were made (or the other way round), after the key `after`. */
export async function listSampleRows(
  db: Db,
  { taxonomyId, path, status, runId, newestFirst }: SampleFilter,
  after: bigint | null,
  limit: number,
): Promise<Sample[]> {
  const where = path
    ? { seq: { in: await listKeysBelow(db, { path, status, runId, newestFirst }, after, limit) } }
    : {
        // A run is of one taxonomy; naming that too would let the index of the whole taxonomy be walked in search of it.
        ...(runId ? { runId } : { taxonomyId }),
        status,
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

/** How many samples of a run stand in each status: counted, as no counter knows them; as many as the run made at most. */
export async function countRunSamples(db: Db, runId: string, path?: string): Promise<Record<SampleStatus, number>> {
  const groups = await db.sample.groupBy({ by: ['status'], where: { runId, ...below(path) }, _count: true });
  const of = (status: SampleStatus) => groups.find((each) => each.status === status)?._count ?? 0;
  return { pending: of('pending'), approved: of('approved'), rejected: of('rejected') };
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
  { path, status, runId, newestFirst }: { path: string } & Omit<SampleFilter, 'taxonomyId' | 'path'>,
  after: bigint | null,
  limit: number,
): Promise<bigint[]> {
  const { from, to } = subtreeOf(path);
  const rows = newestFirst
    ? await db.$queryRaw`
        SELECT s.seq FROM "Node" n
          JOIN "SampleCount" c ON c."leafId" = n.id AND c.n > 0 AND c.status = coalesce(${status ?? null}::"SampleStatus", c.status)
         CROSS JOIN LATERAL (
           SELECT seq FROM "Sample"
            WHERE "leafId" = n.id AND status = c.status AND seq < coalesce(${after}::bigint, 9223372036854775807)
              AND (${runId ?? null}::uuid IS NULL OR "runId" = ${runId ?? null}::uuid)
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
            ORDER BY seq LIMIT ${limit}) s
         WHERE n.path >= ${from} AND n.path < ${to} AND n."deletedAt" IS NULL
         ORDER BY s.seq LIMIT ${limit}`;
  return z
    .array(z.object({ seq: z.bigint() }))
    .parse(rows)
    .map(({ seq }) => seq);
}

export async function findSamples(db: Db, ids: readonly string[]): Promise<Map<string, Sample>> {
  const rows = await db.sample.findMany({ where: { id: { in: [...ids] } }, include: whole });
  return new Map(rows.map((row) => [row.id, toSample(row)]));
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

/** Which of these decisions were recorded before. */
export async function findRecorded(tx: Db, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.decision.findMany({ where: { id: { in: [...ids] } }, select: { id: true } });
  return new Set(rows.map((row) => row.id));
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
  sampleId: z.string(),
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
    select: { id: true, sampleId: true, verdict: true, statusBefore: true, change: true, reviewerId: true },
  });
  return z.array(PastDecision).parse(rows);
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
