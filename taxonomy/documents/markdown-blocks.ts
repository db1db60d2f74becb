import type { Token } from 'markdown-it';
import { blockTokens } from './block-parser';
import type { Range } from './range';

/** The kinds of markdown blocks that are split differently. */
export type BlockKind =
  'heading' | 'paragraph' | 'list' | 'table' | 'html_table' | 'grid_table' | 'code' | 'math' | 'quote' | 'html';

/** A block and its range, which reaches to the start of the next block, including blank lines. */
export type Block = { kind: BlockKind; start: number; end: number; depth: number; title: string };
/** A block with the large ones inside it: a table in a list, code in a quote. */
type Outer = Block & { inner: (Range & { kind: BlockKind })[] };

const kinds: Record<string, BlockKind> = {
  heading_open: 'heading',
  bullet_list_open: 'list',
  ordered_list_open: 'list',
  table_open: 'table',
  html_table: 'html_table',
  fence: 'code',
  code_block: 'code',
  math: 'math',
  blockquote_open: 'quote',
  html_block: 'html',
};

/** Characters parsed at a time, and at most to find the end of one block. */
const WINDOW = 32 * 1024;
const LARGEST_WINDOW = 512 * 1024;

/**
 * Lazily lists the blocks of a markdown text in order.
 *
 * markdown-it parses a window of the text. All blocks but the last are used; the next window starts with the last one.
 * So memory and the time to the next block do not grow with the text. A block larger than the largest window is
 * returned as several blocks.
 */
export function* markdownBlocks(markdown: string): Generator<Block> {
  let start = skipBlankLines(markdown, 0);
  const front =
    /^---[ \t]*\r?\n(?:(?!(?:---|\.\.\.)[ \t]*\r?$).{0,2000}\r?\n){1,500}(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/m.exec(
      start === 0 ? markdown.slice(0, WINDOW) : '',
    );
  if (front?.index === 0) {
    const end = skipBlankLines(markdown, front[0].length);
    yield { kind: 'html', start: 0, end, depth: 0, title: '' };
    start = end;
  }
  let size = WINDOW;
  while (start < markdown.length) {
    const end = windowEnd(markdown, start, size);
    const blocks = blocksIn(markdown.slice(start, end), start);
    const isLast = end === markdown.length;
    if (!isLast && blocks.length <= 1 && size < LARGEST_WINDOW) {
      size *= 2;
      continue;
    }
    if (!isLast && blocks.length <= 1) {
      const [{ kind, depth, title } = plain] = blocks;
      const next = endOfLarge(markdown, kind, start, end);
      yield { kind, depth, title, start, end: next };
      start = next;
    } else {
      start = isLast ? end : (blocks.at(-1)?.start ?? end);
      const whole = isLast ? blocks : blocks.slice(0, -1);
      for (const [i, block] of whole.entries())
        yield* partsOf(markdown, { ...block, end: whole[i + 1]?.start ?? start });
    }
    size = WINDOW;
  }
}

/** The parts before, inside and after nested large blocks, so that each is split by the rules of its kind. */
function* partsOf(markdown: string, { inner, ...block }: Outer): Generator<Block> {
  let at = block.start;
  for (const { kind, start, end } of inner) {
    if (start > at) yield { ...block, start: at, end: start };
    at = markdown.slice(end, block.end).trim() === '' ? block.end : end;
    yield { ...block, kind, start, end: at };
  }
  if (at < block.end) yield { ...block, start: at };
}

const plain = { kind: 'paragraph' as const, depth: 0, title: '' };

/** For a block larger than any window: code ends at its fence, anything else at a blank line. */
function endOfLarge(markdown: string, kind: BlockKind, start: number, seen: number): number {
  const [, fence] = /^ *(`{3,}|~{3,})/.exec(markdown.slice(start, start + 1_000)) ?? [];
  const isFenced = kind === 'code' && fence !== undefined && fence.length < 100;
  const close = isFenced ? new RegExp(`\\n *${fence}[ \\t]{0,64}(?=\\r?\\n)`, 'g') : /\n(?=[ \t]{0,64}\r?\n)/g;
  close.lastIndex = isFenced ? start : seen - 1;
  const found = close.exec(markdown);
  return skipBlankLines(markdown, found ? found.index + found[0].length : markdown.length);
}

/** Prefers the end of a line, unless the line is extremely long. */
function windowEnd(markdown: string, start: number, size: number): number {
  const wanted = start + size;
  if (wanted >= markdown.length) return markdown.length;
  const feed = markdown.lastIndexOf('\n', wanted);
  if (feed > start) return feed + 1;
  return size < LARGEST_WINDOW ? wanted : wanted - (/[\uDC00-\uDFFF]/.test(markdown.charAt(wanted)) ? 1 : 0);
}

function skipBlankLines(markdown: string, from: number): number {
  const text = /\S/g;
  text.lastIndex = from;
  const found = text.exec(markdown);
  if (!found) return markdown.length;
  // Do not split inside indentation, which decides what kind of block the line is.
  return Math.max(
    from,
    markdown.lastIndexOf('\n', found.index - 1) + 1,
    markdown.lastIndexOf('\r', found.index - 1) + 1,
  );
}

/** The blocks of a window. Lines without a token (link definitions) count as paragraphs. */
function blocksIn(text: string, offset: number): Outer[] {
  const starts = lineStarts(text);
  const placeOf = (line: number) => offset + (starts[line] ?? text.length);
  const blocks: Outer[] = [];
  let next = 0;
  const addGap = (to: number) => {
    while (next < to && isBlank(text, starts, next)) next += 1;
    if (next < to) blocks.push({ ...plain, start: placeOf(next), end: placeOf(to), inner: [] });
  };
  const tokens = blockTokens(text);
  for (const [i, token] of tokens.entries()) {
    if (token.nesting < 0 || !token.map) continue;
    const [from, to] = token.map;
    const range = { start: placeOf(from), end: placeOf(to) };
    const kind = kindOf(token, text.slice(range.start - offset, range.end - offset));
    if (token.level > 0) {
      const inner = blocks.at(-1)?.inner;
      const isLarge = isCutByKind[kind] === true && range.end - range.start > LARGE_INNER;
      if (isLarge && range.start >= (inner?.at(-1)?.end ?? 0)) inner?.push({ kind, ...range });
      continue;
    }
    addGap(from);
    const depth = kind === 'heading' ? Number(token.tag.slice(1)) : 0;
    blocks.push({ kind, ...range, depth, title: titleOf(kind, tokens[i + 1]), inner: [] });
    next = to;
  }
  addGap(starts.length);
  return blocks;
}

/** Blocks that are split differently from the list or quote around them. */
const isCutByKind: Partial<Record<BlockKind, true>> = {
  table: true,
  html_table: true,
  grid_table: true,
  code: true,
  math: true,
};
/** In characters. A shorter block fits into a passage together with its surroundings, or stays whole there. */
const LARGE_INNER = 600;

/** A table of `+----+` and `| … |` is a paragraph to markdown-it. */
const kindOf = (token: Token, text: string): BlockKind =>
  token.type === 'paragraph_open' && /^[ \t>]{0,20}\+(?:[-=:]{2,200}\+){1,100}[ \t]*\n/.test(text)
    ? 'grid_table'
    : (kinds[token.type] ?? 'paragraph');

const titleOf = (kind: BlockKind, inline: Token | undefined): string =>
  kind === 'heading' && inline?.type === 'inline'
    ? inline.content.slice(0, MAX_TITLE).replaceAll(/\s*\n\s*/g, ' ')
    : '';
const MAX_TITLE = 2_000;

/** Counted like markdown-it: CRLF, CR and LF end a line. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + end.length);
  if (starts.at(-1) === text.length) starts.pop();
  return starts;
}

const isBlank = (text: string, starts: number[], line: number): boolean =>
  !/\S/.test(text.slice(starts[line], starts[line + 1] ?? text.length));

const listItem = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/gm;

/** The starts of a list's items; the first is the start of the block. */
export function* listItemStarts(markdown: string, block: { start: number; end: number }): Generator<number> {
  for (const { index } of markdown.slice(block.start, block.end).matchAll(listItem)) yield block.start + index;
}
