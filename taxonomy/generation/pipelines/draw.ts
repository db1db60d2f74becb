import { createHash } from 'node:crypto';

/**
 * Draws from a pool without replacement. The same key always gives the same entries.
 *
 * Entries are ranked by a hash of (key, id), not shuffled: any worker draws the same entries at any time.
 *
 * @param key What the draw is for: run seed, leaf, item, purpose.
 */
export function draw<T>(pool: readonly T[], count: number, key: string, idOf: (entry: T) => string): T[] {
  return pool
    .map((entry) => ({ entry, rank: hash(`${key}:${idOf(entry)}`) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, count)
    .map(({ entry }) => entry);
}

/** A seed for the teacher's own sampling: 31 bits, the same for the same key. */
export const teacherSeed = (key: string): number => Number.parseInt(hash(`teacher:${key}`).slice(0, 8), 16) >>> 1;

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
