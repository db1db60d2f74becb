import { cutBlock, fitting, type CountedRange } from './cut';
import { markdownBlocks } from './markdown-blocks';
import { countTokens } from './tokens';

/** Most tokens of a chunk, as InstructLab's chunker has it (sdg, utils/chunkers.py). */
export const MAX_CHUNK_TOKENS = 500;

/** A section with less than this is read together with the next, so that a heading with a line is not a passage. */
const SMALL_SECTION_TOKENS = 100;

/** A passage of a document. `text` is markdown.slice(startChar, endChar); headings lead from the outermost in. */
export type TextChunk = { headings: string[]; text: string; tokens: number; startChar: number; endChar: number };

type Piece = CountedRange & { headings: string[]; isHeading: boolean };

/**
 * Cuts markdown into chunks of at most 500 tokens along its headings.
 *
 * A chunk begins with a heading where it can, and holds its heading's line. Blocks stay whole when they fit. Small
 * neighbouring sections share a chunk; it then stands under the headings that they have in common. The chunks are in
 * order, do not overlap, and together hold everything but blank lines.
 */
export function* chunkMarkdown(markdown: string): Generator<TextChunk> {
  let open: Piece[] = [];
  let tokens = 0;
  for (const piece of piecesOf(markdown)) {
    const isFull = tokens + piece.tokens > MAX_CHUNK_TOKENS;
    const isSection = piece.isHeading && tokens >= SMALL_SECTION_TOKENS && open.some((each) => !each.isHeading);
    if (open.length > 0 && (isFull || isSection)) {
      const headings = trailingHeadings(open, piece);
      yield* chunksOf(markdown, open.slice(0, open.length - headings.length));
      open = headings;
      tokens = sum(open);
    }
    open.push(piece);
    tokens += piece.tokens;
  }
  if (open.length > 0) yield* chunksOf(markdown, open);
}

/** Headings at the end of a full chunk belong to what follows; they go along when there is room for them. */
function trailingHeadings(open: Piece[], next: Piece): Piece[] {
  const body = open.findLastIndex((piece) => !piece.isHeading);
  const headings = open.slice(body + 1);
  return body >= 0 && sum(headings) + next.tokens <= MAX_CHUNK_TOKENS ? headings : [];
}

/** Every block, cut to size, with the headings that it stands under. */
function* piecesOf(markdown: string): Generator<Piece> {
  const path: { depth: number; title: string }[] = [];
  for (const block of markdownBlocks(markdown)) {
    if (block.kind === 'heading') {
      while ((path.at(-1)?.depth ?? 0) >= block.depth) path.pop();
      path.push({ depth: block.depth, title: block.title.slice(0, MAX_TITLE).replace(/[\uD800-\uDBFF]$/, '') });
    }
    const headings = path.map(({ title }) => title).filter((title) => title !== '');
    for (const range of cutBlock(markdown, block, MAX_CHUNK_TOKENS)) {
      yield { ...range, headings, isHeading: block.kind === 'heading' };
    }
  }
}
const MAX_TITLE = 300;

const chunksOf = (markdown: string, pieces: Piece[]): TextChunk[] =>
  fitting(markdown, pieces, MAX_CHUNK_TOKENS)
    .map((group) => chunkOf(markdown, group))
    .filter(({ text }) => text !== '');

function chunkOf(markdown: string, pieces: Piece[]): TextChunk {
  const from = pieces[0]?.start ?? 0;
  const text = markdown.slice(from, pieces.at(-1)?.end ?? from).trimEnd();
  const body = pieces.filter((piece) => !piece.isHeading);
  const headings = (body.length > 0 ? body : pieces).map((piece) => piece.headings).reduce(commonStart);
  return { headings, text, tokens: countTokens(text), startChar: from, endChar: from + text.length };
}

function commonStart(one: string[], other: string[]): string[] {
  const differs = one.findIndex((title, i) => title !== other[i]);
  return differs === -1 ? one : one.slice(0, differs);
}

const sum = (pieces: Piece[]): number => pieces.reduce((total, piece) => total + piece.tokens, 0);
