import { describe, expect, it } from 'vitest';
import { DistinctNGrams } from '@/taxonomy/generation/comparison/distinct-n-grams';
import { evennessOf } from '@/taxonomy/generation/comparison/evenness';
import { nearestScores } from '@/taxonomy/generation/comparison/nearest-scores';
import { Pace } from '@/taxonomy/generation/comparison/pace';
import { spreadOf } from '@/taxonomy/generation/comparison/spread';
import { Vocabulary } from '@/taxonomy/generation/filters/near-duplicates/near-duplicates';
import { tokenizers } from '@/taxonomy/generation/filters/near-duplicates/tokenizers';
import { lcsOf } from '../../support/alike-texts';

const words = ['bird', 'sings', 'at', 'night', 'dawn', 'name', 'a', 'which', 'lake', 'is', 'deep'];

/** Texts that share many words, from a fixed rule. */
const makeTexts = (count: number): string[] =>
  Array.from({ length: count }, (_, i) =>
    Array.from({ length: 3 + (i % 7) }, (__, j) => words[(i * i + 3 * j * (i + 1) + j) % words.length]).join(' '),
  );

const unhurried = { step: () => Promise.resolve() };

async function scoresOf(texts: readonly string[]): Promise<number[]> {
  const vocabulary = new Vocabulary();
  const encoded = texts.map((text) => vocabulary.encode(tokenizers.unicode(text)));
  return [...(await nearestScores(vocabulary, encoded, unhurried))];
}

describe('nearestScores', () => {
  it('gives each text its highest ROUGE-L with any other, as comparing all pairs does', async () => {
    const texts = makeTexts(120);
    const tokens = texts.map((text) => tokenizers.unicode(text));
    const expected = tokens.map((own, i) =>
      Math.max(
        ...tokens.flatMap((other, j) => (i === j ? [] : [(2 * lcsOf(own, other)) / (own.length + other.length)])),
      ),
    );
    expect(await scoresOf(texts)).toEqual(expected);
  });

  it('gives 1 to equal texts and 0 to a text that shares no word', async () => {
    expect(await scoresOf(['a bird sings', 'A bird sings!', 'volcano'])).toEqual([1, 1, 0]);
    expect(await scoresOf(['alone'])).toEqual([0]);
  });
});

describe('Pace', () => {
  it('lets other work go on, and stops when it is cancelled', async () => {
    const controller = new AbortController();
    const pace = new Pace(controller.signal, () => undefined);
    let others = 0;
    const timer = setInterval(() => (others += 1), 1);
    const work = async () => {
      for (;;) {
        const end = performance.now() + 2;
        while (performance.now() < end);
        await pace.step();
        if (others > 3) controller.abort(new Error('left'));
      }
    };
    await expect(work()).rejects.toThrow('left');
    clearInterval(timer);
  });
});

describe('DistinctNGrams', () => {
  it('divides the different n-grams by all of them, and crosses no end of a text', () => {
    const ngrams = new DistinctNGrams();
    ngrams.add(['a', 'b', 'a', 'b']);
    ngrams.add(['b', 'a']);
    // Words a b; pairs ab ba ab, ba; triples aba bab.
    expect(ngrams.shares()).toEqual([2 / 6, 2 / 4, 2 / 2]);
  });

  it('has no share without n-grams', () => {
    const ngrams = new DistinctNGrams();
    expect(ngrams.shares()).toEqual([null, null, null]);
    ngrams.add(['one', 'two']);
    expect(ngrams.shares()).toEqual([1, 1, null]);
  });
});

describe('evennessOf', () => {
  const of = (counts: number[], leaves: number) =>
    evennessOf(
      counts.reduce((sum, n) => sum + n, 0),
      counts.reduce((sum, n) => sum + n * Math.log(n), 0),
      leaves,
    );

  it('is 1 when all leaves have as many rows, 0 when one has all, between otherwise', () => {
    expect(of([5, 5, 5], 3)).toBeCloseTo(1);
    expect(of([15], 3)).toBeCloseTo(0);
    expect(of([5, 5], 4)).toBeCloseTo(0.5);
  });

  it('does not exist without rows or with one leaf', () => {
    expect(of([], 3)).toBeNull();
    expect(of([4], 1)).toBeNull();
  });
});

describe('spreadOf', () => {
  it('gives percentiles, in proportion between two values', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ p10: 1.2, median: 2, p90: 2.8 });
    expect(spreadOf([7])).toEqual({ p10: 7, median: 7, p90: 7 });
    expect(spreadOf([])).toBeNull();
  });
});
