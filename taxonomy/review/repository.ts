import { z } from 'zod';
import type { Db, Prisma } from '@/prisma/client';
import { subtreeOf } from '../tree/node-id';
import { ReviewCounts, SampleText, type Sample } from './contract';
import { sampleStatuses, type SampleStatus } from './vocabulary';

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
