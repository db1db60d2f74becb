import { z } from 'zod';
import type { Db, Prisma } from '@/prisma/client';
import { subtreeOf } from '../tree/node-id';
import { ReviewCounts, SampleText, type Sample } from './contract';
import { sampleStatuses, type SampleStatus } from './vocabulary';

/** A sample with its leaf's name and its judgements, oldest first. */
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

/** Which samples to list. `path` is a node's path: the node and everything below it. */
export type SampleFilter = {
  taxonomyId: string;
  path?: string;
  status?: SampleStatus;
  runId?: string;
  /** Only those with this text in question, answer or context, in any case. */
  text?: string;
  /** The last key to read, in the order of the list. */
  until?: bigint | undefined;
  newestFirst?: boolean;
};

/**
 * The key that is `rows` samples further in a run or taxonomy: a search that stops there reads no more rows than that,
 * whatever the search text. Undefined when there are fewer.
 */
export async function findKeyAhead(
  db: Db,
  { taxonomyId, runId, status }: Pick<SampleFilter, 'taxonomyId' | 'runId' | 'status'>,
  after: bigint | null,
  rows: number,
): Promise<bigint | undefined> {
  const ahead = await db.sample.findFirst({
    where: { ...(runId ? { runId } : { taxonomyId }), status, ...(after !== null && { seq: { gt: after } }) },
    orderBy: { seq: 'asc' },
    skip: rows - 1,
    select: { seq: true },
  });
  return ahead?.seq;
}

/** Samples after the key `after`, oldest first unless said otherwise. */
export async function listSampleRows(
  db: Db,
  { taxonomyId, path, status, runId, text, until, newestFirst }: SampleFilter,
  after: bigint | null,
  limit: number,
): Promise<Sample[]> {
  const where = path
    ? { seq: { in: await listKeysBelow(db, { path, status, runId, text, until, newestFirst }, after, limit) } }
    : {
        // A run is in one taxonomy; with both filters Postgres could choose to read the index of the whole taxonomy.
        ...(runId ? { runId } : { taxonomyId }),
        status,
        ...holding(text),
        seq: newestFirst ? { lt: after ?? undefined, gte: until } : { gt: after ?? undefined, lte: until },
      };
  const rows = await db.sample.findMany({
    where,
    orderBy: { seq: newestFirst ? 'desc' : 'asc' },
    take: limit,
    include: whole,
  });
  return rows.map(toSample);
}

/** How many samples of a run are in each status, from its counters; with `path` only those below it. */
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
 * The keys of a page of samples below a node. Samples have no path, so that moving a folder changes none of them. The
 * first samples of each leaf are read from an index, and the first of all these are the page.
 */
async function listKeysBelow(
  db: Db,
  { path, status, runId, text, until, newestFirst }: { path: string } & Omit<SampleFilter, 'taxonomyId' | 'path'>,
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
              AND seq >= coalesce(${until ?? null}::bigint, 0)
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
              AND seq <= coalesce(${until ?? null}::bigint, 9223372036854775807)
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

/** Prisma does not escape LIKE's wildcards, % and _. */
const escaped = (text: string) => text.replaceAll(/[\\%_]/g, String.raw`\$&`);

function holding(text: string | undefined): Prisma.SampleWhereInput {
  if (!text) return {};
  const each = { contains: escaped(text), mode: 'insensitive' } as const;
  return { OR: [{ question: each }, { answer: each }, { context: each }] };
}

/** Samples by id, limited to a scope. */
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

/** Other samples of the leaf with the same answer (ignoring case and spaces around it), and how many there are. */
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
