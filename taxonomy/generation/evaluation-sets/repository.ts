import { z } from 'zod';
import type { Db } from '@/prisma/client';
import type { EvaluationSet, EvaluationSetRef } from '../contract-evaluation-sets';
import { limits } from '../vocabulary';
import type { EvaluationText } from './read-texts';

const current = (taxonomyId: string) => ({ taxonomyId, removedAt: null, readyAt: { not: null } });

export async function selectSets(db: Db, taxonomyId: string): Promise<EvaluationSet[]> {
  const rows = await db.evaluationSet.findMany({
    where: current(taxonomyId),
    select: { id: true, name: true, texts: true, createdAt: true, addedBy: { select: { name: true } } },
    orderBy: [{ name: 'asc' }],
    take: limits.evaluationSets,
  });
  return rows.map(({ addedBy, createdAt, ...row }) => ({
    ...row,
    addedBy: addedBy.name,
    createdAt: createdAt.toISOString(),
  }));
}

/** The sets that a run is checked against, in a fixed order. */
export const selectSetRefs = (db: Db, taxonomyId: string): Promise<EvaluationSetRef[]> =>
  db.evaluationSet.findMany({
    where: current(taxonomyId),
    select: { id: true, name: true, texts: true },
    orderBy: { id: 'asc' },
    take: limits.evaluationSets,
  });

/** Whether a set of this name exists; capital letters make no difference. */
export async function hasName(db: Db, taxonomyId: string, name: string): Promise<boolean> {
  const where = { taxonomyId, removedAt: null, name: { equals: name, mode: 'insensitive' as const } };
  return (await db.evaluationSet.findFirst({ where, select: { id: true } })) !== null;
}

export const insertSet = async (
  db: Db,
  set: { id: string; taxonomyId: string; name: string; addedById: string },
): Promise<void> => void (await db.evaluationSet.create({ data: set }));

export async function insertTexts(db: Db, setId: string, texts: EvaluationText[]): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "EvaluationText" ("setId", line, text)
    SELECT ${setId}::uuid, line, text FROM jsonb_to_recordset(${JSON.stringify(texts)}::jsonb) AS row (line int, text text)`;
}

export const markReady = async (db: Db, id: string, size: { texts: number; characters: number }): Promise<void> =>
  void (await db.evaluationSet.update({ where: { id }, data: { ...size, readyAt: new Date() } }));

/** The number and size of all sets that are in use. */
export async function sumSets(
  db: Db,
  taxonomyId: string,
): Promise<{ sets: number; texts: number; characters: number }> {
  const sum = await db.evaluationSet.aggregate({
    where: current(taxonomyId),
    _count: true,
    _sum: { texts: true, characters: true },
  });
  return { sets: sum._count, texts: sum._sum.texts ?? 0, characters: sum._sum.characters ?? 0 };
}

/** Until the transaction ends, no other set comes into use. */
export const lockSets = async (tx: Db, taxonomyId: string): Promise<void> =>
  void (await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('evaluation sets'), hashtext(${taxonomyId}))`);

export const deleteSet = async (db: Db, id: string): Promise<void> =>
  void (await db.evaluationSet.deleteMany({ where: { id } }));

/** Deletes sets whose upload broke off. */
export const deleteUnfinished = async (db: Db, taxonomyId: string, before: Date): Promise<void> =>
  void (await db.evaluationSet.deleteMany({ where: { taxonomyId, readyAt: null, createdAt: { lt: before } } }));

/** @returns The name of the removed set; null when there is none. */
export async function removeSet(db: Db, taxonomyId: string, id: string): Promise<string | null> {
  const rows = await db.$queryRaw`
    UPDATE "EvaluationSet" SET "removedAt" = now()
     WHERE id = ${id}::uuid AND "taxonomyId" = ${taxonomyId}::uuid AND "removedAt" IS NULL AND "readyAt" IS NOT NULL
    RETURNING name`;
  return z.array(z.object({ name: z.string() })).parse(rows)[0]?.name ?? null;
}
