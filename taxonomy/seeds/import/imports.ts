import type { Db } from '@/prisma/client';
import type { Page, PageQuery } from '../../contract';
import { DomainError } from '../../errors';
import { momentCursor, pageOf, readMoment } from '../../paging';
import { crumbsOfMany } from '../../tree/nodes';
import type { ImportDetail, ImportReport, ImportSummary } from '../contract';
import { noteDocuments, selectImports, selectKept } from '../repository-imports';

const KEPT_SHOWN = 500;

/** The imports that wrote something, newest first. */
export async function listImports(
  db: Db,
  taxonomyId: string,
  { cursor, limit }: PageQuery,
): Promise<Page<ImportSummary>> {
  const rows = await selectImports(db, { taxonomyId, before: readMoment(cursor), limit: limit + 1 });
  return pageOf(rows, limit, momentCursor);
}

/** @throws DomainError `not_found` */
export async function findImport(db: Db, importId: string): Promise<ImportSummary & { taxonomyId: string }> {
  const [found] = await selectImports(db, { id: importId });
  if (!found) throw new DomainError('not_found', `There is no import ${importId}. Open the list of imports again.`);
  return found;
}

/**
 * An import, and what undoing it left as it is.
 *
 * @throws DomainError `not_found`
 */
export async function getImport(db: Db, importId: string): Promise<ImportDetail> {
  const summary = await findImport(db, importId);
  const kept = await selectKept(db, importId, KEPT_SHOWN);
  const crumbs = await crumbsOfMany(
    db,
    kept.map(({ nodeId }) => nodeId),
  );
  const pathOf = (nodeId: string) => (crumbs.get(nodeId) ?? []).map(({ name }) => name).join(' / ');
  return { ...summary, keptLeaves: kept.map((leaf) => ({ ...leaf, path: pathOf(leaf.nodeId) })) };
}

/** Records that the documents of an import were added or are being fetched; later ones were added by people. */
export async function documentsCame(db: Db, { importId }: ImportReport): Promise<void> {
  if (importId !== null) await noteDocuments(db, importId);
}
