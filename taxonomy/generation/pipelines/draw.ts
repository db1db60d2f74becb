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

/**
 * Draws a few entries of a large pool, uniformly and without replacement. Reads only what it draws, so that its cost does
 * not grow with the pool. The same key and pool give the same entries.
 */
export function drawFew<T>(pool: readonly T[], count: number, key: string): T[] {
  const places = new Set<number>();
  for (let next = 0; places.size < Math.min(count, pool.length); next += 1) {
    places.add(Number(BigInt(`0x${hash(`${key}:${next}`).slice(0, 12)}`) % BigInt(pool.length)));
  }
  return [...places].flatMap((place) => pool.slice(place, place + 1));
}

/** A seed for the teacher's own sampling: 31 bits, the same for the same key. */
export const teacherSeed = (key: string): number => Number.parseInt(hash(`teacher:${key}`).slice(0, 8), 16) >>> 1;

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
