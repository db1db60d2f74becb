import { describe, expect, test } from 'vitest';
import { NearDuplicates, Vocabulary } from '@/taxonomy/generation/filters/near-duplicates/near-duplicates';
import { CommonSubsequence } from '@/taxonomy/generation/filters/near-duplicates/common-subsequence';
import { rougeL } from '@/taxonomy/generation/filters/near-duplicates/rouge-l';
import { tokenizers, type TokenizerName } from '@/taxonomy/generation/filters/near-duplicates/tokenizers';
import { alikeTexts, bruteForce, lcsOf, randomFrom, type Decision } from '../../support/alike-texts';

function indexed(texts: string[][], threshold: number, name: TokenizerName, early = texts.length): Decision[] {
  const vocabulary = new Vocabulary();
  const first = texts.slice(0, early).map((text) => vocabulary.encode(text));
  const index = new NearDuplicates(vocabulary, { threshold, f: rougeL[name] });
  const kept: number[] = [];
  return texts.map((text, i) => {
    const result = index.add(first[i] ?? vocabulary.encode(text));
    if ('nearest' in result) return { nearest: kept[result.nearest.id] ?? -1, score: result.nearest.score };
    kept.push(i);
    return null;
  });
}

describe('near-duplicates', () => {
  for (const name of ['unicode', 'rouge_score'] as const) {
    for (const threshold of [0, 0.3, 0.5, 0.7, 0.75, 0.9, 1]) {
      test(`are those of comparing all pairs (${name}, ${threshold})`, () => {
        for (const [seed, words, most] of [
          [1, 30, 12],
          [2, 400, 40],
          [3, 6, 20],
          [4, 200, 90],
        ] as const) {
          const texts = alikeTexts(150, { seed, words, most });
          const expected = bruteForce(texts, threshold, name);
          expect(indexed(texts, threshold, name)).toEqual(expected);
          // Words that come later than the order of the index was settled.
          expect(indexed(texts, threshold, name, 50)).toEqual(expected);
        }
      });
    }
  }

  test('stay when F is exactly the threshold', () => {
    const ten = 'a b c d e f g h i j'.split(' ');
    const seven = 'a b c d e f g x y z'.split(' ');
    expect(indexed([ten, seven], 0.7, 'unicode')).toEqual([null, null]);
    expect(indexed([ten, seven], 0.69, 'unicode')).toEqual([null, { nearest: 0, score: 0.7 }]);
  });

  test('of rouge_score are decided by its own rounding, in which a tie may be over the threshold', () => {
    // Recorded from rouge_score 0.1.2 with Python 3.
    for (const [common, count, otherCount, f] of [
      [7, 7, 13, 0.7000000000000001],
      [7, 8, 12, 0.7000000000000001],
      [7, 10, 10, 0.7],
      [9, 13, 17, 0.5999999999999999],
      [9, 14, 16, 0.6000000000000001],
      [18, 26, 34, 0.5999999999999999],
    ] as const) {
      expect(rougeL.rouge_score(common, count, otherCount)).toBe(f);
      expect(rougeL.unicode(common, count, otherCount)).toBe((2 * common) / (count + otherCount));
    }
    const seven = 'a b c d e f g'.split(' ');
    const thirteen = 'a b c d e f g h i j k l m'.split(' ');
    expect(indexed([seven, thirteen], 0.7, 'unicode')).toEqual([null, null]);
    expect(indexed([seven, thirteen], 0.7, 'rouge_score')).toEqual([null, { nearest: 0, score: 0.7000000000000001 }]);
  });

  test('name the most similar earlier text, the first of several', () => {
    const texts = ['one two three four five', 'one two three four six', 'a b c d e', 'one two three four five six'];
    const decisions = indexed(
      texts.map((text) => text.split(' ')),
      0.85,
      'unicode',
    );
    expect(decisions).toEqual([null, null, null, { nearest: 0, score: 10 / 11 }]);
  });

  test('are none of a text without a token', () => {
    expect(indexed([[], [], ['a'], []], 0, 'unicode')).toEqual([null, null, null, null]);
  });
});

describe('the common subsequence', () => {
  test('is as long as the textbook says, over the borders of 32 tokens', () => {
    const random = randomFrom(7);
    const lcs = new CommonSubsequence();
    for (const length of [1, 2, 31, 32, 33, 63, 64, 65, 100, 200]) {
      for (let i = 0; i < 20; i += 1) {
        const of = (count: number) => Int32Array.from({ length: count }, () => Math.floor(random() * 12) * 1_000);
        const [text, other] = [of(length), of(1 + Math.floor(random() * 150))];
        lcs.set(text);
        expect(lcs.lengthWith(other, 0, other.length)).toBe(lcsOf([...text], [...other]));
        expect(lcs.lengthWith(text, 0, text.length)).toBe(length);
      }
    }
  });
});

describe('tokens', () => {
  test('of any language are words and numbers, or letters where words are not spaced', () => {
    const { unicode } = tokenizers;
    expect(unicode('Don’t STOP, 3.14 naïve_café!')).toEqual(['don', 't', 'stop', '3', '14', 'naïve', 'café']);
    expect(unicode('cafe\u0301')).toEqual(unicode('CAFÉ'));
    expect(unicode('東京タワー2号')).toEqual(['東', '京', 'タ', 'ワ', 'ー', '2', '号']);
    expect(unicode('ไม่เป็นไร').length).toBeGreaterThan(3);
    expect(unicode('हिन्दी में')).toEqual(['हिन्दी', 'में']);
    expect(unicode(' \n…')).toEqual([]);
  });

  test('of rouge_score are those of Python', () => {
    expect(tokenizers.rouge_score('Don’t STOP, 3.14 naïve_café! K')).toEqual([
      'don',
      't',
      'stop',
      '3',
      '14',
      'na',
      've',
      'caf',
      'k',
    ]);
    expect(tokenizers.rouge_score('東京')).toEqual([]);
  });
});
