import { z } from 'zod';
import type { Db, Prisma } from '@/prisma/client';
import { subtreeOf } from '../tree/node-id';
import { Marked, marksOf } from '../generation/sample-marks';
import { ReviewCounts, Sample } from './contract';
import { escapedForLike } from './like';
import type { SampleFilter } from './sample-filter';
import { listMarkedKeys } from './repository-marked';
import { sampleStatuses, type ListedStatus } from './vocabulary';

const SampleRow = Sample.omit({ seedIds: true, marks: true }).extend({
  provenance: z.object({ seedIds: z.array(z.string()) }).and(Marked),
  file: z.object({ name: z.string(), line: z.int() }).nullable(),
});

function toSample(row: unknown): Sample {
  const { provenance, file, ...sample } = SampleRow.parse(row);
  return { ...sample, seedIds: provenance.seedIds, marks: marksOf(sample.pipeline, provenance, file) };
}

/** Samples with their leaf's name and their judgements, oldest first, by id. One statement for all. */
async function selectSamples(db: Db, ids: readonly string[]): Promise<Map<string, Sample>> {
  if (ids.length === 0) return new Map();
  const rows = await db.$queryRaw`
    SELECT s.id::text, s.seq::text, s."leafId", n.name AS "leafName", s."runId"::text, s.kind::text, s.status::text,
               s.version, s.context, s.question, s.answer, s.original, s."isPractice", s."heldReason", s."isDisputed",
               s.pipeline, s.provenance,
           (SELECT json_build_object('name', i.file, 'line', s."itemOrdinal")
              FROM "SampleImport" i WHERE i.id = s."importId") AS file,
           to_char(s."createdAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "createdAt",
           (SELECT coalesce(json_agg(json_build_object(
                     'id', j.id::text, 'by', u.name, 'step', j.step, 'label', j.label, 'score', j.score,
                     'scale', j.scale, 'explanation', j.explanation, 'votes', j.votes) ORDER BY j.id), '[]')
              FROM "Judgement" j LEFT JOIN "User" u ON u.id = j."judgeId" WHERE j."sampleId" = s.id) AS judgements
      FROM "Sample" s JOIN "Node" n ON n.id = s."leafId"
     WHERE s.id = ANY(${ids}::uuid[])`;
  return new Map(
    z
      .array(z.unknown())
      .parse(rows)
      .map(toSample)
      .map((sample) => [sample.id, sample]),
  );
}

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
  filter: SampleFilter,
  after: bigint | null,
  limit: number,
): Promise<Sample[]> {
  const { taxonomyId, path, status, runId, text, until, newestFirst, only } = filter;
  const keys = await db.sample.findMany({
    where: only
      ? { seq: { in: await listMarkedKeys(db, { ...filter, only }, after, limit) } }
      : path
        ? { seq: { in: await listKeysBelow(db, { ...filter, path }, after, limit) } }
        : {
            // A run is in one taxonomy; with both filters Postgres could choose to read the index of the whole taxonomy.
            ...(runId ? { runId } : { taxonomyId }),
            status,
            ...holding(text),
            seq: newestFirst ? { lt: after ?? undefined, gte: until } : { gt: after ?? undefined, lte: until },
          },
    orderBy: { seq: newestFirst ? 'desc' : 'asc' },
    take: limit,
    select: { id: true },
  });
  const samples = await selectSamples(
    db,
    keys.map(({ id }) => id),
  );
  return keys.flatMap(({ id }) => samples.get(id) ?? []);
}

/** How many samples of a run are in each status, from its counters; with `path` only those below it. */
export async function countRunSamples(db: Db, runId: string, path?: string): Promise<Record<ListedStatus, number>> {
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

type FilterBelow = SampleFilter & { path: string };

/**
 * The keys of a page of samples below a node. Samples have no path, so that moving a folder changes none of them.
 *
 * Below a large folder, the page is most often among the next samples of the whole taxonomy. Otherwise the first samples
 * of each leaf are read from an index, and the first of all these are the page.
 */
const listKeysBelow = async (db: Db, filter: FilterBelow, after: bigint | null, limit: number): Promise<bigint[]> =>
  (await findKeysAhead(db, filter, after, limit)) ?? (await listKeysByLeaf(db, filter, after, limit));

/** How many samples of the taxonomy are looked at for a page. */
const LOOKED_AT = 1_000;

/** Null when the page is not complete among the next samples of the taxonomy. */
async function findKeysAhead(
  db: Db,
  { taxonomyId, path, status, runId, text, until, newestFirst = false }: FilterBelow,
  after: bigint | null,
  limit: number,
): Promise<bigint[] | null> {
  if (status === undefined || runId !== undefined || text || until !== undefined) return null;
  const { from, to } = subtreeOf(path);
  const rows = await db.$queryRaw`
    WITH ahead AS MATERIALIZED (
      (SELECT seq, "leafId" FROM "Sample"
        WHERE NOT ${newestFirst} AND "taxonomyId" = ${taxonomyId}::uuid AND status = ${status}::"SampleStatus"
          AND seq > coalesce(${after}::bigint, 0)
        ORDER BY seq LIMIT ${LOOKED_AT})
      UNION ALL
      (SELECT seq, "leafId" FROM "Sample"
        WHERE ${newestFirst} AND "taxonomyId" = ${taxonomyId}::uuid AND status = ${status}::"SampleStatus"
          AND seq < coalesce(${after}::bigint, 9223372036854775807)
        ORDER BY seq DESC LIMIT ${LOOKED_AT})
    )
    SELECT a.seq FROM ahead a JOIN "Node" n ON n.id = a."leafId"
     WHERE n.path >= ${from} AND n.path < ${to} AND n."deletedAt" IS NULL
     ORDER BY CASE WHEN ${newestFirst} THEN -a.seq ELSE a.seq END LIMIT ${limit}`;
  const keys = Keys.parse(rows).map(({ seq }) => seq);
  return keys.length === limit ? keys : null;
}

const Keys = z.array(z.object({ seq: z.bigint() }));

async function listKeysByLeaf(
  db: Db,
  { path, status, runId, text, until, newestFirst }: FilterBelow,
  after: bigint | null,
  limit: number,
): Promise<bigint[]> {
  const { from, to } = subtreeOf(path);
  const pattern = text ? `%${escapedForLike(text)}%` : null;
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
  return Keys.parse(rows).map(({ seq }) => seq);
}

function holding(text: string | undefined): Prisma.SampleWhereInput {
  if (!text) return {};
  const each = { contains: escapedForLike(text), mode: 'insensitive' } as const;
  return { OR: [{ question: each }, { answer: each }, { context: each }] };
}

/** Samples by id, limited to a scope. */
export async function findSamples(
  db: Db,
  ids: readonly string[],
  { path, runId }: Pick<SampleFilter, 'path' | 'runId'> = {},
): Promise<Map<string, Sample>> {
  if (path === undefined && runId === undefined) return selectSamples(db, ids);
  const found = await db.sample.findMany({
    where: { id: { in: [...ids] }, runId, ...below(path) },
    select: { id: true },
  });
  return selectSamples(
    db,
    found.map(({ id }) => id),
  );
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
