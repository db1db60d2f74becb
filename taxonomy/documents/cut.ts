import { listItemStarts, type Block } from './markdown-blocks';
import { countTokens } from './tokens';

/** A stretch of a text: from `start`, before `end`, in UTF-16 units. */
export type Range = { start: number; end: number };
export type CountedRange = Range & { tokens: number };

type Cutter = (text: string, range: Range) => Range[];

const ways = {
  heading: [bySentence, byWord, byCharacter],
  paragraph: [bySentence, byWord, byCharacter],
  list: [byItem, byLine, bySentence, byWord, byCharacter],
  table: [byLine, byWord, byCharacter],
  code: [byLine, byWord, byCharacter],
  quote: [byLine, bySentence, byWord, byCharacter],
  html: [byLine, bySentence, byWord, byCharacter],
} as const satisfies Record<Block['kind'], readonly Cutter[]>;

/**
 * A block as ranges of at most `limit` tokens that follow each other without a gap.
 *
 * A block that fits stays whole. A larger one is cut where its kind allows it best: a list between items, a table
 * or code between lines, prose between sentences, and what is still too long between words and at last characters.
 */
export function cutBlock(markdown: string, block: Block, limit: number): CountedRange[] {
  return cut(markdown, block, limit, ways[block.kind]);
}

function cut(text: string, range: Range, limit: number, cutters: readonly Cutter[]): CountedRange[] {
  const tokens = countTokens(text.slice(range.start, range.end));
  const [cutter, ...finer] = cutters;
  if (tokens <= limit || !cutter) return [{ start: range.start, end: range.end, tokens }];
  const parts = cutter(text, range).flatMap((part) => cut(text, part, limit, finer));
  return pack(text, parts, limit);
}

/** Joins neighbours as long as they fit together: cut at sentences, a paragraph is not left as single sentences. */
function pack(text: string, parts: CountedRange[], limit: number): CountedRange[] {
  const groups: CountedRange[][] = [];
  let tokens = Infinity;
  for (const part of parts) {
    const last = groups.at(-1);
    if (last && tokens + part.tokens <= limit) last.push(part);
    else groups.push([part]);
    tokens = last === groups.at(-1) ? tokens + part.tokens : part.tokens;
  }
  return groups.flatMap((group) => fitting(text, group, limit)).map((group) => spanOf(text, group));
}

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

function byItem(text: string, range: Range): Range[] {
  return between(range, listItemStarts(text, range));
}

function byLine(text: string, range: Range): Range[] {
  return between(range, endsOf(text, range, /\r\n|\r|\n/g));
}

/** A full stop, question or exclamation mark with what closes it, and the blanks behind; and the scripts without blanks. */
function bySentence(text: string, range: Range): Range[] {
  return between(range, endsOf(text, range, /[.!?…]["'”’)\]]{0,4}\s+|[。！？]["'”’」』）]{0,4}\s*/g));
}

function byWord(text: string, range: Range): Range[] {
  return between(range, endsOf(text, range, /\s+/g));
}

/** In steps that surely fit (a character is rarely more than three tokens), never through a surrogate pair. */
function byCharacter(text: string, range: Range): Range[] {
  const places: number[] = [];
  for (let at = range.start; at < range.end;) {
    at += CHARACTERS_A_STEP;
    if (/[\uDC00-\uDFFF]/.test(text.charAt(at))) at -= 1;
    places.push(at);
  }
  return between(range, places);
}
const CHARACTERS_A_STEP = 64;

function endsOf(text: string, range: Range, pattern: RegExp): number[] {
  const part = text.slice(range.start, range.end);
  return Array.from(part.matchAll(pattern), (match) => range.start + match.index + match[0].length);
}

/** The ranges that lie between the given places, in order. */
function between(range: Range, places: number[]): Range[] {
  const inside = [...new Set(places)].filter((place) => place > range.start && place < range.end);
  return [...inside, range.end].map((end, i) => ({ start: i === 0 ? range.start : (inside[i - 1] ?? end), end }));
}
