import { v7 as uuid } from 'uuid';
import type { Database } from '@/prisma/client';
import type { Actor } from '../../accounts/contract';
import { DomainError } from '../../errors';
import { filtered, type Target } from '../../generation/sample-imports/add-samples';
import { fitted, refusalOf, type Pair, type Refused } from '../../generation/sample-imports/check-pair';
import { storeImport, type Counted } from '../../generation/sample-imports/imports';
import { maxImportedSamples, type ImportRefusal } from '../../generation/vocabulary-sample-imports';
import { leafForRun } from '../../seeds/leaf';
import { stripUnstorable } from '../../text';
import { findNodeByPath } from '../../tree/find-node';
import type { LeafKind } from '../../tree/vocabulary';
import type { ImportSamplesQuery, SamplesReport } from '../contract-imported';
import { mappingOf } from './mapping';
import { withRows, type ImportFile } from './open-file';
import { readPairs } from './read-pairs';
import type { FileRows } from './rows';

const ROWS_PER_STATEMENT = 500;
const SHOWN = 20;
const SHOWN_EXAMPLES = 5;
/** In a dry run, so many rows are compared with the leaf. */
const COMPARED = 1_000;
/** Of a refused row, so much of each text is kept. */
const KEPT_CHARACTERS = 2_000;

type Import = { taxonomyId: string; query: ImportSamplesQuery };
type Row = { line: number; pair: Pair; refused: Refused | null };

/**
 * Stores the questions and answers of a file, to become pending samples of a leaf: a worker checks them as it checks the
 * rows of runs, and adds them. A dry run stores nothing and reports what would be refused, the first rows compared with
 * the leaf too.
 *
 * @throws DomainError `not_found` for a leaf that is not there; `invalid` for a file that cannot be read, without rows,
 * or with too many.
 */
export async function importSamples(
  db: Database,
  actor: Actor,
  { taxonomyId, query }: Import,
  file: ImportFile,
): Promise<SamplesReport> {
  const { leafId, name, kind, revisionId } = await leafForRun(
    db,
    (await findNodeByPath(db, taxonomyId, query.leaf)).id,
  );
  const target: Target = { importId: uuid(), taxonomyId, leafId, revisionId, kind };
  const report: SamplesReport = {
    importId: null,
    leaf: { id: leafId, name, kind },
    unit: 'row',
    shape: null,
    rows: 0,
    refusals: {},
    problems: [],
    examples: [],
    compared: 0,
    systemPrompts: 0,
    earlierMessages: 0,
  };
  const reading = (use: (rows: Row[]) => Promise<void>) =>
    withRows(file, (rows) => readAll(rows, { query, kind, report, use }));
  if (query.isDryRun) {
    const first: Row[] = [];
    await reading((rows) => {
      first.push(...rows.filter(({ refused }) => refused === null).slice(0, COMPARED - first.length));
      return Promise.resolve();
    });
    await compare(db, target, report, first);
    return report;
  }
  const { importId: id } = target;
  const facts = {
    id,
    taxonomyId,
    leafId,
    revisionId,
    file: nameOf(file),
    licence: query.licence,
    source: query.source,
  };
  await storeImport(db, actor, facts, (store) => reading((rows) => store(rows.map(toStored))));
  return { ...report, importId: id };
}

const nameOf = ({ name }: ImportFile): string => stripUnstorable(name).slice(0, 200) || 'a file';

type Reading = {
  query: ImportSamplesQuery;
  kind: LeafKind;
  report: SamplesReport;
  use: (rows: Row[]) => Promise<void>;
};

/** Gives the rows to `use` in groups, and counts them in the report. */
async function readAll(file: FileRows, { query, kind, report, use }: Reading): Promise<Counted> {
  let group: Row[] = [];
  report.unit = file.unit;
  for await (const read of readPairs(file, mappingOf(query))) {
    report.rows += 1;
    if (report.rows > maxImportedSamples) throw tooMany();
    const row = 'problem' in read ? notAPair(read) : toRow(read.line, read.pair, kind);
    if (!('problem' in read)) {
      report.shape = read.shape;
      report.systemPrompts += read.systemPrompts;
      report.earlierMessages += read.earlierMessages;
    }
    if (row.refused) note(report, { line: row.line, ...row.refused });
    else if (report.examples.length < SHOWN_EXAMPLES) report.examples.push({ line: row.line, ...row.pair });
    group.push(row);
    if (group.length < ROWS_PER_STATEMENT) continue;
    await use(group);
    group = [];
  }
  if (group.length > 0) await use(group);
  if (report.rows === 0) throw new DomainError('invalid', 'The file has no rows.');
  const { rows, systemPrompts, earlierMessages } = report;
  return {
    rows,
    refused: Object.values(report.refusals).reduce((sum, n) => sum + n, 0),
    systemPrompts,
    earlierMessages,
  };
}

function toRow(line: number, read: Pair, kind: LeafKind): Row {
  const pair = fitted(read, kind);
  return { line, pair, refused: refusalOf(pair, kind) };
}

const notAPair = ({ line, problem }: { line: number; problem: string }): Row => ({
  line,
  pair: { context: null, question: '', answer: '' },
  refused: { reason: 'not_a_pair', detail: problem },
});

function note(report: SamplesReport, row: { line: number; reason: ImportRefusal; detail: string }): void {
  report.refusals[row.reason] = (report.refusals[row.reason] ?? 0) + 1;
  if (report.problems.length < SHOWN) report.problems.push(row);
}

/** Counts which of the first rows the leaf's own check would refuse. Nothing is written. */
async function compare(db: Database, target: Target, report: SamplesReport, rows: readonly Row[]): Promise<void> {
  report.compared = rows.length;
  if (rows.length === 0) return;
  const numbered = rows.map(({ line, pair }) => ({ line, ...pair }));
  const { refused } = await db.$transaction((tx) => filtered(tx, target, numbered), {
    maxWait: 30_000,
    timeout: 60_000,
  });
  const lines = new Set(refused.map(({ line }) => line));
  for (const each of refused) note(report, each);
  report.problems.sort((a, b) => a.line - b.line);
  report.examples = numbered.filter(({ line }) => !lines.has(line)).slice(0, SHOWN_EXAMPLES);
}

function toStored({ line, pair, refused }: Row) {
  if (!refused) return { line, ...pair, reason: null, detail: null };
  const kept = (text: string) => stripUnstorable(text.slice(0, KEPT_CHARACTERS));
  const texts = { context: null, question: kept(pair.question), answer: kept(pair.answer) };
  return { line, ...texts, reason: refused.reason, detail: stripUnstorable(refused.detail) };
}

const tooMany = () =>
  new DomainError(
    'invalid',
    `The file has more than ${maxImportedSamples.toLocaleString('en')} rows, and people review each. Split it, or import it as a dataset to replay.`,
  );
