import { DistinctNGrams } from '@/taxonomy/generation/comparison/distinct-n-grams';
import { evennessOf } from '@/taxonomy/generation/comparison/evenness';
import { tokenizers } from '@/taxonomy/generation/filters/near-duplicates/tokenizers';
import { cosineOf } from './classifier';

/** A row that survived: the leaf that it belongs to, or null, and the seed that it is nearest to. */
export type Row = { text: string; leaf: number | null; seed: number; vector: readonly number[] };

/** One prompt: the leaf whose share of the budget it is, the leaves of its seeds, and its surviving rows. */
export type Prompt = { leaf: number; shown: readonly number[]; rows: readonly Row[] };

export type Measures = {
  /** Survivors of all rows that were asked for. */
  survival: number;
  /** Of the survivors: those that belong to the leaf whose budget they used, to a leaf of their seeds, to any leaf. */
  own: number;
  shown: number;
  any: number;
  /** Survivors that belong to a leaf of their seeds, of all rows that were asked for. */
  usable: number;
  /** Over the leaves that rows belong to. */
  evenness: number;
  smallest: number;
  /** Mean of 1 − cosine of two rows of the same leaf, over the leaves. */
  diversity: number;
};

/**
 * Measures an arm when each prompt counts as often as its weight says.
 *
 * @param rowsWanted Rows that each prompt asked for.
 */
export function measuresOf(
  prompts: readonly Prompt[],
  leaves: number,
  rowsWanted: number,
): (weights: readonly number[]) => Measures {
  const apart = distancesByLeaf(prompts, leaves);
  return (weights) => {
    const counts = { asked: 0, rows: 0, own: 0, shown: 0, any: 0 };
    const byLeaf = Array.from({ length: leaves }, () => 0);
    for (const [i, { leaf, shown, rows }] of prompts.entries()) {
      const weight = weights[i] ?? 0;
      counts.asked += weight * rowsWanted;
      counts.rows += weight * rows.length;
      for (const row of rows) {
        if (row.leaf === null) continue;
        byLeaf[row.leaf] = (byLeaf[row.leaf] ?? 0) + weight;
        counts.any += weight;
        if (row.leaf === leaf) counts.own += weight;
        if (shown.includes(row.leaf)) counts.shown += weight;
      }
    }
    const share = (count: number, of: number) => (of === 0 ? 0 : count / of);
    const sumOfNLogN = byLeaf.reduce((sum, n) => sum + (n > 0 ? n * Math.log(n) : 0), 0);
    return {
      survival: share(counts.rows, counts.asked),
      own: share(counts.own, counts.rows),
      shown: share(counts.shown, counts.rows),
      any: share(counts.any, counts.rows),
      usable: share(counts.shown, counts.asked),
      evenness: evennessOf(counts.any, sumOfNLogN, leaves) ?? 0,
      smallest: Math.min(...byLeaf),
      diversity: meanDistance(apart, weights),
    };
  };
}

type Pair = { a: number; b: number; distance: number };

/** Each two rows of the same leaf, with their prompts. A row is never compared with itself, however often it is drawn. */
function distancesByLeaf(prompts: readonly Prompt[], leaves: number): Pair[][] {
  const rows = prompts.flatMap(({ rows }, prompt) => rows.map((row) => ({ ...row, prompt })));
  return Array.from({ length: leaves }, (_, leaf) => {
    const own = rows.filter((row) => row.leaf === leaf);
    return own.flatMap((one, i) =>
      own.slice(i + 1).map((other) => ({
        a: one.prompt,
        b: other.prompt,
        distance: 1 - cosineOf(one.vector, other.vector),
      })),
    );
  });
}

/** Leaves without two rows do not count. */
function meanDistance(byLeaf: readonly (readonly Pair[])[], weights: readonly number[]): number {
  const means: number[] = [];
  for (const pairs of byLeaf) {
    let sum = 0;
    let count = 0;
    for (const { a, b, distance } of pairs) {
      const weight = (weights[a] ?? 0) * (weights[b] ?? 0);
      sum += weight * distance;
      count += weight;
    }
    if (count > 0) means.push(sum / count);
  }
  return means.length === 0 ? 0 : means.reduce((sum, mean) => sum + mean, 0) / means.length;
}

/** How many rows belong to each leaf. */
export function rowsByLeaf(prompts: readonly Prompt[], leaves: number): number[] {
  const rows = prompts.flatMap((prompt) => prompt.rows);
  return Array.from({ length: leaves }, (_, leaf) => rows.filter((row) => row.leaf === leaf).length);
}

/** The share of the seeds that are the nearest one of at least one row that belongs to their leaf. */
export function coverageOf(prompts: readonly Prompt[], seeds: number): number {
  const rows = prompts.flatMap((prompt) => prompt.rows);
  return new Set(rows.filter(({ leaf }) => leaf !== null).map(({ seed }) => seed)).size / seeds;
}

/** Different pairs of words divided by all, over the first rows, because it falls with their number. */
export function distinctPairs(prompts: readonly Prompt[], rows: number): number {
  const ngrams = new DistinctNGrams();
  for (const { text } of prompts.flatMap((prompt) => prompt.rows).slice(0, rows)) ngrams.add(tokenizers.unicode(text));
  return ngrams.shares()[1] ?? 0;
}
