import type { Range } from './range';

/** Without a language, so that Unicode's default rules apply to every script. */
const segmenters = {
  grapheme: new Intl.Segmenter('und', { granularity: 'grapheme' }),
  word: new Intl.Segmenter('und', { granularity: 'word' }),
  sentence: new Intl.Segmenter('und', { granularity: 'sentence' }),
};

/** Characters segmented at a time: longer than real sentences, and fast. */
const WINDOW = 4_000;

/** A window without any of these need not be segmented: in other scripts spaces end the words. */
const isWorth = {
  word: /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
  sentence: /\p{Sentence_Terminal}/u,
};

/**
 * The ends of sentences or words in a range, in order, by Unicode's rules (UAX 29), which cover Chinese, Japanese and
 * Hindi sentences and Thai words. A line break does not end a sentence.
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
    // The last one may continue after the window.
    if (end < range.end && ends.length > 1) ends.pop();
    yield* ends;
    at = ends.at(-1) ?? end;
  }
}

/** A grapheme cluster can have thousands of combining marks; one longer than this is split. */
const LONGEST_CHARACTER = 128;

/** The start of the grapheme cluster that contains `at`: the nearest earlier position for a split. */
export function characterStart(text: string, at: number): number {
  if (/^[ -~]{2}$/.test(text.slice(at - 1, at + 1))) return at;
  const from = Math.max(0, at - LONGEST_CHARACTER);
  const found = segmenters.grapheme.segment(text.slice(from, at + LONGEST_CHARACTER)).containing(at - from)?.index ?? 0;
  if (found > 0) return from + found;
  return /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at;
}
