import type { Db } from '@/prisma/client';
import { Id, type Page } from '../contract';
import { DomainError } from '../errors';
import { foreignCursor, pageOf } from '../paging';
import { changesInWords } from './continue-dataset';
import type { ChangedRow, Standing, VersionChanges } from './contract-changes';
import { findLastVersion, type StoredVersion } from './repository';
import { countChanges, selectChangedRows, type LeafReason } from './repository-changes';
import { countStanding } from './repository-statistics';
import { leafPathsOf } from './scope';
import { loadVersion } from './versions';

/** Leaves that a comparison names; their rows can all be listed. */
const SHOWN_LEAVES = 50;

/**
 * The differences of a version from another one, by default from the published version before it.
 *
 * @throws DomainError `not_found`; `invalid` for versions of two taxonomies; `conflict` when one is not published.
 */
export async function getVersionChanges(db: Db, versionId: string, against?: string): Promise<VersionChanges> {
  const now = await loadVersion(db, versionId);
  const { taxonomyId, datasetName: name, number } = now;
  const before =
    against === undefined
      ? await findLastVersion(db, { taxonomyId, name, below: number })
      : await otherVersion(db, now, against);
  if (!before)
    return {
      before: null,
      recipe: [],
      rows: { added: 0, removed: 0, changed: 0 },
      leaves: { items: [], total: 0 },
    };
  const counts = await countChanges(db, { before: before.id, now: versionId });
  return {
    before: { versionId: before.id, name: before.datasetName, number: before.number },
    recipe: await changesInWords(db, before.recipe, now.recipe),
    rows: sumOf(counts),
    leaves: await leavesOf(db, counts),
  };
}

async function otherVersion(db: Db, now: StoredVersion, against: string): Promise<StoredVersion> {
  const before = await loadVersion(db, against);
  if (before.taxonomyId !== now.taxonomyId)
    throw new DomainError('invalid', 'These versions are of different taxonomies. Choose two of the same one.');
  const unfinished = [before, now].find(({ state }) => state !== 'published');
  if (unfinished)
    throw new DomainError(
      'conflict',
      `${unfinished.datasetName}@${unfinished.number} is not published, so it has no rows to compare.`,
    );
  return before;
}

const isAdded = ({ reason }: LeafReason) => reason === 'approved' || reason === 'chosen';

function sumOf(counts: readonly LeafReason[]): VersionChanges['rows'] {
  const sum = (of: (count: LeafReason) => boolean) => counts.filter(of).reduce((all, { rows }) => all + rows, 0);
  return {
    added: sum(isAdded),
    removed: sum((count) => !isAdded(count) && count.reason !== 'edited'),
    changed: sum(({ reason }) => reason === 'edited'),
  };
}

async function leavesOf(db: Db, counts: readonly LeafReason[]): Promise<VersionChanges['leaves']> {
  const byLeaf = new Map<string, LeafReason[]>();
  for (const count of counts) byLeaf.set(count.leafId, [...(byLeaf.get(count.leafId) ?? []), count]);
  const leaves = [...byLeaf].map(([leafId, own]) => ({
    leafId,
    ...sumOf(own),
    reasons: own
      .filter((count) => !isAdded(count) && count.reason !== 'edited')
      .map(({ reason, rows }) => ({ reason, rows })),
  }));
  const sizeOf = ({ added, removed, changed }: VersionChanges['rows']) => added + removed + changed;
  leaves.sort((a, b) => sizeOf(b) - sizeOf(a) || (a.leafId < b.leafId ? -1 : 1));
  const shown = leaves.slice(0, SHOWN_LEAVES);
  const paths = await leafPathsOf(
    db,
    shown.map(({ leafId }) => leafId),
  );
  return {
    items: shown.map((leaf) => ({ ...leaf, path: paths.get(leaf.leafId) ?? leaf.leafId })),
    total: leaves.length,
  };
}

/**
 * A page of the samples that a version and another one differ in, with both texts.
 *
 * @throws DomainError as getVersionChanges does.
 */
export async function listChangedRows(
  db: Db,
  versionId: string,
  { against, leaf, cursor, limit }: { against: string; leaf?: string; cursor?: string; limit: number },
): Promise<Page<ChangedRow>> {
  if (cursor !== undefined && !Id.safeParse(cursor).success) throw foreignCursor();
  await otherVersion(db, await loadVersion(db, versionId), against);
  const place = { leaf: leaf ?? null, after: cursor ?? null, limit: limit + 1 };
  const rows = await selectChangedRows(db, { before: against, now: versionId }, place);
  const paths = await leafPathsOf(db, [...new Set(rows.map(({ leafId }) => leafId))]);
  const named = rows.map((row) => ({ ...row, path: paths.get(row.leafId) ?? row.leafId }));
  return pageOf(named, limit, ({ sampleId }) => sampleId);
}

/** What has happened since to the samples of a version. */
export async function getVersionStanding(db: Db, versionId: string): Promise<Standing> {
  await loadVersion(db, versionId);
  return countStanding(db, versionId);
}
