/** What a block of markdown is, as far as cutting it asks. */
export type BlockKind = 'heading' | 'paragraph' | 'list' | 'table' | 'code' | 'quote' | 'html';

/** A block and its place: it reaches to the start of the next one, blank lines behind it included. */
export type Block = { kind: BlockKind; start: number; end: number; depth: number; title: string };

type Line = { start: number; text: string };

const blank = /^\s*$/;
const atxHeading = /^ {0,3}(#{1,6})(?=[ \t]|$)/;
const setextUnderline = /^ {0,3}(=+|-+)[ \t]*$/;
const fence = /^ *(?:[-*+] +|\d{1,9}[.)] +)*(`{3,}(?=[^`]*$)|~{3,})/;
const tableRule = /^\|?[ \t]*:?-+:?(?:[ \t]*\|[ \t]*:?-+:?)*[ \t]*\|?$/;
const listItem = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/;
const thematicBreak = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const indented = /^(?: {4}| {0,3}\t)/;
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
  const lines = splitLines(markdown);
  let at = 0;
  while (at < lines.length) {
    if (blank.test(textAt(lines, at))) {
      at += 1;
      continue;
    }
    const block = readBlock(lines, at);
    let next = block.next;
    while (next < lines.length && blank.test(textAt(lines, next))) next += 1;
    yield {
      kind: block.kind,
      depth: block.depth ?? 0,
      title: block.title ?? '',
      start: startOf(lines, at, markdown),
      end: startOf(lines, next, markdown),
    };
    at = next;
  }
}

type Read = { kind: BlockKind; next: number; depth?: number; title?: string };

function readBlock(lines: Line[], at: number): Read {
  const text = textAt(lines, at);
  if (at === 0 && /^---[ \t]*$/.test(text)) {
    const close = findLine(lines, 1, /^(?:---|\.\.\.)[ \t]*$/);
    if (close !== null) return { kind: 'html', next: close + 1 };
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
function readParagraph(lines: Line[], at: number): Read {
  if (textAt(lines, at).includes('|') && isTableRule(textAt(lines, at + 1))) {
    return { kind: 'table', next: endOfRun(lines, at + 1) };
  }
  let next = at + 1;
  for (; next < lines.length && !interruptsParagraph(textAt(lines, next)); next += 1) {
    const underline = setextUnderline.exec(textAt(lines, next));
    if (underline) {
      const title = lines.slice(at, next).map((line) => line.text.trim());
      return { kind: 'heading', next: next + 1, depth: underline[1]?.startsWith('=') ? 1 : 2, title: title.join(' ') };
    }
  }
  return { kind: 'paragraph', next };
}

const isTableRule = (text: string) => text.includes('|') && tableRule.test(text.trim());

const interruptsParagraph = (text: string) =>
  blank.test(text) ||
  atxHeading.test(text) ||
  (fence.test(text) && !indented.test(text)) ||
  quote.test(text) ||
  // Of numbered lists only one that begins with 1 interrupts: a line may begin with a year.
  /^ {0,3}(?:[-*+]|1[.)])[ \t]+\S/.test(text) ||
  (thematicBreak.test(text) && !setextUnderline.test(text));

function endOfFence(lines: Line[], at: number): number {
  const mark = fence.exec(textAt(lines, at))?.[1] ?? '```';
  const close = new RegExp(`^ *${mark.startsWith('~') ? '~' : '`'}{${mark.length},}[ \\t]*$`);
  return (findLine(lines, at + 1, close) ?? lines.length - 1) + 1;
}

/** A list goes on over blank lines as long as what follows is an item or stands indented. */
function endOfList(lines: Line[], at: number): number {
  let next = at;
  while (next < lines.length) {
    const text = textAt(lines, next);
    if (fence.test(text)) {
      next = endOfFence(lines, next);
      continue;
    }
    const afterBlank = next > at && blank.test(textAt(lines, next - 1));
    const goesOn = blank.test(text) || /^[ \t]{2}/.test(text) || (listItem.test(text) && !thematicBreak.test(text));
    if (!goesOn && (afterBlank || atxHeading.test(text) || thematicBreak.test(text) || isTableRule(text))) break;
    next += 1;
  }
  return next;
}

function endOfIndented(lines: Line[], at: number): number {
  let next = at + 1;
  while (next < lines.length && (blank.test(textAt(lines, next)) || indented.test(textAt(lines, next)))) next += 1;
  return next;
}

function endOfHtml(lines: Line[], at: number): number {
  const raw = rawHtml.find(({ from }) => from.test(textAt(lines, at)));
  if (raw) return (findLine(lines, at, raw.to) ?? lines.length - 1) + 1;
  return endOfRun(lines, at);
}

function endOfRun(lines: Line[], at: number): number {
  let next = at + 1;
  while (next < lines.length && !blank.test(textAt(lines, next))) next += 1;
  return next;
}

function findLine(lines: Line[], from: number, pattern: RegExp): number | null {
  for (let i = from; i < lines.length; i += 1) if (pattern.test(textAt(lines, i))) return i;
  return null;
}

/** Where the items of a list block begin; the first is the block's own start. */
export function listItemStarts(markdown: string, block: { start: number; end: number }): number[] {
  const lines = splitLines(markdown.slice(block.start, block.end));
  return lines.filter((line) => listItem.test(line.text)).map((line) => block.start + line.start);
}

function splitLines(markdown: string): Line[] {
  return Array.from(markdown.matchAll(/[^\r\n]*(?:\r\n|\r|\n|$)/g), (match) => ({
    start: match.index,
    text: match[0].replace(/[\r\n]+$/, ''),
  }));
}

const textAt = (lines: Line[], i: number): string => lines[i]?.text ?? '';
const startOf = (lines: Line[], i: number, markdown: string): number => lines[i]?.start ?? markdown.length;
