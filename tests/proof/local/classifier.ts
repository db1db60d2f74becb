import { quantileOf } from '../shared/bootstrap';

/** A seed as a vector of length 1. */
export type SeedVector = { leaf: number; vector: readonly number[] };

export type Nearest = { leaf: number; seed: number; similarity: number };

/** The cosine of two vectors of length 1. */
export const cosineOf = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

/** The seed that a text is most similar to, the first of several. @param isLeftOut Seeds that do not count. */
export function nearestSeed(
  seeds: readonly SeedVector[],
  vector: readonly number[],
  isLeftOut: (seed: number) => boolean = () => false,
): Nearest | null {
  let best: Nearest | null = null;
  for (const [seed, { leaf, vector: other }] of seeds.entries()) {
    if (isLeftOut(seed)) continue;
    const similarity = cosineOf(vector, other);
    if (!best || similarity > best.similarity) best = { leaf, seed, similarity };
  }
  return best;
}

export type Check = { right: number; of: number; threshold: number };

/**
 * Classifies each seed by the others: how often that is right, and from which similarity on a text belongs to a leaf.
 *
 * @param farthestShare This share of the seeds may be less similar to the others of their leaf than the threshold.
 * @param least The lowest threshold.
 */
export function checkClassifier(seeds: readonly SeedVector[], farthestShare: number, least: number): Check {
  let right = 0;
  const own: number[] = [];
  for (const [i, { leaf, vector }] of seeds.entries()) {
    if (nearestSeed(seeds, vector, (seed) => seed === i)?.leaf === leaf) right += 1;
    const nearest = nearestSeed(seeds, vector, (seed) => seed === i || seeds[seed]?.leaf !== leaf);
    if (nearest) own.push(nearest.similarity);
  }
  return { right, of: seeds.length, threshold: Math.max(least, quantileOf(own, farthestShare)) };
}
