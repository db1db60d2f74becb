import type { Db } from '@/prisma/client';
import { selectPassageIds, selectPassages, sumPassages, type Passage, type PassageSum } from './repository-passages';

export type { Passage, PassageSum };

/** The passages with these ids that still exist. */
export async function getPassages(db: Db, chunkIds: string[]): Promise<Map<string, Passage>> {
  const passages = await selectPassages(db, chunkIds);
  return new Map(passages.map((passage) => [passage.chunkId, passage]));
}

/** The ids of a leaf's passages in a stable order: by document, then by position. */
export const listPassageIds = (db: Db, leafId: string): Promise<string[]> => selectPassageIds(db, leafId);

/** Passages and tokens of each leaf, and whether a fetch is in progress. */
export async function countPassages(db: Db, leafIds: string[]): Promise<Map<string, PassageSum>> {
  const sums = await sumPassages(db, leafIds);
  return new Map(sums.map((sum) => [sum.leafId, sum]));
}
