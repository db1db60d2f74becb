import { Lines } from './lines';

/** What a block of markdown is, as far as cutting it asks. */
export type BlockKind = 'heading' | 'paragraph' | 'list' | 'table' | 'code' | 'quote' | 'html';

/** A block and its place: it reaches to the start of the next one, blank lines behind it included. */
export type Block = { kind: BlockKind; start: number; end: number; depth: number; title: string };

const atxHeading = /^ {0,3}(#{1,6})(?=[ \t]|$)/;
const setextUnderline = /^ {0,3}(=+|-+)[ \t]*$/;
const fence = /^ *(?:[-*+] +|\d{1,9}[.)] +)*(`{3,}(?=[^`]*$)|~{3,})/;
const tableRule = /^\|?[ \t]*:?-+:?(?:[ \t]*\|[ \t]*:?-+:?)*[ \t]*\|?$/;
const listItem = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/;
const thematicBreak = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const indented = /^(?: {4}| {0,3}\t)/;
const frontMatterEnd = /^(?:---|\.\.\.)[ \t]*$/;
const quote = /^ {0,3}>/;
const htmlStart = /^ {0,3}<(?:!--|\/?[A-Za-z][A-Za-z0-9-]*(?:[\s/>]|$))/;
const rawHtml = [
  { from: /^ {0,3}<!--/, to: /-->/ },
  { from: /^ {0,3}<(?:pre|script|style|textarea)(?:[\s>]|$)/i, to: /<\/(?:pre|script|style|textarea)>/i },
];

/**
 * The blocks of a markdown text, one after the other, in time that grows with its length alone.
 *
 * A full parser was weighed: remark takes 9 s and 1.5 GB for 4 MB, and 10 s for 4 KB of nested lists. Cutting needs
 * only where blocks begin, so this reads line by line: CommonMark's headings, fences, tables, lists, quotes, HTML
 * and front matter. Where the two could differ (headings inside quotes or lists) the block simply stays whole.
 */
export function* markdownBlocks(markdown: string): Generator<Block> {
  const lines = new Lines(markdown);
  let at = 0;
  while (lines.has(at)) {
    if (lines.isBlank(at)) {
      at += 1;
      continue;
    }
    const block = readBlock(lines, at);
    let next = block.next;
    while (lines.has(next) && lines.isBlank(next)) next += 1;
    yield {
      kind: block.kind,
      depth: block.depth ?? 0,
      title: block.title ?? '',
      start: lines.startOf(at),
      end: lines.startOf(next),
    };
    at = next;
  }
}

type Read = { kind: BlockKind; next: number; depth?: number; title?: string };

function readBlock(lines: Lines, at: number): Read {
  const text = lines.text(at);
  if (at === 0 && /^---[ \t]*$/.test(text)) {
    const next = behind(lines, 1, (i) => frontMatterEnd.test(lines.text(i)));
    if (frontMatterEnd.test(lines.text(next - 1)) && next > 1) return { kind: 'html', next };
  }
  if (fence.test(text) && !listItem.test(text)) return { kind: 'code', next: endOfFence(lines, at) };
  const heading = atxHeading.exec(text);
  if (heading) {
    const title = text
      .slice(heading[0].length)
      .trim()
      .replace(/(?:^|[ \t])#+$/, '');
    return { kind: 'heading', next: at + 1, depth: heading[1]?.length ?? 1, title: title.trim() };
  }
  if (thematicBreak.test(text)) return { kind: 'paragraph', next: at + 1 };
  if (listItem.test(text)) return { kind: 'list', next: endOfList(lines, at) };
  if (indented.test(text)) return { kind: 'code', next: endOfIndented(lines, at) };
  if (quote.test(text)) return { kind: 'quote', next: endOfRun(lines, at) };
  if (htmlStart.test(text)) return { kind: 'html', next: endOfHtml(lines, at) };
  return readParagraph(lines, at);
}

/** A paragraph, or what its second line makes of it: a table, or a heading with a line under it. */
function readParagraph(lines: Lines, at: number): Read {
  if (lines.text(at).includes('|') && isTableRule(lines.text(at + 1))) {
    return { kind: 'table', next: endOfRun(lines, at + 1) };
  }
  let next = at + 1;
  for (; lines.has(next) && !interruptsParagraph(lines, next); next += 1) {
    const underline = setextUnderline.exec(lines.text(next));
    if (underline) {
      return {
        kind: 'heading',
        next: next + 1,
        depth: underline[1]?.startsWith('=') ? 1 : 2,
        title: titleOf(lines, at, next),
      };
    }
  }
  return { kind: 'paragraph', next };
}

const isTableRule = (text: string) => text.includes('|') && tableRule.test(text.trim());

/** A paragraph of a million lines with a line under it is a heading too; its first lines say which. */
const titleOf = (lines: Lines, from: number, to: number): string =>
  Array.from({ length: Math.min(to - from, MAX_TITLE_LINES) }, (_, i) => lines.text(from + i).trim()).join(' ');
const MAX_TITLE_LINES = 20;

const interruptsParagraph = (lines: Lines, at: number): boolean => lines.isBlank(at) || interrupts(lines.text(at));

const interrupts = (text: string): boolean =>
  atxHeading.test(text) ||
  (fence.test(text) && !indented.test(text)) ||
  quote.test(text) ||
  // Of numbered lists only one that begins with 1 interrupts: a line may begin with a year.
  /^ {0,3}(?:[-*+]|1[.)])[ \t]+\S/.test(text) ||
  (thematicBreak.test(text) && !setextUnderline.test(text));

function endOfFence(lines: Lines, at: number): number {
  const mark = fence.exec(lines.text(at))?.[1] ?? '```';
  const close = new RegExp(`^ *${mark.startsWith('~') ? '~' : '`'}{${mark.length},}[ \\t]*$`);
  return behind(lines, at + 1, (i) => close.test(lines.text(i)));
}

/** A list goes on over blank lines as long as what follows is an item or stands indented. */
function endOfList(lines: Lines, at: number): number {
  let next = at;
  let isAfterBlank = false;
  while (lines.has(next)) {
    const text = lines.text(next);
    if (fence.test(text)) {
      next = endOfFence(lines, next);
      isAfterBlank = false;
      continue;
    }
    const isBlank = lines.isBlank(next);
    const goesOn = isBlank || /^[ \t]{2}/.test(text) || (listItem.test(text) && !thematicBreak.test(text));
    if (!goesOn && (isAfterBlank || atxHeading.test(text) || thematicBreak.test(text) || isTableRule(text))) break;
    isAfterBlank = isBlank;
    next += 1;
  }
  return next;
}

function endOfIndented(lines: Lines, at: number): number {
  let next = at + 1;
  while (lines.has(next) && (lines.isBlank(next) || indented.test(lines.text(next)))) next += 1;
  return next;
}

function endOfHtml(lines: Lines, at: number): number {
  const raw = rawHtml.find(({ from }) => from.test(lines.text(at)));
  return raw ? behind(lines, at, (i) => raw.to.test(lines.full(i))) : endOfRun(lines, at);
}

function endOfRun(lines: Lines, at: number): number {
  let next = at + 1;
  while (lines.has(next) && !lines.isBlank(next)) next += 1;
  return next;
}

/** The line behind the first one that closes what is open, or behind the last line of all. */
function behind(lines: Lines, from: number, closes: (i: number) => boolean): number {
  let i = from;
  while (lines.has(i) && !closes(i)) i += 1;
  return lines.has(i) ? i + 1 : i;
}

/** Where the items of a list block begin; the first is the block's own start. */
export function* listItemStarts(markdown: string, block: { start: number; end: number }): Generator<number> {
  const lines = new Lines(markdown.slice(block.start, block.end));
  for (let i = 0; lines.has(i); i += 1) if (listItem.test(lines.text(i))) yield block.start + lines.startOf(i);
}
