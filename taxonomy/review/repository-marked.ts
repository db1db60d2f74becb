import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { Prisma } from '@/prisma/generated/client';
import { subtreeOf } from '../tree/node-id';
import type { SampleFilter } from './sample-filter';
import { escapedForLike } from './like';
import { mostMarked, type SampleMark } from './vocabulary';

// The conditions of the partial indexes, word by word: there are few marked samples, and only the indexes know where.
const conditions = {
  held: Prisma.sql`s."heldReason" IS NOT NULL`,
  disputed: Prisma.sql`s."isDisputed"`,
} as const satisfies Record<SampleMark, Prisma.Sql>;

const within = ({ taxonomyId, runId, path, status }: SampleFilter, mark: SampleMark): Prisma.Sql => {
  const { from, to } = subtreeOf(path ?? '/');
  return Prisma.sql`
      FROM "Sample" s JOIN "Node" n ON n.id = s."leafId"
     WHERE ${conditions[mark]}
       AND ${runId === undefined ? Prisma.sql`s."taxonomyId" = ${taxonomyId}::uuid` : Prisma.sql`s."runId" = ${runId}::uuid`}
       AND ${status === undefined ? Prisma.sql`s.status <> 'withdrawn'` : Prisma.sql`s.status = ${status}::"SampleStatus"`}
       AND (${path === undefined} OR (n.path >= ${from} AND n.path < ${to} AND n."deletedAt" IS NULL))`;
};

const Keys = z.array(z.object({ seq: z.bigint() }));

/** The keys of a page of the samples with a mark. */
export async function listMarkedKeys(
  db: Db,
  filter: SampleFilter & { only: SampleMark },
  after: bigint | null,
  limit: number,
): Promise<bigint[]> {
  const { text, newestFirst = false, only } = filter;
  const pattern = text ? `%${escapedForLike(text)}%` : null;
  const order = newestFirst ? Prisma.sql`s.seq DESC` : Prisma.sql`s.seq`;
  const further = newestFirst
    ? Prisma.sql`s.seq < coalesce(${after}::bigint, 9223372036854775807)`
    : Prisma.sql`s.seq > coalesce(${after}::bigint, 0)`;
  const rows = await db.$queryRaw`
    SELECT s.seq ${within(filter, only)} AND ${further}
       AND (${pattern}::text IS NULL OR concat_ws(E'\\n', s.question, s.answer, s.context) ILIKE ${pattern})
     ORDER BY ${order} LIMIT ${limit}`;
  return Keys.parse(rows).map(({ seq }) => seq);
}

/** How many samples have which mark; counting stops at `mostMarked`. */
export async function countMarked(db: Db, filter: SampleFilter): Promise<Record<SampleMark, number>> {
  const [held, disputed] = await Promise.all([countMark(db, filter, 'held'), countMark(db, filter, 'disputed')]);
  return { held, disputed };
}

async function countMark(db: Db, filter: SampleFilter, mark: SampleMark): Promise<number> {
  const rows = await db.$queryRaw`
    SELECT count(*)::int AS n FROM (SELECT 1 ${within(filter, mark)} LIMIT ${mostMarked}) marked`;
  return z.array(z.object({ n: z.int() })).parse(rows)[0]?.n ?? 0;
}
