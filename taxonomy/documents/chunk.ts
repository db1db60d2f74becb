import { cutBlock, fitting, type Part } from './cut';
import { markdownBlocks } from './markdown-blocks';
import { countTokens } from './tokens';

/** Most tokens of a chunk, the same as in InstructLab's chunker (sdg, utils/chunkers.py). */
export const MAX_CHUNK_TOKENS = 500;

/** A smaller section is joined with the next, so that a heading with one line does not become a passage. */
const SMALL_SECTION_TOKENS = 100;

/**
 * A passage of a document. `text` is markdown.slice(startChar, endChar) plus repeated context, such as a table's header
 * or code fences. `headings` are ordered from the outermost to the innermost.
 */
export type TextChunk = { headings: string[]; text: string; tokens: number; startChar: number; endChar: number };

type Piece = Part & { headings: string[]; isHeading: boolean; isIntro: boolean };

/**
 * Splits markdown into chunks of at most 500 tokens along its headings.
 *
 * Chunks start at headings where possible and include the heading's line. Blocks stay whole if they fit; parts of
 * larger blocks repeat the table's header, the code fence or the formula's delimiter. A sentence that introduces a list
 * stays with it. Small neighbouring sections share a chunk, with the headings that they have in common. Chunks are in
 * order, do not overlap, and together contain everything except blank lines.
 */
export function* chunkMarkdown(markdown: string): Generator<TextChunk> {
  let open: Piece[] = [];
  let tokens = 0;
  for (const piece of piecesOf(markdown)) {
    const isFull = tokens + piece.tokens > MAX_CHUNK_TOKENS || piece.before !== '' || (open.at(-1)?.after ?? '') !== '';
    const isSection = piece.isHeading && tokens >= SMALL_SECTION_TOKENS && open.some((each) => !each.isHeading);
    if (open.length > 0 && (isFull || isSection)) {
      const lead = leadOf(open, piece);
      yield* chunksOf(markdown, open.slice(0, open.length - lead.length));
      open = lead;
      tokens = sum(open);
    }
    open.push(piece);
    tokens += piece.tokens;
  }
  if (open.length > 0) yield* chunksOf(markdown, open);
}

/** Headings and introductions at the end of a full chunk belong to what follows. They move there if they fit. */
function leadOf(open: Piece[], next: Piece): Piece[] {
  if (next.before !== '') return [];
  const body = open.findLastIndex((piece) => !piece.isHeading && !piece.isIntro);
  const lead = open.slice(body + 1);
  const isAll = lead.length === open.length && lead.every((piece) => piece.isHeading);
  return !isAll && sum(lead) + next.tokens <= MAX_CHUNK_TOKENS && body >= 0 ? lead : [];
}

/** Every block, split to size, with its headings. */
function* piecesOf(markdown: string): Generator<Piece> {
  const path: { depth: number; title: string }[] = [];
  for (const block of markdownBlocks(markdown)) {
    if (block.kind === 'heading') {
      while ((path.at(-1)?.depth ?? 0) >= block.depth) path.pop();
      path.push({ depth: block.depth, title: block.title.slice(0, MAX_TITLE).replace(/[\uD800-\uDBFF]$/, '') });
    }
    const headings = path.map(({ title }) => title).filter((title) => title !== '');
    for (const range of cutBlock(markdown, block, MAX_CHUNK_TOKENS)) {
      const isIntro = block.kind === 'paragraph' && isIntroduction(markdown, range);
      yield { ...range, headings, isHeading: block.kind === 'heading', isIntro };
    }
  }
}
const MAX_TITLE = 300;

/** “They eat:” before a list, table or code introduces it. */
const isIntroduction = (markdown: string, { start, end, tokens }: Part): boolean =>
  tokens <= LONGEST_INTRODUCTION && /[:：]\s*$/.test(markdown.slice(Math.max(start, end - 40), end));
const LONGEST_INTRODUCTION = 120;

const chunksOf = (markdown: string, pieces: Piece[]): TextChunk[] =>
  fitting(markdown, pieces, MAX_CHUNK_TOKENS, countFramed)
    .map((group) => chunkOf(markdown, group))
    .filter(({ text }) => text !== '');

const countFramed = (markdown: string, pieces: Piece[]): number => countTokens(framed(markdown, pieces).text);

/** The text of consecutive pieces. Only the first has a prefix, and only the last a suffix. */
function framed(markdown: string, pieces: Piece[]): { text: string; start: number; end: number } {
  const start = pieces[0]?.start ?? 0;
  const own = markdown.slice(start, pieces.at(-1)?.end ?? start).trimEnd();
  const [before, after] = [pieces[0]?.before ?? '', pieces.at(-1)?.after ?? ''];
  if (own.trim() === '') return { text: '', start, end: start };
  return { text: `${before}${own}${after && '\n'}${after}`, start, end: start + own.length };
}

function chunkOf(markdown: string, pieces: Piece[]): TextChunk {
  const { text, start, end } = framed(markdown, pieces);
  const body = pieces.filter((piece) => !piece.isHeading);
  const headings = (body.length > 0 ? body : pieces).map((piece) => piece.headings).reduce(commonStart);
  return { headings, text, tokens: countTokens(text), startChar: start, endChar: end };
}

function commonStart(one: string[], other: string[]): string[] {
  const differs = one.findIndex((title, i) => title !== other[i]);
  return differs === -1 ? one : one.slice(0, differs);
}

const sum = (pieces: Piece[]): number => pieces.reduce((total, piece) => total + piece.tokens, 0);
