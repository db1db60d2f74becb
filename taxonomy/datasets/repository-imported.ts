import type { Db } from '@/prisma/client';
import type { ImportedSet } from './contract';

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
