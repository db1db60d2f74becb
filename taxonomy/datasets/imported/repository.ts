import type { Db } from '@/prisma/client';
import type { ImportedSet } from '../contract';
import type { Message } from '../row-messages';

/** Imported datasets that are ready, by name; `after` is the name of the previous page's last one. */
export async function selectImportedSets(
  db: Db,
  taxonomyId: string,
  after: string,
  limit: number,
): Promise<ImportedSet[]> {
  const sets = await db.importedSet.findMany({
    where: { taxonomyId, contentHash: { not: null }, name: { gt: after } },
    orderBy: { name: 'asc' },
    take: limit,
    include: { createdBy: { select: { name: true } } },
  });
  return sets.map(({ id, name, rows, licence, source, createdBy, createdAt }) => ({
    id,
    name,
    rows,
    licence,
    source,
    createdBy: createdBy.name,
    createdAt: createdAt.toISOString(),
  }));
}

export type NewSet = {
  id: string;
  taxonomyId: string;
  name: string;
  licence: string;
  source: string;
  createdById: string;
};

export const insertSet = async (db: Db, set: NewSet): Promise<void> =>
  void (await db.importedSet.create({ data: set }));

export const hasSet = async (db: Db, taxonomyId: string, name: string): Promise<boolean> =>
  (await db.importedSet.count({ where: { taxonomyId, name } })) > 0;

export type NewRow = { ordinal: number; messages: Message[]; bytes: number; hash: string };

export async function insertRows(db: Db, setId: string, rows: readonly NewRow[]): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "ImportedRow" ("setId", ordinal, messages, bytes, hash)
    SELECT ${setId}::uuid, ordinal, messages, bytes, hash
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row (ordinal int, messages jsonb, bytes int, hash text)`;
}

/** From now on the set cannot change. */
export const sealSet = async (
  db: Db,
  id: string,
  facts: { rows: number; bytes: bigint; contentHash: string },
): Promise<void> => void (await db.importedSet.update({ where: { id }, data: facts }));

/** Deletes sets whose import was interrupted. */
export const deleteUnfinished = async (db: Db, taxonomyId: string, before: Date): Promise<void> =>
  void (await db.importedSet.deleteMany({ where: { taxonomyId, contentHash: null, createdAt: { lt: before } } }));

export const deleteSet = async (db: Db, id: string): Promise<void> =>
  void (await db.importedSet.deleteMany({ where: { id } }));

/** The version that repeats rows of a set, by name; null when none does. */
export async function findUse(db: Db, setId: string): Promise<string | null> {
  const row = await db.datasetRow.findFirst({
    where: { importedSetId: setId },
    select: { version: { select: { number: true, dataset: { select: { name: true } } } } },
  });
  return row && `${row.version.dataset.name}@${row.version.number}`;
}

export const findSet = (db: Db, taxonomyId: string, id: string) =>
  db.importedSet.findFirst({ where: { id, taxonomyId, contentHash: { not: null } }, select: { id: true, name: true } });
