import type { Database } from '@/prisma/client';
import { practiceMark } from '../generation/vocabulary';
import type { FormatRow, VersionSource } from './formats/format';
import type { Manifest } from './contract';
import { selectLeafPaths } from './repository-leaves';
import { selectDomains, selectRows, type RowRange, type StoredRow } from './repository-rows';

const ROWS_AT_ONCE = 500;
/** Parts to read ahead, so that the database reads while the files are written. */
const AHEAD = 2;

/** Data shared by a version's rows: the paths of its leaves and the domains of their revisions. */
export type RowNames = { paths: Map<string, string>; domains: Map<string, string> };

export async function loadRowNames(db: Database, versionId: string): Promise<RowNames> {
  const leaves = await selectLeafPaths(db, versionId);
  return {
    paths: new Map(leaves.map(({ id, path }) => [id, path])),
    domains: await selectDomains(db, versionId),
  };
}

/** Some rows of a phase, in the form that formats use. */
export async function readRows(db: Database, names: RowNames, range: RowRange): Promise<FormatRow[]> {
  return (await selectRows(db, range)).map((row) => toFormatRow(row, names));
}

/** A published version, read in parts. */
export async function openVersion(db: Database, versionId: string, manifest: Manifest): Promise<VersionSource> {
  const names = await loadRowNames(db, versionId);
  return {
    manifest,
    rows: (phase) => {
      const total = manifest.phases.find((each) => each.phase === phase)?.rows ?? 0;
      return readAhead(total, (from, to) => readRows(db, names, { versionId, phase, from, to }));
    },
  };
}

/** Yields a range in parts and in order, reading the next parts ahead. */
async function* readAhead<T>(total: number, read: (from: number, to: number) => Promise<T[]>): AsyncGenerator<T[]> {
  const coming: Promise<T[]>[] = [];
  let from = 0;
  const ask = () => {
    if (from >= total) return;
    const part = read(from, Math.min(total, from + ROWS_AT_ONCE));
    // Avoids an unhandled rejection; the failure is thrown when this part's turn comes.
    part.catch(() => undefined);
    coming.push(part);
    from += ROWS_AT_ONCE;
  };
  for (let i = 0; i < AHEAD; i += 1) ask();
  for (let next = coming.shift(); next; next = coming.shift()) {
    const part = await next;
    ask();
    yield part;
  }
}

const toFormatRow = (row: StoredRow, { paths, domains }: RowNames): FormatRow => ({
  id: row.sampleId,
  ordinal: row.ordinal,
  replayOf: row.replayOf,
  kind: row.kind,
  context: row.context,
  question: row.question,
  answer: row.answer,
  textHash: row.hash,
  isEdited: row.isEdited,
  leafId: row.leafId,
  leafPath: paths.get(row.leafId) ?? row.leafId,
  runId: row.runId,
  practice: row.isPractice ? practiceMark : null,
  documentVariant: row.documentVariant,
  domain: domains.get(row.revisionId) ?? null,
});
