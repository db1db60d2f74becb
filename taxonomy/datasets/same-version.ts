import type { Db } from '@/prisma/client';
import type { Recipe } from './contract-recipe';
import { recipeChanges } from './recipe-changes';
import type { StoredVersion } from './repository';
import type { ChosenLeaf } from './repository-chosen';
import { fingerprintChosen } from './repository-tally';

/**
 * The last version of a dataset if a new one with this recipe would have the same rows; else null.
 *
 * All rows follow from the recipe and the samples that it chooses from. Those are only compared one by one when recipe
 * and numbers are equal, so this is usually cheap.
 *
 * @param asked.chosen The number of samples that the recipe chooses now.
 */
export async function findSameVersion(
  db: Db,
  {
    last,
    recipe,
    leaves,
    chosen,
  }: { last: StoredVersion; recipe: Recipe; leaves: readonly ChosenLeaf[]; chosen: number },
): Promise<StoredVersion | null> {
  if (last.state !== 'published' || !last.manifest) return null;
  if (recipeChanges(last.recipe, recipe, (id) => id).length > 0) return null;
  if (last.manifest.chosen.rows !== chosen) return null;
  const now = await fingerprintChosen(db, leaves, recipe);
  return now.fingerprint === last.manifest.chosen.fingerprint ? last : null;
}
