import type { Db } from '@/prisma/client';
import { crumbsOfMany } from '../tree/nodes';
import type { LatestVersion } from './contract';
import type { RecipeChange } from './contract-changes';
import type { Recipe } from './contract-recipe';
import { recipeChanges } from './recipe-changes';
import { findLastVersion } from './repository';

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
