import type { Db } from '@/prisma/client';
import type { Recipe } from './contract';
import { recipeChanges } from './recipe-changes';
import { findLastVersion, type StoredVersion } from './repository';
import { selectLargestLeaves } from './repository-leaves';
import { isStillSame, type Tally } from './repository-tally';
import type { Phase } from './vocabulary';

/**
 * The last published version of a dataset if a new one with this recipe would have the same rows; else null.
 *
 * Rows are compared only if recipe and counts are equal, so this is usually cheap.
 */
export async function findSameVersion(
  db: Db,
  { taxonomyId, name, recipe, tally }: { taxonomyId: string; name: string; recipe: Recipe; tally: Tally },
): Promise<StoredVersion | null> {
  const last = await findLastVersion(db, { taxonomyId, name });
  if (last?.state !== 'published' || !last.manifest) return null;
  if (recipeChanges(last.recipe, recipe, (id) => id).length > 0) return null;
  const own = (phase: Phase) => last.manifest?.phases.find((each) => each.phase === phase)?.own ?? 0;
  const hasSameCounts = (['knowledge_short', 'knowledge_long', 'skills'] as const).every(
    (phase) => own(phase) === tally[phase],
  );
  if (!hasSameCounts) return null;
  const leaves = await selectLargestLeaves(db, last.id);
  if (leaves.total !== tally.leaves) return null;
  return (await isStillSame(db, last.id)) ? last : null;
}
