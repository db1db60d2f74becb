import type { Db } from '@/prisma/client';
import { checkLeaf } from './check-leaf';
import type { LeafContent } from './contract';
import type { LeafForRun } from './leaf';
import { selectContents, selectCurrentLeaves } from './repository-for-run';

const LEAVES_AT_ONCE = 200;

/**
 * What a run needs of many leaves, some at a time, in the order of their paths: each leaf's current revision and what
 * is wrong with it. Leaves that are gone are left out.
 */
export async function* leavesForRun(db: Db, leafIds: readonly string[]): AsyncGenerator<LeafForRun[]> {
  for (let from = 0; from < leafIds.length; from += LEAVES_AT_ONCE) {
    const leaves = await selectCurrentLeaves(db, leafIds.slice(from, from + LEAVES_AT_ONCE));
    yield leaves.map((leaf) => ({ ...leaf, problems: checkLeaf(leaf.content) }));
  }
}

/** The contents of revisions, by their ids. */
export async function contentsOf(db: Db, revisionIds: string[]): Promise<Map<string, LeafContent>> {
  const rows = await selectContents(db, revisionIds);
  return new Map(rows.map(({ revisionId, content }) => [revisionId, content]));
}
