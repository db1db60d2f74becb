import type { Db } from '@/prisma/client';
import { checkLeaf } from './check-leaf';
import type { LeafContent } from './contract';
import type { LeafForRun } from './leaf';
import { selectContents, selectCurrentLeaves } from './repository-for-run';

const LEAVES_AT_ONCE = 200;

/**
 * Reads what a run needs of many leaves, in groups and ordered by path: each leaf's current revision and its problems.
 * Deleted leaves are skipped.
 */
export async function* leavesForRun(db: Db, leafIds: readonly string[]): AsyncGenerator<LeafForRun[]> {
  for (let from = 0; from < leafIds.length; from += LEAVES_AT_ONCE) {
    const leaves = await selectCurrentLeaves(db, leafIds.slice(from, from + LEAVES_AT_ONCE));
    yield leaves.map((leaf) => ({ ...leaf, problems: checkLeaf(leaf.content) }));
  }
}

/** The contents of revisions, by id. */
export async function contentsOf(db: Db, revisionIds: string[]): Promise<Map<string, LeafContent>> {
  const rows = await selectContents(db, revisionIds);
  return new Map(rows.map(({ revisionId, content }) => [revisionId, content]));
}
