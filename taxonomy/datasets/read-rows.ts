import type { Database } from '@/prisma/client';
import { practiceMark } from '../generation/vocabulary';
import type { FormatRow, VersionSource } from './formats/format';
import type { Manifest } from './contract';
import { selectLeafPaths } from './repository-leaves';
import { selectDomains, streamRows, type RowRange, type StoredRow } from './repository-rows';

const ROWS_AT_ONCE = 250;

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
  const rows: FormatRow[] = [];
  for await (const part of streamRows(db, range, ROWS_AT_ONCE))
    rows.push(...part.map((row) => toFormatRow(row, names)));
  return rows;
}

/** A published version, read in parts. */
export async function openVersion(db: Database, versionId: string, manifest: Manifest): Promise<VersionSource> {
  const names = await loadRowNames(db, versionId);
  return {
    manifest,
    rows: async function* (phase) {
      const to = manifest.phases.find((each) => each.phase === phase)?.rows ?? 0;
      for await (const rows of streamRows(db, { versionId, phase, from: 0, to }, ROWS_AT_ONCE)) {
        yield rows.map((row) => toFormatRow(row, names));
      }
    },
  };
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
  isAuxiliary: row.isAuxiliary,
  domain: domains.get(row.revisionId) ?? null,
});
