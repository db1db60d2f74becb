import { createHash } from 'node:crypto';

/** Pseudo-random numbers that follow from a key alone. */
export type Random = {
  /** At least 0, below 1. */
  next(): number;
  /** A whole number, at least 0, below `limit`. */
  below(limit: number): number;
  /** One of a list; undefined only when the list is empty. */
  pick<T>(list: readonly [T, ...T[]]): T;
  pick<T>(list: readonly T[]): T | undefined;
  chance(probability: number): boolean;
  /** A copy in another order. */
  shuffled<T>(list: readonly T[]): T[];
};

/**
 * The practice teacher's random numbers: the same key gives the same numbers on every machine (sfc32 seeded with a
 * SHA-256).
 */
export function randomOf(key: string | Buffer): Random {
  const digest = createHash('sha256').update(key).digest();
  let a = digest.readInt32LE(0);
  let b = digest.readInt32LE(4);
  let c = digest.readInt32LE(8);
  let counter = 1;

  function next(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  }
  const below = (limit: number) => Math.floor(next() * limit);
  function pick<T>(list: readonly [T, ...T[]]): T;
  function pick<T>(list: readonly T[]): T | undefined;
  function pick<T>(list: readonly T[]): T | undefined {
    return list[below(list.length)];
  }
  function shuffled<T>(list: readonly T[]): T[] {
    const keyed = list.map((item) => ({ item, rank: next() }));
    return keyed.sort((x, y) => x.rank - y.rank).map(({ item }) => item);
  }
  return { next, below, pick, shuffled, chance: (probability) => next() < probability };
}

/** A latency like that of real servers: half of them below `medianMs`, with a long tail that grows with `sigma`. */
export function lognormal(random: Random, medianMs: number, sigma: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return medianMs * Math.exp(sigma * radius * Math.cos(2 * Math.PI * random.next()));
}
