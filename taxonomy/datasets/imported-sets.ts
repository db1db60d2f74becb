import type { Db } from '@/prisma/client';
import type { Page, PageQuery } from '../contract';
import { pageOf } from '../paging';
import type { ImportedSet } from './contract';
import { selectImportedSets } from './repository-imported';

/** A page of the taxonomy's imported datasets by name. */
export async function listImportedSets(
  db: Db,
  taxonomyId: string,
  { cursor, limit }: PageQuery,
): Promise<Page<ImportedSet>> {
  return pageOf(await selectImportedSets(db, taxonomyId, cursor ?? '', limit + 1), limit, ({ name }) => name);
}
