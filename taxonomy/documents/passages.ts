import type { Db } from '@/prisma/client';
import { selectPassageIds, selectPassages, sumPassages, type Passage, type PassageSum } from './repository-passages';

export type { Passage, PassageSum };

/** The passages with these ids that are still there. */
export async function getPassages(db: Db, chunkIds: string[]): Promise<Map<string, Passage>> {
  const passages = await selectPassages(db, chunkIds);
  return new Map(passages.map((passage) => [passage.chunkId, passage]));
}

/** The ids of a leaf's passages, in an order that never changes: by document, then by place. */
export const listPassageIds = (db: Db, leafId: string): Promise<string[]> => selectPassageIds(db, leafId);

/** How many passages each leaf has, their tokens, and whether more are on their way. */
export async function countPassages(db: Db, leafIds: string[]): Promise<Map<string, PassageSum>> {
  const sums = await sumPassages(db, leafIds);
  return new Map(sums.map((sum) => [sum.leafId, sum]));
}
