import { listItemStarts, type Block } from './markdown-blocks';
import type { Range } from './range';
import { frameOf } from './repeated';
import { characterStart, segmentEnds } from './segments';
import { countTokens } from './tokens';

export type CountedRange = Range & { tokens: number };
/** A part of a block, with the prefix and suffix that make it readable on its own. */
export type Part = CountedRange & { before: string; after: string };

type Cutter = (text: string, range: Range) => Iterable<Range>;

const prose = [bySentence, byLine, byBlank, byWord, byCharacter];
const ways = {
  heading: prose,
  paragraph: prose,
  list: [byItem, byLine, ...prose],
  table: [byLine, byBlank, byWord, byCharacter],
  html_table: [byTableRow, byLine, ...prose],
  grid_table: [byGridRow, byLine, byBlank, byWord, byCharacter],
  code: [byFunction, byBlankLine, byLine, byBlank, byWord, byCharacter],
  math: [byFormulaRow, byLine, byBlank, byWord, byCharacter],
  quote: [byLine, ...prose],
  html: [byLine, ...prose],
} as const satisfies Record<Block['kind'], readonly Cutter[]>;

/** The longest token of cl100k_base. Texts longer than `limit` times this cannot fit and need no counting. */
const LONGEST_TOKEN = 128;

/**
 * Splits a block into consecutive parts of at most `limit` tokens, lazily and without gaps.
 *
 * A block that fits stays whole. A larger one is split where it hurts least: a list between items, a table between
 * rows, code between functions, a formula between rows, prose between sentences. What is still too long is split
 * between words, then between characters. Parts of tables, code and formulas repeat the frame from frameOf.
 */
export function* cutBlock(markdown: string, block: Block, limit: number): Generator<Part> {
  if (block.end - block.start <= limit * LONGEST_TOKEN) {
    const tokens = countTokens(markdown.slice(block.start, block.end));
    if (tokens <= limit) return yield { start: block.start, end: block.end, tokens, before: '', after: '' };
  }
  let frame = frameOf(markdown, block);
  let cost = countTokens(`${frame.before}\n${frame.after}`);
  if (cost > limit / 2) [frame, cost] = [{ before: '', after: '' }, 0];
  // Trailing blank lines, however many, are not split: they go with the last part.
  const end = block.start + markdown.slice(block.start, block.end).trimEnd().length;
  const ranges = cut(markdown, { start: block.start, end }, limit - cost, ways[block.kind]);
  let [before, next] = ['', ranges.next()];
  while (!next.done) {
    const found = next.value;
    next = ranges.next();
    const range = next.done ? { ...found, end: block.end } : found;
    const after = next.done ? '' : frame.after;
    // A joined text may have a few more tokens than the sum of its parts. If it is over the limit, drop the frame.
    const tokens = countTokens(`${before}${markdown.slice(range.start, range.end)}\n${after}`);
    const isFramed = (before !== '' || after !== '') && tokens <= limit;
    yield isFramed ? { ...range, before, after, tokens } : { ...range, before: '', after: '' };
    before = frame.before;
  }
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

/** Joins neighbours while they fit, so that a paragraph does not end up as single sentences. */
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
 * Groups neighbours up to `limit` tokens. Counts each joined group, which can have a token or two more than the sum of
 * its parts. A single part is never split here.
 */
export function fitting<T extends Range>(
  text: string,
  parts: T[],
  limit: number,
  count: (text: string, parts: T[]) => number = (whole, group) => spanOf(whole, group).tokens,
): T[][] {
  if (parts.length <= 1 || count(text, parts) <= limit) return [parts];
  const half = Math.ceil(parts.length / 2);
  return [...fitting(text, parts.slice(0, half), limit, count), ...fitting(text, parts.slice(half), limit, count)];
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

// The quantifier is bounded: an endless run of spaces would exhaust the regular expression's stack.

function bySentence(text: string, range: Range): Iterable<Range> {
  return between(range, segmentEnds(text, range, 'sentence'));
}

function byBlank(text: string, range: Range): Iterable<Range> {
  return between(range, endsOf(text, range, /\s{1,64}/g));
}

/** Thai, Chinese and other scripts have no spaces between words. */
function byWord(text: string, range: Range): Iterable<Range> {
  return between(range, segmentEnds(text, range, 'word'));
}

/**
 * Splits by characters in steps that are sure to fit (a character is rarely more than three tokens), never inside a
 * grapheme cluster.
 */
function byCharacter(text: string, range: Range): Iterable<Range> {
  return between(range, steps(text, range));
}

function* steps(text: string, range: Range): Generator<number> {
  let at = range.start;
  while (at + CHARACTERS_PER_STEP < range.end) {
    const next = characterStart(text, at + CHARACTERS_PER_STEP);
    at = next > at ? next : at + CHARACTERS_PER_STEP;
    yield at;
  }
}
const CHARACTERS_PER_STEP = 64;

/** Positions before an unindented line that follows a blank line and is not a closing bracket. */
function byFunction(text: string, range: Range): Iterable<Range> {
  return between(range, endsOf(text, range, /\n(?:[ \t]{0,64}\r?\n){1,64}(?=[^\s)}\]`~])/g));
}

function byBlankLine(text: string, range: Range): Iterable<Range> {
  return between(range, endsOf(text, range, /\n(?:[ \t]{0,64}\r?\n){1,64}/g));
}

function byTableRow(text: string, range: Range): Iterable<Range> {
  return between(range, endsOf(text, range, /<\/tr>\s{0,64}/gi));
}

function byGridRow(text: string, range: Range): Iterable<Range> {
  return between(range, endsOf(text, range, /^[ \t>]{0,20}\+[-+:=]{2,10000}\+[ \t]*\n/gm));
}

function byFormulaRow(text: string, range: Range): Iterable<Range> {
  return between(range, endsOf(text, range, /\\\\(?:\[[^\]\n]{0,20}\])?(?:[ \t]{0,64}\n)?/g));
}

function* endsOf(text: string, range: Range, pattern: RegExp): Generator<number> {
  const part = text.slice(range.start, range.end);
  for (const match of part.matchAll(pattern)) yield range.start + match.index + match[0].length;
}

/** The ranges between the given positions, in order. */
function* between(range: Range, places: Iterable<number>): Generator<Range> {
  let start = range.start;
  for (const place of places) {
    if (place <= start || place >= range.end) continue;
    yield { start, end: place };
    start = place;
  }
  yield { start, end: range.end };
}
