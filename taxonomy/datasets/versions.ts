import type { Db } from '@/prisma/client';
import { Id, type Page, type PageQuery } from '../contract';
import { DomainError } from '../errors';
import type { Dataset, PhaseCount, VersionCard, VersionDetail, VersionRow, VersionSummary } from './contract';
import { dataCard } from './data-card';
import { formatList, lineOf } from './formats';
import { findVersion, selectDatasets, selectMembers, selectVersions, type StoredVersion } from './repository';
import { selectExports } from './repository-exports';
import type { Phase } from './vocabulary';

/** @throws DomainError `not_found` */
export async function loadVersion(db: Db, versionId: string): Promise<StoredVersion> {
  const version = await findVersion(db, { id: versionId });
  if (!version)
    throw new DomainError('not_found', 'There is no such dataset version. Go back to the list of versions.');
  return version;
}

/**
 * A published version as people name it: `birds` is its last version, `birds@2` the second.
 *
 * @throws DomainError `not_found`, saying what is missing; `conflict` while it is being published.
 */
export async function findVersionByName(db: Db, taxonomyId: string, text: string): Promise<StoredVersion> {
  const [, name = text, number = null] = /^(.+)@v?(\d{1,9})$/.exec(text) ?? [];
  const version = await findVersion(db, { taxonomyId, name, number: number === null ? null : Number(number) });
  if (!version) {
    throw new DomainError(
      'not_found',
      `There is no published version ${text}. “seedleaf dataset list” shows what there is.`,
    );
  }
  return version;
}

const toSummary = ({
  recipe: _recipe,
  manifest: _manifest,
  taxonomyId: _taxonomyId,
  ...summary
}: StoredVersion): VersionSummary => summary;

export const getVersionSummary = async (db: Db, versionId: string): Promise<VersionSummary> =>
  toSummary(await loadVersion(db, versionId));

/** A version with its recipe, its mix and its exports. */
export async function getVersion(db: Db, versionId: string): Promise<VersionDetail> {
  const version = await loadVersion(db, versionId);
  return {
    ...toSummary(version),
    recipe: version.recipe,
    manifest: version.manifest,
    phases: (version.manifest?.phases ?? []).map(({ phase, own, replay, leaves }): PhaseCount => ({
      phase,
      own,
      replayed: replay.filter(({ rows }) => rows > 0).map(({ from, rows }) => ({ from, rows })),
      leaves: leaves.map(({ leafId, path, rows }) => ({ leafId, name: path.split('/').at(-1) ?? path, rows })),
    })),
    exports: await selectExports(db, versionId),
    formats: formatList,
  };
}

/**
 * The data card of a published version, as an export holds it.
 *
 * @throws DomainError `conflict` while there is no manifest to make it from.
 */
export async function getVersionCard(db: Db, versionId: string): Promise<VersionCard> {
  const { manifest } = await loadVersion(db, versionId);
  if (!manifest) throw new DomainError('conflict', 'This version is not published yet, so it has no card.');
  return { markdown: dataCard(manifest) };
}

/** A page of all versions of the taxonomy's datasets, newest first. */
export async function listVersions(
  db: Db,
  taxonomyId: string,
  { cursor, limit }: PageQuery,
): Promise<Page<VersionSummary>> {
  const rows = await selectVersions(db, { taxonomyId, before: keyOf(cursor), limit: limit + 1 });
  const items = rows.slice(0, limit).map(toSummary);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? `${Date.parse(last.createdAt)}_${last.id}` : null };
}

function keyOf(cursor: string | undefined): { createdAt: Date; id: string } | null {
  if (cursor === undefined) return null;
  const [, time, id] = /^(\d{1,15})_(.+)$/.exec(cursor) ?? [];
  if (!time || !id || !Id.safeParse(id).success) {
    throw new DomainError('invalid', 'The cursor is not one of this list. Start again from its beginning.');
  }
  return { createdAt: new Date(Number(time)), id };
}

/** A page of the taxonomy's datasets by name. */
export async function listDatasets(db: Db, taxonomyId: string, { cursor, limit }: PageQuery): Promise<Page<Dataset>> {
  const rows = await selectDatasets(db, taxonomyId, cursor ?? '', limit + 1);
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.name ?? null) : null };
}

/** A page of a phase's rows, each as the line that an export holds. */
export async function listVersionRows(
  db: Db,
  versionId: string,
  { phase, cursor, limit }: { phase: Phase; cursor?: string; limit: number },
): Promise<Page<VersionRow>> {
  if (cursor !== undefined && !/^\d{1,9}$/.test(cursor)) {
    throw new DomainError('invalid', 'The cursor is not one of this list. Start again from its beginning.');
  }
  const { recipe } = await loadVersion(db, versionId);
  const after = cursor === undefined ? -1 : Number(cursor);
  const members = await selectMembers(db, { versionId, phase, after, limit: limit + 1 });
  const items = members.slice(0, limit).map((member) => ({
    phase,
    ordinal: member.ordinal,
    sampleId: member.sampleId,
    leafId: member.leafId,
    replayOf: member.replayOf,
    line: lineOf(member, recipe.systemPrompt),
  }));
  return { items, nextCursor: members.length > limit ? String(items.at(-1)?.ordinal) : null };
}
