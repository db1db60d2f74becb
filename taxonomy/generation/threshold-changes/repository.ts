import { z } from 'zod';
import type { Db } from '@/prisma/client';
import { ThresholdChange, Thresholds } from '../contract-thresholds';

const moment = z.date().transform((at) => at.toISOString());
const ChangeRow = ThresholdChange.extend({ createdAt: moment, finishedAt: moment.nullable() });

export const asChange = (row: unknown): ThresholdChange => ChangeRow.parse(row);

/** Changes of a run, newest first: those before `before`. */
export async function selectChanges(
  db: Db,
  runId: string,
  { before, limit }: { before: { createdAt: Date; id: string } | null; limit: number },
): Promise<ThresholdChange[]> {
  const rows = await db.$queryRaw`
    SELECT c.id, c."runId", c.state, c.before, c.after, c."undoesId", u.id AS "undoneById", c.leaves, c."leavesDone",
           c.back, c.gone, c.duplicates, c.error, p.name AS by, c."createdAt", c."finishedAt"
      FROM "ThresholdChange" c JOIN "User" p ON p.id = c."byId" LEFT JOIN "ThresholdChange" u ON u."undoesId" = c.id
     WHERE c."runId" = ${runId}::uuid
       AND (${before?.id ?? null}::uuid IS NULL
            OR (c."createdAt", c.id) < (${before?.createdAt ?? null}::timestamptz, ${before?.id ?? null}::uuid))
     ORDER BY c."createdAt" DESC, c.id DESC LIMIT ${limit}`;
  return z.array(z.unknown()).parse(rows).map(asChange);
}

export async function findChange(db: Db, id: string): Promise<ThresholdChange | null> {
  const rows = await db.$queryRaw`
    SELECT c.id, c."runId", c.state, c.before, c.after, c."undoesId", u.id AS "undoneById", c.leaves, c."leavesDone",
           c.back, c.gone, c.duplicates, c.error, p.name AS by, c."createdAt", c."finishedAt"
      FROM "ThresholdChange" c JOIN "User" p ON p.id = c."byId" LEFT JOIN "ThresholdChange" u ON u."undoesId" = c.id
     WHERE c.id = ${id}::uuid`;
  const [row] = z.array(z.unknown()).parse(rows);
  return row === undefined ? null : asChange(row);
}

const Sent = z.object({
  id: z.string(),
  runId: z.string(),
  after: Thresholds,
  undoesId: z.string().nullable(),
  byId: z.string(),
});
export type SentChange = z.infer<typeof Sent>;

/** The change that a request key has made. */
export async function findByRequest(db: Db, requestKey: string): Promise<SentChange | null> {
  const row = await db.thresholdChange.findUnique({ where: { requestKey } });
  return row && Sent.parse(row);
}

/** The newest change of a run that was not undone and is no undo itself; and whether one is being applied. */
export async function findLastInForce(db: Db, runId: string): Promise<string | null> {
  const row = await db.thresholdChange.findFirst({
    where: { runId, undoesId: null, undoneBy: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true },
  });
  return row?.id ?? null;
}

export type NewChange = {
  id: string;
  runId: string;
  requestKey: string;
  before: Thresholds;
  after: Thresholds;
  undoesId: string | null;
  leaves: number;
  byId: string;
};

export async function insertChange(tx: Db, change: NewChange): Promise<void> {
  await tx.thresholdChange.create({ data: change });
}

/** The thresholds that rows of the run are judged with from now on, also when it is resumed or continued. */
export async function setRunThresholds(tx: Db, runId: string, thresholds: Thresholds): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Run" SET snapshot = snapshot || jsonb_build_object('thresholds', ${JSON.stringify(thresholds)}::jsonb)
     WHERE id = ${runId}::uuid`;
}

const Leaves = z.array(z.object({ leafId: z.string() }));

/** The leaves of a run in the order in which a change is applied to them. */
export async function selectLeafIds(db: Db, runId: string): Promise<string[]> {
  const rows = await db.$queryRaw`SELECT DISTINCT "leafId" FROM "RunLeaf" WHERE "runId" = ${runId}::uuid ORDER BY 1`;
  return Leaves.parse(rows).map(({ leafId }) => leafId);
}
