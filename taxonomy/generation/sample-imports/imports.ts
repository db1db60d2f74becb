import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../../accounts/audit';
import type { Actor } from '../../accounts/contract';
import type { Page, PageQuery } from '../../contract';
import { DomainError } from '../../errors';
import { dropGroup, enqueue } from '../../jobs/queue';
import { momentCursor, pageOf, readMoment, readOrdinal } from '../../paging';
import type { RefusedRow, SampleImport } from '../contract-sample-imports';
import {
  deleteImport,
  deleteUnread,
  endImport,
  findImport,
  insertImport,
  insertImportRows,
  selectImports,
  selectRefused,
  startAdding,
  type NewImport,
  type NewImportRow,
} from './repository';

export const SAMPLE_IMPORT_JOB = 'import-samples';
const UNREAD_AFTER_MS = 6 * 60 * 60_000;

export type Counted = { rows: number; refused: number; systemPrompts: number; earlierMessages: number };

/**
 * Stores the rows of a file that `read` gives in groups, and queues the job that makes samples of them. Nothing is left
 * when the reading fails or is interrupted.
 */
export async function storeImport(
  db: Database,
  actor: Actor,
  row: Omit<NewImport, 'createdById'>,
  read: (store: (rows: NewImportRow[]) => Promise<void>) => Promise<Counted>,
): Promise<void> {
  const { id, taxonomyId, leafId, file, licence } = row;
  await deleteUnread(db, taxonomyId, new Date(Date.now() - UNREAD_AFTER_MS));
  await insertImport(db, { ...row, createdById: actor.id });
  try {
    const counted = await read((rows) => insertImportRows(db, id, rows));
    await db.$transaction(async (tx) => {
      await startAdding(tx, id, counted);
      await enqueue(tx, [{ kind: SAMPLE_IMPORT_JOB, groupId: id, payload: { importId: id } }]);
      const subject = { action: 'samples.import', subjectType: 'leaf', subjectId: leafId };
      await recordAudit(tx, { actorId: actor.id, ...subject, detail: { file, licence, rows: counted.rows } });
    });
  } catch (error) {
    await deleteImport(db, id).catch(() => undefined);
    throw error;
  }
}

/** Imports into leaves, newest first. */
export async function listSampleImports(
  db: Db,
  taxonomyId: string,
  { cursor, limit }: PageQuery,
): Promise<Page<SampleImport>> {
  return pageOf(await selectImports(db, taxonomyId, readMoment(cursor), limit + 1), limit, momentCursor);
}

/** @throws DomainError `not_found` */
export async function getSampleImport(db: Db, importId: string): Promise<SampleImport> {
  const found = await findImport(db, importId);
  if (!found) throw new DomainError('not_found', 'There is no such import. Reload the page.');
  return found;
}

/** The refused rows of an import, in the order of the file. */
export async function listRefusedRows(
  db: Db,
  importId: string,
  { cursor, limit }: PageQuery,
): Promise<Page<RefusedRow>> {
  await getSampleImport(db, importId);
  const rows = await selectRefused(db, importId, readOrdinal(cursor) ?? 0, limit + 1);
  return pageOf(rows, limit, ({ line }) => String(line));
}

/**
 * Leaves out the rows of an import that wait. What became a sample stays, to be reviewed or rejected.
 *
 * @throws DomainError `not_found`; `conflict` when it is over.
 */
export async function cancelSampleImport(db: Database, actor: Actor, importId: string): Promise<SampleImport> {
  const { leafId, file } = await getSampleImport(db, importId);
  await db.$transaction(async (tx) => {
    if (!(await endImport(tx, importId, { state: 'cancelled' })))
      throw new DomainError('conflict', 'This import is over, so there is nothing to cancel. Reload the page.');
    await dropGroup(tx, importId);
    const subject = { action: 'samples.cancel_import', subjectType: 'leaf', subjectId: leafId };
    await recordAudit(tx, { actorId: actor.id, ...subject, detail: { file } });
  });
  return getSampleImport(db, importId);
}
