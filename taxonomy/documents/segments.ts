import type { Range } from './range';

/** Of no language, so that the rules of Unicode hold for every script. */
const segmenters = {
  grapheme: new Intl.Segmenter('und', { granularity: 'grapheme' }),
  word: new Intl.Segmenter('und', { granularity: 'word' }),
  sentence: new Intl.Segmenter('und', { granularity: 'sentence' }),
};

/** So much is looked at together. Longer than any honest sentence, and quick. */
const WINDOW = 4_000;

/** Without one of these in it, a window is not worth the looking: blanks end the words of other scripts. */
const isWorth = {
  word: /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
  sentence: /\p{Sentence_Terminal}/u,
};

/**
 * Where sentences or words of a range end, in order, by the rules of Unicode (UAX 29): also those of Chinese, Japanese
 * and Hindi sentences, and of Thai words. A line break is no end of a sentence.
 */
export function* segmentEnds(text: string, range: Range, granularity: 'word' | 'sentence'): Generator<number> {
  let at = range.start;
  while (at < range.end) {
    const end = Math.min(range.end, at + WINDOW);
    const part = text.slice(at, end).replaceAll(/[\r\n\u0085\u2028\u2029]/g, ' ');
    const from = at;
    at = end;
    if (!isWorth[granularity].test(part)) continue;
    const ends = Array.from(
      segmenters[granularity].segment(part),
      ({ index, segment }) => from + index + segment.length,
    );
    // The last one may go on behind the window.
    if (end < range.end && ends.length > 1) ends.pop();
    yield* ends;
    at = ends.at(-1) ?? end;
  }
}

/** What a person would call one character may be thousands of marks; so long a one is cut all the same. */
const LONGEST_CHARACTER = 128;

/** The start of the character (grapheme cluster) that `at` lies in: where a text may be cut nearest before it. */
export function characterStart(text: string, at: number): number {
  if (/^[ -~]{2}$/.test(text.slice(at - 1, at + 1))) return at;
  const from = Math.max(0, at - LONGEST_CHARACTER);
  const found = segmenters.grapheme.segment(text.slice(from, at + LONGEST_CHARACTER)).containing(at - from)?.index ?? 0;
  if (found > 0) return from + found;
  return /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at;
}
