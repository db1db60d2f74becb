import type { Database, Db } from '@/prisma/client';
import type { Page, PageQuery } from '../contract';
import { DomainError } from '../errors';
import { foreignCursor, momentCursor, pageOf, readMoment, readOrdinal } from '../paging';
import type { Dataset, VersionCard, VersionDetail, VersionRow, VersionSummary } from './contract';
import type { LeafCount, PhaseCount } from './contract-counts';
import type { Manifest } from './contract-manifest';
import { formatList } from './formats';
import { messagesLine } from './formats/messages';
import { makeShare } from '../share';
import { loadRowNames, readRows } from './read-rows';
import { findVersion, selectDatasets, selectVersions, type StoredVersion } from './repository';
import { selectExports } from './repository-exports';
import { selectLargestLeaves, selectLeafCounts } from './repository-leaves';
import type { Recipe } from './contract-recipe';
import { splits, type Split } from './vocabulary-limits';

/** @throws DomainError `not_found` */
export async function loadVersion(db: Db, versionId: string): Promise<StoredVersion> {
  const version = await findVersion(db, { id: versionId });
  if (!version)
    throw new DomainError('not_found', 'There is no such dataset version. Go back to the list of versions.');
  return version;
}

/**
 * Finds a published version by name: `birds` is the last version, `birds@2` the second.
 *
 * @throws DomainError `not_found`, naming what is missing; `conflict` while it is being published.
 */
export async function findVersionByName(db: Db, taxonomyId: string, text: string): Promise<StoredVersion> {
  const [, name = text, number = null] = /^(.+)@v?(\d{1,9})$/.exec(text) ?? [];
  const version = await findVersion(db, { taxonomyId, name, number: number === null ? null : Number(number) });
  if (!version) {
    throw new DomainError(
      'not_found',
      `There is no published version ${text}. Run “seedleaf dataset list” to see all versions.`,
    );
  }
  return version;
}

const toSummary = ({
  recipe: _recipe,
  manifest: _manifest,
  card: _card,
  taxonomyId: _taxonomyId,
  ...summary
}: StoredVersion): VersionSummary => summary;

export const getVersionSummary = async (db: Db, versionId: string): Promise<VersionSummary> =>
  toSummary(await loadVersion(db, versionId));

/** A version with its recipe, mix, shortened sources, and exports. */
export async function getVersion(db: Db, versionId: string): Promise<VersionDetail> {
  const version = await loadVersion(db, versionId);
  return {
    ...toSummary(version),
    recipe: version.recipe,
    origin: version.manifest && toOrigin(version.manifest),
    phases: (version.manifest?.phases ?? []).map(
      ({ rows: _rows, ownBytes: _bytes, leaves: _leaves, ...count }): PhaseCount => count,
    ),
    leaves: await selectLargestLeaves(db, versionId),
    exports: await selectExports(db, versionId),
    formats: formatList,
  };
}

/** A page shows at most this many runs and sources; the data card has all of them. */
const SHOWN = 20;

const toOrigin = ({ practice, edited, approvedInBulk, templateMarks, statistics, runs, sources }: Manifest) => ({
  practice,
  edited,
  approvedInBulk,
  templateMarks,
  statistics,
  runs: firstOf(runs),
  sources: firstOf(sources),
});

const firstOf = <T>(items: T[]) => ({ items: items.slice(0, SHOWN), total: items.length });

/**
 * The data card of a published version.
 *
 * @throws DomainError `conflict` while it is not published.
 */
export async function getVersionCard(db: Db, versionId: string): Promise<VersionCard> {
  const { card } = await loadVersion(db, versionId);
  if (card === null) throw new DomainError('conflict', 'This version is not published yet, so it has no card.');
  return { markdown: card };
}

/** A page of a version's leaves, by number of rows. */
export async function listVersionLeaves(
  db: Db,
  versionId: string,
  { cursor, limit }: PageQuery,
): Promise<Page<LeafCount>> {
  const [, rows, leafId] = cursor === undefined ? [] : (/^(\d{1,9})_(\w{1,64})$/.exec(cursor) ?? []);
  if (cursor !== undefined && !leafId) throw foreignCursor();
  await loadVersion(db, versionId);
  const after = leafId === undefined ? null : { rows: Number(rows), leafId };
  const leaves = await selectLeafCounts(db, versionId, { after, limit: limit + 1 });
  return pageOf(leaves, limit, (last) => `${last.rows}_${last.leafId}`);
}

const shareVersions = makeShare<Page<VersionSummary>>();

/** A page of all versions of the taxonomy's datasets, newest first. */
export const listVersions = (db: Db, taxonomyId: string, query: PageQuery): Promise<Page<VersionSummary>> =>
  shareVersions(db, JSON.stringify([taxonomyId, query]), () => readVersions(db, taxonomyId, query));

async function readVersions(db: Db, taxonomyId: string, { cursor, limit }: PageQuery): Promise<Page<VersionSummary>> {
  const rows = await selectVersions(db, { taxonomyId, before: readMoment(cursor), limit: limit + 1 });
  return pageOf(rows.map(toSummary), limit, momentCursor);
}

/** A page of the taxonomy's datasets by name. */
export async function listDatasets(db: Db, taxonomyId: string, { cursor, limit }: PageQuery): Promise<Page<Dataset>> {
  const rows = await selectDatasets(db, taxonomyId, cursor ?? '', limit + 1);
  return pageOf(rows, limit, ({ name }) => name);
}

/**
 * A page of the rows of a phase and split, as lines of an export in the messages format.
 *
 * @throws DomainError `not_found` when the version has no such phase.
 */
export async function listVersionRows(
  db: Database,
  versionId: string,
  { phase, split = 'train', cursor, limit }: { phase: string; split?: Split; cursor?: string; limit: number },
): Promise<Page<VersionRow>> {
  const version = await loadVersion(db, versionId);
  const { recipe } = version;
  const place = placeOfPhase(recipe, phase);
  const from = (readOrdinal(cursor) ?? -1) + 1;
  const names = await loadRowNames(db, version);
  const range = { versionId, phase: place, split: splits.indexOf(split), from, to: from + limit + 1 };
  const rows = await readRows(db, { recipe, names }, range);
  const items = rows.slice(0, limit).map((row) => ({
    phase,
    split,
    ordinal: row.ordinal,
    sampleId: row.sample && row.id,
    leafId: row.sample?.leafId ?? null,
    leafPath: row.sample?.leafPath ?? row.replayOf ?? '',
    replayOf: row.replayOf,
    line: messagesLine(row).trimEnd(),
  }));
  return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.ordinal) : null };
}

/**
 * The place of a phase of a recipe.
 *
 * @throws DomainError `not_found`, naming its phases.
 */
export function placeOfPhase({ phases }: Recipe, key: string): number {
  const place = phases.findIndex((phase) => phase.key === key);
  if (place >= 0) return place;
  const known = phases.map((phase) => phase.key).join(', ');
  throw new DomainError('not_found', `This version has no phase “${key}”. Its phases: ${known}.`);
}
