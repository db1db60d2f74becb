import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { Prisma } from '@/prisma/generated/client';
import type { NearDuplicates } from '../contract';
import { isAcrossLeaves } from '../filters/compared';
import { FROZEN_AFTER_MS } from '../runs/frozen';
import { readSnapshot } from '../runs/snapshot';
import type { ItemRow, ItemToAccept } from './repository-items';
import { WrittenRows } from './written-rows';

/**
 * Items that are accepted one after the other, in the order of their ordinals, so that each sees the samples of those
 * before it: those of one leaf of a run, or all of the run (`leafId` null) where rows of different leaves are compared.
 */
export type Turns = { runId: string; leafId: string | null };

const Within = z.object({ isShared: z.boolean() });

/** Waits until no other item that takes turns with those of this leaf is being accepted or ended. */
export async function lockTurns(tx: Db, runId: string, leafId: string): Promise<Turns> {
  const rows = await tx.$queryRaw`
    SELECT coalesce(snapshot #>> '{nearDuplicates,within}', 'leaf') <> 'leaf' AS "isShared"
      FROM "Run" WHERE id = ${runId}::uuid`;
  const isShared = z.array(Within).parse(rows)[0]?.isShared ?? false;
  if (isShared) await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`turns:${runId}`}, 0))`;
  await lockRunLeaf(tx, runId, leafId);
  return { runId, leafId: isShared ? null : leafId };
}

/** Locks a leaf of a run. A process that freezes before its transaction ends loses it soon. */
export async function lockRunLeaf(tx: Db, runId: string, leafId: string): Promise<void> {
  await tx.$queryRaw`
    SELECT set_config('idle_in_transaction_session_timeout', ${FROZEN_AFTER_MS}, true) FROM "RunLeaf"
     WHERE "runId" = ${runId}::uuid AND "leafId" = ${leafId} ORDER BY pipeline FOR UPDATE`;
}

/**
 * Lets one transaction at a time add samples to a leaf, whichever run they are of. Where rows are compared with those of
 * other leaves, nobody else adds samples to the taxonomy meanwhile.
 */
export async function lockSamplesOf(
  tx: Db,
  { taxonomyId, leafId, nearDuplicates }: { taxonomyId: string; leafId: string; nearDuplicates: NearDuplicates },
): Promise<void> {
  const key = `samples:${taxonomyId}`;
  await (isAcrossLeaves(nearDuplicates)
    ? tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`
    : tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtextextended(${key}, 0))`);
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`samples:${leafId}`}, 0))`;
}

const Turn = z.object({ isNext: z.boolean(), othersWait: z.boolean() });

const amongThese = ({ runId, leafId }: Turns) =>
  leafId === null
    ? Prisma.sql`"runId" = ${runId}::uuid`
    : Prisma.sql`"runId" = ${runId}::uuid AND "leafId" = ${leafId}`;

/** Whether all items before this ordinal have ended, and whether rows of later ones wait for it. */
export async function selectTurn(tx: Db, turns: Turns, ordinal: number): Promise<z.infer<typeof Turn>> {
  const among = amongThese(turns);
  const rows = await tx.$queryRaw`
    SELECT NOT EXISTS (SELECT 1 FROM "RunItem"
                        WHERE ${among} AND ordinal < ${ordinal} AND state IN ('planned', 'queued', 'waiting'))
           AND NOT EXISTS (SELECT 1 FROM "StagedItem" WHERE ${among} AND ordinal < ${ordinal}) AS "isNext",
           EXISTS (SELECT 1 FROM "StagedItem" WHERE ${among}) AS "othersWait"`;
  return z.array(Turn).parse(rows)[0] ?? { isNext: true, othersWait: false };
}

/** Keeps the rows of an item until its turn. */
export async function insertStaged(tx: Db, item: ItemRow, attempts: number, rows: WrittenRows): Promise<void> {
  await tx.$executeRaw`
    WITH staged AS (
      INSERT INTO "StagedItem" ("itemId", "runId", "leafId", ordinal, attempts, rows)
      VALUES (${item.id}::uuid, ${item.runId}::uuid, ${item.leafId}, ${item.ordinal}, ${attempts},
              ${JSON.stringify(rows)}::jsonb))
    UPDATE "RunItem" SET state = 'staged' WHERE id = ${item.id}::uuid`;
}

export const deleteStaged = async (tx: Db, itemId: string): Promise<void> =>
  void (await tx.$executeRaw`DELETE FROM "StagedItem" WHERE "itemId" = ${itemId}::uuid`);

export async function selectLeavesWithStaged(db: Db, runId: string): Promise<string[]> {
  const rows = await db.$queryRaw`SELECT DISTINCT "leafId" FROM "StagedItem" WHERE "runId" = ${runId}::uuid ORDER BY 1`;
  return z
    .array(z.object({ leafId: z.string() }))
    .parse(rows)
    .map(({ leafId }) => leafId);
}

const Staged = z.object({
  id: z.string(),
  runId: z.string(),
  leafId: z.string(),
  pipeline: z.string(),
  ordinal: z.int(),
  attempts: z.int(),
  taxonomyId: z.string(),
  isPractice: z.boolean(),
  snapshot: z.unknown().transform(readSnapshot),
  rows: WrittenRows,
});

/** The first staged item, when no item before it is still open. */
export async function findNextStaged(tx: Db, turns: Turns): Promise<{ item: ItemToAccept; rows: WrittenRows } | null> {
  const among = amongThese(turns);
  const found = await tx.$queryRaw`
    SELECT i.id, s."runId", s."leafId", i.pipeline, s.ordinal, s.attempts, r."taxonomyId", r."isPractice", r.snapshot, s.rows
      FROM (SELECT * FROM "StagedItem" WHERE ${among} ORDER BY ordinal LIMIT 1) s
      JOIN "RunItem" i ON i.id = s."itemId" JOIN "Run" r ON r.id = s."runId"
     WHERE NOT EXISTS (SELECT 1 FROM "RunItem" o
                        WHERE ${among} AND o.ordinal < s.ordinal AND o.state IN ('planned', 'queued', 'waiting'))`;
  const staged = z.array(Staged).parse(found)[0];
  if (!staged) return null;
  const { rows, snapshot, ...item } = staged;
  const { nearDuplicates, evaluationSets } = snapshot;
  return { item: { ...item, nearDuplicates, evaluationSets }, rows };
}
