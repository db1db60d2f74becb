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

/** The leaf whose seeds' mean direction a text is most similar to. @param leftOut A seed that does not count. */
export function nearestLeaf(
  seeds: readonly SeedVector[],
  vector: readonly number[],
  leftOut = -1,
): Pick<Nearest, 'leaf' | 'similarity'> | null {
  let best: Pick<Nearest, 'leaf' | 'similarity'> | null = null;
  for (const leaf of new Set(seeds.map((seed) => seed.leaf))) {
    const similarity = similarityTo(leaf, seeds, vector, leftOut);
    if (similarity !== null && (!best || similarity > best.similarity)) best = { leaf, similarity };
  }
  return best;
}

function similarityTo(
  leaf: number,
  seeds: readonly SeedVector[],
  vector: readonly number[],
  leftOut: number,
): number | null {
  const own = seeds.filter((seed, i) => seed.leaf === leaf && i !== leftOut);
  if (own.length === 0) return null;
  const sum = vector.map((_, k) => own.reduce((total, seed) => total + (seed.vector[k] ?? 0), 0));
  return cosineOf(sum, vector) / Math.sqrt(cosineOf(sum, sum));
}

export type Check = { right: number; of: number; threshold: number };

/**
 * Classifies each seed by the others: how often that is right, and from which similarity on a text belongs to a leaf.
 *
 * @param farthestShare This share of the seeds may be less similar to the others of their leaf than the threshold.
 * @param least The lowest threshold.
 */
export function checkClassifier(seeds: readonly SeedVector[], farthestShare: number, least: number): Check {
  const right = seeds.filter(({ leaf, vector }, i) => nearestLeaf(seeds, vector, i)?.leaf === leaf).length;
  const own = seeds.flatMap(({ leaf, vector }, i) => similarityTo(leaf, seeds, vector, i) ?? []);
  return { right, of: seeds.length, threshold: Math.max(least, quantileOf(own, farthestShare)) };
}
