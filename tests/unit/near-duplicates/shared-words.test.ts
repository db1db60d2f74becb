import { describe, expect, it } from 'vitest';
import { SHARED_WORDS, SharedWords } from '@/taxonomy/generation/filters/contamination/shared-words';
import { randomOf } from '@/taxonomy/generation/practice/random';

const words = (count: number, from = 0) => Array.from({ length: count }, (_, i) => `word${from + i}`);

describe('thirteen words in a row', () => {
  it('are found anywhere in a text, whatever its case and punctuation', () => {
    const index = new SharedWords();
    index.add(`Intro. ${words(20).join(', ')}!`);
    const shared = words(SHARED_WORDS, 5);
    expect(index.find(`Before ${shared.join(' ').toUpperCase()} after`)).toEqual({ words: shared, place: 0 });
    expect(index.find(shared.slice(1).join(' '))).toBeNull();
    expect(index.find([...shared.slice(0, 12), 'other', ...shared.slice(12)].join(' '))).toBeNull();
  });

  it('are in no text with fewer words, in an empty index, or in another order', () => {
    const index = new SharedWords();
    expect(index.find(words(30).join(' '))).toBeNull();
    index.add(words(12).join(' '));
    index.add('');
    expect(index.find(words(12).join(' '))).toBeNull();
    index.add(words(13).join(' '));
    expect(index.find(words(13).toReversed().join(' '))).toBeNull();
    expect(index.find(words(13).join(' '))).toEqual({ words: words(13), place: 2 });
  });

  it('are found in writing without spaces', () => {
    const text = '鸟类是会飞的动物它们有羽毛和翅膀';
    const index = new SharedWords();
    index.add(text);
    expect(index.find(`你好。${text}`)).toEqual({ words: Array.from(text).slice(0, SHARED_WORDS), place: 0 });
  });

  it('are the same as by comparing every position', () => {
    const random = randomOf('shared words');
    const text = () => Array.from({ length: random.below(60) }, () => random.pick(['a', 'b', 'c'])).join(' ');
    const known = Array.from({ length: 40 }, text);
    const index = new SharedWords();
    for (const each of known) index.add(each);
    let found = 0;
    for (let i = 0; i < 500; i += 1) {
      const asked = text();
      const tokens = asked.split(' ');
      const placeOf = (at: number) =>
        at + SHARED_WORDS > tokens.length
          ? -1
          : known.findIndex((each) => ` ${each} `.includes(` ${tokens.slice(at, at + SHARED_WORDS).join(' ')} `));
      const first = tokens.findIndex((_, at) => placeOf(at) >= 0);
      const expected = first < 0 ? null : { words: tokens.slice(first, first + SHARED_WORDS), place: placeOf(first) };
      expect(index.find(asked)).toEqual(expected);
      if (expected) found += 1;
    }
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThan(500);
  });
});
