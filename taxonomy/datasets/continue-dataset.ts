import type { Db } from '@/prisma/client';
import { crumbsOfMany } from '../tree/nodes';
import type { LatestVersion, RecipeChange, VersionChanges } from './contract';
import type { Recipe } from './contract-recipe';
import { recipeChanges } from './recipe-changes';
import { findLastVersion } from './repository';
import { countRowChanges } from './repository-changes';
import { loadVersion } from './versions';

/** The version before the next one of this dataset, with its recipe; null for a new name. */
export async function findLatest(db: Db, taxonomyId: string, name: string): Promise<LatestVersion['latest']> {
  const version = await findLastVersion(db, { taxonomyId, name });
  return version && { versionId: version.id, number: version.number, recipe: version.recipe };
}

/** How a recipe differs from that of the dataset's last version; null for a new name. */
export async function compareWithLatest(
  db: Db,
  { taxonomyId, name, recipe }: { taxonomyId: string; name: string; recipe: Recipe },
): Promise<{ number: number; changes: RecipeChange[] } | null> {
  const latest = await findLatest(db, taxonomyId, name);
  return latest && { number: latest.number, changes: await changesInWords(db, latest.recipe, recipe) };
}

/**
 * The changes of a version: its recipe and rows compared with the published version before it.
 *
 * @throws DomainError `not_found`
 */
export async function getVersionChanges(db: Db, versionId: string): Promise<VersionChanges> {
  const { taxonomyId, datasetName, number, recipe } = await loadVersion(db, versionId);
  const before = await findLastVersion(db, { taxonomyId, name: datasetName, below: number });
  if (!before) return { before: null, recipe: [], rows: { added: 0, removed: 0, changed: 0 } };
  return {
    before: { versionId: before.id, number: before.number },
    recipe: await changesInWords(db, before.recipe, recipe),
    rows: await countRowChanges(db, { before: before.id, now: versionId }),
  };
}

/** How two recipes differ, with the paths of the nodes in their scopes. */
export async function changesInWords(db: Db, before: Recipe, now: Recipe): Promise<RecipeChange[]> {
  const crumbs = await crumbsOfMany(db, [...new Set([...before.scope, ...now.scope])]);
  const placeOf = (id: string) =>
    crumbs
      .get(id)
      ?.map(({ name }) => name)
      .join('/') ?? id;
  return recipeChanges(before, now, placeOf);
}
