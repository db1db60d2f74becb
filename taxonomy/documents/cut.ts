import { listItemStarts, type Block } from './markdown-blocks';
import { countTokens } from './tokens';

/** A stretch of a text: from `start`, before `end`, in UTF-16 units. */
export type Range = { start: number; end: number };
export type CountedRange = Range & { tokens: number };

type Cutter = (text: string, range: Range) => Iterable<Range>;

const ways = {
  heading: [bySentence, byWord, byCharacter],
  paragraph: [bySentence, byWord, byCharacter],
  list: [byItem, byLine, bySentence, byWord, byCharacter],
  table: [byLine, byWord, byCharacter],
  code: [byLine, byWord, byCharacter],
  quote: [byLine, bySentence, byWord, byCharacter],
  html: [byLine, bySentence, byWord, byCharacter],
} as const satisfies Record<Block['kind'], readonly Cutter[]>;

/** No token of cl100k_base is longer, so a longer text need not be counted to know that it does not fit. */
const LONGEST_TOKEN = 128;

/**
 * A block as ranges of at most `limit` tokens that follow each other without a gap, found as they are asked for.
 *
 * A block that fits stays whole. A larger one is cut where its kind allows it best: a list between items, a table
 * or code between lines, prose between sentences, and what is still too long between words and at last characters.
 */
export function cutBlock(markdown: string, block: Block, limit: number): Iterable<CountedRange> {
  return cut(markdown, block, limit, ways[block.kind]);
}

function* cut(text: string, range: Range, limit: number, cutters: readonly Cutter[]): Generator<CountedRange> {
  const { start, end } = range;
  const [cutter, ...finer] = cutters;
  const tokens = cutter && end - start > limit * LONGEST_TOKEN ? Infinity : countTokens(text.slice(start, end));
  if (tokens <= limit || !cutter) yield { start, end, tokens };
  else yield* pack(text, cutEach(text, cutter(text, range), limit, finer), limit);
}

function* cutEach(text: string, parts: Iterable<Range>, limit: number, cutters: readonly Cutter[]) {
  for (const part of parts) yield* cut(text, part, limit, cutters);
}

/** Joins neighbours as long as they fit together: cut at sentences, a paragraph is not left as single sentences. */
function* pack(text: string, parts: Iterable<CountedRange>, limit: number): Generator<CountedRange> {
  let group: CountedRange[] = [];
  let tokens = 0;
  for (const part of parts) {
    if (group.length > 0 && tokens + part.tokens > limit) {
      yield* joined(text, group, limit);
      group = [];
      tokens = 0;
    }
    group.push(part);
    tokens += part.tokens;
  }
  if (group.length > 0) yield* joined(text, group, limit);
}

const joined = (text: string, group: CountedRange[], limit: number): CountedRange[] =>
  fitting(text, group, limit).map((each) => spanOf(text, each));

/**
 * Neighbours whose tokens add up to `limit`, in groups that truly fit: counted together, texts can have a token or
 * two more than their sum. A part alone is taken as it is.
 */
export function fitting<T extends Range>(text: string, parts: T[], limit: number): T[][] {
  if (parts.length <= 1 || spanOf(text, parts).tokens <= limit) return [parts];
  const half = Math.ceil(parts.length / 2);
  return [...fitting(text, parts.slice(0, half), limit), ...fitting(text, parts.slice(half), limit)];
}

function spanOf(text: string, parts: Range[]): CountedRange {
  const start = parts[0]?.start ?? 0;
  const end = parts.at(-1)?.end ?? start;
  return { start, end, tokens: countTokens(text.slice(start, end)) };
}

function byItem(text: string, range: Range): Iterable<Range> {
  return between(range, listItemStarts(text, range));
}

function byLine(text: string, range: Range): Iterable<Range> {
  return between(range, endsOf(text, range, /\r\n|\r|\n/g));
}

// Blanks are counted up to a number: an endless run of them would take the regular expression's stack.

/** A full stop, question or exclamation mark with what closes it, and the blanks behind; and the scripts without blanks. */
function bySentence(text: string, range: Range): Iterable<Range> {
  return between(range, endsOf(text, range, /[.!?…]["'”’)\]]{0,4}\s{1,64}|[。！？]["'”’」』）]{0,4}\s{0,64}/g));
}

function byWord(text: string, range: Range): Iterable<Range> {
  return between(range, endsOf(text, range, /\s{1,64}/g));
}

/** In steps that surely fit (a character is rarely more than three tokens), never through a surrogate pair. */
function byCharacter(text: string, range: Range): Iterable<Range> {
  return between(range, steps(text, range));
}

function* steps(text: string, range: Range): Generator<number> {
  for (let at = range.start; at < range.end;) {
    at += CHARACTERS_A_STEP;
    if (/[\uDC00-\uDFFF]/.test(text.charAt(at))) at -= 1;
    yield at;
  }
}
const CHARACTERS_A_STEP = 64;

function* endsOf(text: string, range: Range, pattern: RegExp): Generator<number> {
  const part = text.slice(range.start, range.end);
  for (const match of part.matchAll(pattern)) yield range.start + match.index + match[0].length;
}

/** The ranges that lie between the given places, in order. */
function* between(range: Range, places: Iterable<number>): Generator<Range> {
  let start = range.start;
  for (const place of places) {
    if (place <= start || place >= range.end) continue;
    yield { start, end: place };
    start = place;
  }
  yield { start, end: range.end };
}
