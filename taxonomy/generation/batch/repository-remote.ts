import { z } from 'zod';
import type { Database, Db } from '@/prisma/client';
import type { BatchState } from '../contract-batch';

export type OpenBatch = { id: string; teacherId: string; remoteId: string | null; requests: number; createdAt: Date };

/** The batches of a run that have not ended: a few, as each holds many requests. */
export const selectOpen = (db: Db, runId: string): Promise<OpenBatch[]> =>
  db.remoteBatch.findMany({
    where: { runId, state: { in: ['sending', 'sent'] } },
    select: { id: true, teacherId: true, remoteId: true, requests: true, createdAt: true },
    orderBy: { createdAt: 'asc' },
  });

export async function selectSent(db: Db, runId: string): Promise<BatchState['sent']> {
  const rows = await db.remoteBatch.findMany({
    where: { runId, state: 'sent' },
    select: { id: true, requests: true, answered: true, createdAt: true, teacher: { select: { name: true } } },
    orderBy: { createdAt: 'asc' },
    take: 100,
  });
  return rows.map(({ teacher, createdAt, ...row }) => ({
    ...row,
    teacherName: teacher.name,
    sentAt: createdAt.toISOString(),
  }));
}

/** Records a batch before it is sent, with its requests. */
export async function insertBatch(
  db: Database,
  { id, runId, teacherId, keys }: { id: string; runId: string; teacherId: string; keys: string[] },
): Promise<void> {
  await db.$transaction([
    db.remoteBatch.create({ data: { id, runId, teacherId, requests: keys.length } }),
    db.$executeRaw`UPDATE "WaitingCall" SET "batchId" = ${id}::uuid WHERE key = ANY(${keys}) AND "batchId" IS NULL`,
  ]);
}

export const markSent = async (db: Db, id: string, remoteId: string): Promise<void> =>
  void (await db.remoteBatch.update({ where: { id }, data: { remoteId, state: 'sent' } }));

export const markAnswered = async (db: Db, id: string, answered: number): Promise<void> =>
  void (await db.remoteBatch.update({ where: { id }, data: { answered } }));

/** Ends a batch. Its requests that still wait for an answer can be sent again. */
export async function endBatch(
  db: Database,
  id: string,
  end: { state: 'ended' | 'failed'; error: string | null; answered?: number },
): Promise<void> {
  await db.$transaction([
    db.remoteBatch.update({ where: { id }, data: { ...end, endedAt: new Date() } }),
    db.waitingCall.updateMany({ where: { batchId: id }, data: { batchId: null } }),
  ]);
}

/** Forgets a batch that never reached the server. Its requests can be sent again. */
export const deleteBatch = async (db: Db, id: string): Promise<void> =>
  void (await db.remoteBatch.delete({ where: { id } }));

const Waiting = z.array(z.object({ teacherId: z.string() }));

/** The teachers for which requests wait that are in no batch. */
export async function selectUnsent(db: Db, runId: string): Promise<string[]> {
  const rows = await db.$queryRaw`
    SELECT DISTINCT "teacherId" FROM "WaitingCall" WHERE "runId" = ${runId}::uuid AND "batchId" IS NULL ORDER BY 1`;
  return Waiting.parse(rows).map(({ teacherId }) => teacherId);
}
