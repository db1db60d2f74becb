import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../../accounts/audit';
import type { Actor } from '../../accounts/contract';
import type { Page, PageQuery } from '../../contract';
import { DomainError } from '../../errors';
import { pageOf } from '../../paging';
import type { ImportedSet } from '../contract';
import type { ImportReport, ImportSetQuery } from '../contract-imported';
import { mappingOf } from './mapping';
import { withRows, type ImportFile } from './open-file';
import { readConversations } from './read-conversations';
import {
  deleteSet,
  deleteUnfinished,
  findSet,
  findUse,
  hasSet,
  insertRows,
  insertSet,
  sealSet,
  selectImportedSets,
  type NewRow,
} from './repository';

const ROWS_PER_STATEMENT = 500;
const UNFINISHED_AFTER_MS = 6 * 60 * 60_000;
const SHOWN_PROBLEMS = 20;
const SHOWN_EXAMPLES = 3;
const MAX_ROWS = 5_000_000;

/** A page of the taxonomy's imported datasets by name. */
export async function listImportedSets(
  db: Db,
  taxonomyId: string,
  { cursor, limit }: PageQuery,
): Promise<Page<ImportedSet>> {
  return pageOf(await selectImportedSets(db, taxonomyId, cursor ?? '', limit + 1), limit, ({ name }) => name);
}

type Import = { taxonomyId: string; query: ImportSetQuery; onRows?: (rows: number) => void };

/**
 * Stores the conversations of a file, so that versions can repeat them. Streamed: memory does not grow with the file.
 * Nothing is left of an import that fails, is interrupted, or is a dry run.
 *
 * @throws DomainError `invalid` when the file has bad lines that are not to be skipped, or no conversation; `conflict`
 * when the name is taken.
 */
export async function importSet(
  db: Database,
  actor: Actor,
  { taxonomyId, query, onRows }: Import,
  file: ImportFile,
): Promise<ImportReport> {
  const { name, licence, source: from, isDryRun, skipsBad } = query;
  const mapping = mappingOf(query);
  await deleteUnfinished(db, taxonomyId, new Date(Date.now() - UNFINISHED_AFTER_MS));
  if (await hasSet(db, taxonomyId, name)) throw nameTaken(name);
  const id = uuid();
  if (!isDryRun) {
    await insertSet(db, { id, taxonomyId, name, licence, source: from, createdById: actor.id }).catch(
      (error: unknown) => {
        throw isTaken(error) ? nameTaken(name) : error;
      },
    );
  }
  try {
    const store = isDryRun ? null : (rows: NewRow[]) => insertRows(db, id, rows);
    const { report, bytes, contentHash } = await withRows(file, (rows) =>
      readAll(readConversations(rows, mapping), { unit: rows.unit, store, onRows }),
    );
    if (!isDryRun) {
      refuseBad(report, skipsBad);
      await db.$transaction(async (tx) => {
        await sealSet(tx, id, { rows: report.rows, bytes, contentHash });
        const subject = { action: 'datasets.import', subjectType: 'imported_set', subjectId: id };
        await recordAudit(tx, { actorId: actor.id, ...subject, detail: { name, rows: report.rows, licence } });
      });
    }
    return { ...report, setId: isDryRun ? null : id, name };
  } catch (error) {
    if (!isDryRun) await deleteSet(db, id).catch(() => undefined);
    throw error;
  }
}

type Report = Omit<ImportReport, 'setId' | 'name'>;
type Reading = {
  unit: Report['unit'];
  store: ((rows: NewRow[]) => Promise<void>) | null;
  onRows: ((rows: number) => void) | undefined;
};

async function readAll(
  conversations: ReturnType<typeof readConversations>,
  { unit, store, onRows }: Reading,
): Promise<{ report: Report; bytes: bigint; contentHash: string }> {
  const report: Report = { unit, shape: null, rows: 0, bad: 0, problems: [], examples: [] };
  const hash = createHash('sha256');
  let bytes = 0n;
  let group: NewRow[] = [];
  for await (const read of conversations) {
    if ('problem' in read) {
      report.bad += 1;
      if (report.problems.length < SHOWN_PROBLEMS) report.problems.push(read);
      continue;
    }
    if (report.rows >= MAX_ROWS) throw tooMany();
    const json = JSON.stringify(read.messages);
    const row = { ordinal: report.rows, messages: read.messages, bytes: Buffer.byteLength(json), hash: sha256(json) };
    report.shape = read.shape;
    report.rows += 1;
    if (report.examples.length < SHOWN_EXAMPLES) report.examples.push(read.messages);
    hash.update(row.hash);
    bytes += BigInt(row.bytes);
    group.push(row);
    if (group.length < ROWS_PER_STATEMENT) continue;
    await store?.(group);
    onRows?.(report.rows);
    group = [];
  }
  if (group.length > 0) await store?.(group);
  if (report.rows === 0 && report.bad === 0) throw new DomainError('invalid', 'The file has no rows.');
  return { report, bytes, contentHash: hash.digest('hex') };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function refuseBad({ unit, rows, bad, problems }: Report, skipsBad: boolean): void {
  const [first] = problems;
  const place = first ? ` The first is ${unit} ${first.line}: ${first.problem}` : '';
  if (bad > 0 && !skipsBad)
    throw new DomainError(
      'invalid',
      `${bad.toLocaleString('en')} of ${(rows + bad).toLocaleString('en')} ${unit}s are no conversations.${place} Correct them, or leave them out.`,
    );
  if (rows === 0) throw new DomainError('invalid', `The file has no conversations.${place}`);
}

/**
 * Removes an imported dataset.
 *
 * @throws DomainError `not_found`; `conflict` when a version repeats its rows.
 */
export async function removeImportedSet(db: Database, actor: Actor, taxonomyId: string, setId: string): Promise<void> {
  const set = await findSet(db, taxonomyId, setId);
  if (!set) throw new DomainError('not_found', 'There is no such imported dataset. Reload the page.');
  const user = await findUse(db, setId);
  if (user !== null) throw new DomainError('conflict', `${user} repeats rows of ${set.name}, so it has to stay.`);
  await db.$transaction(async (tx) => {
    await deleteSet(tx, setId);
    const subject = { action: 'datasets.remove_import', subjectType: 'imported_set', subjectId: setId };
    await recordAudit(tx, { actorId: actor.id, ...subject, detail: { name: set.name } });
  });
}

const nameTaken = (name: string) =>
  new DomainError(
    'conflict',
    `There is an imported dataset “${name}” already. Choose another name, or remove it first.`,
  );

const tooMany = () =>
  new DomainError('invalid', `An imported dataset may have ${MAX_ROWS.toLocaleString('en')} rows. Split the file.`);

/** Two people imported under one name at once. */
const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'P2002';
