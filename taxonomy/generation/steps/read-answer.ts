/**
 * Readers of a teacher's answers. They tolerate chatter around the tags and tags in any case, but never guess what is
 * not plainly there. All run in linear time on any text.
 */

import { END, UNANSWERABLE, type Tag } from '../prompts/prompt';
import { safetyCategories, type SafetyCategory } from '../vocabulary-rows';

/** A text between tags. `isClosed` is false when neither `[END]` nor the next tag follows: it may be cut off. */
export type Block = { text: string; isClosed: boolean };

/**
 * The texts that begin with `tag`. Each ends at `[END]`, at the next `tag`, where the teacher continues with one of the
 * marks of our prompts (small models write the next turn themselves), or at the end of the answer.
 */
export function readBlocks(text: string, tag: `[${Tag}]`): Block[] {
  const marks = new RegExp(`\\[(?:${tag.slice(1, -1)}|END)\\]|</?[a-z]{1,20} [0-9a-f]{8}>`, 'gi');
  const blocks: Block[] = [];
  let from: number | null = null;
  for (const mark of text.matchAll(marks)) {
    if (from !== null) blocks.push({ text: withoutBlankEdges(text.slice(from, mark.index)), isClosed: true });
    from = mark[0].toUpperCase() === tag ? mark.index + mark[0].length : null;
  }
  if (from !== null) blocks.push({ text: withoutBlankEdges(text.slice(from)), isClosed: false });
  return blocks;
}

/** Removes blank lines around a text and the blank after its tag; the indentation of its first line stays. */
function withoutBlankEdges(text: string): string {
  const first = text.search(/\S/);
  if (first === -1) return '';
  const lineStart = text.lastIndexOf('\n', first) + 1;
  return text.slice(lineStart === 0 ? first : lineStart).trimEnd();
}

/** Question and answer pairs; null for a pair without exactly one answer. */
export function readPairs(text: string): (Block & { pair: { question: string; answer: string } | null })[] {
  return readBlocks(text, '[QUESTION]').map((block) => {
    const parts = splitAscii(block.text, '[ANSWER]');
    const [question = '', answer = ''] = parts;
    const isPair = parts.length === 2 && question !== '' && answer !== '';
    return { ...block, pair: isPair ? { question, answer } : null };
  });
}

/** Whether the teacher says that there is nothing to ask or answer here. */
export const isUnanswerable = (text: string): boolean => upperAscii(text).includes(UNANSWERABLE);

/** The verdict on a judge's last line; null when there is none or another line contradicts it. */
function readLastLine(text: string, word: 'SCORE' | 'VERDICT'): string | null {
  const lines = text
    .split(/[\r\n\u0085\u2028\u2029]/)
    .map(plain)
    .filter((line) => line !== '' && line !== END);
  const values = lines.map((line) => valueOf(line, word));
  const last = values.at(-1) ?? null;
  return values.every((value) => value === null || value === last) ? last : null;
}

/** A whole number on a judge's scale, or null: a number outside the scale is not a grade. */
export function readScore(text: string, scale: { from: number; to: number }): number | null {
  const said = readLastLine(text, 'SCORE');
  if (said === null || !/^\d{1,3}(\.0{1,3})?$/.test(said)) return null;
  const score = Number(said);
  return score >= scale.from && score <= scale.to ? score : null;
}

export function readVerdict(text: string): 'yes' | 'no' | null {
  const said = readLastLine(text, 'VERDICT');
  if (said === 'YES') return 'yes';
  return said === 'NO' ? 'no' : null;
}

const categories = Object.keys(safetyCategories) as SafetyCategory[];
const wordOf = (category: SafetyCategory): string => category.replace('_', '').toUpperCase();

/** The categories that a safety judge names, in their own order; empty for SAFE, null for no clear verdict. */
export function readSafety(text: string): SafetyCategory[] | null {
  const said = readLastLine(text, 'VERDICT');
  if (said === null) return null;
  const words = said.split(',').map((word) => word.replaceAll(' ', ''));
  if (words.length === 1 && words[0] === 'SAFE') return [];
  const found = categories.filter((category) => words.includes(wordOf(category)));
  return found.length > 0 && words.every((word) => found.some((category) => wordOf(category) === word)) ? found : null;
}

/** The text before a judge's verdict, at most 2,000 characters. */
export function readExplanation(text: string): string {
  const end = text.trimEnd().lastIndexOf('\n');
  return end === -1 ? '' : text.slice(0, end).trim().slice(0, 2_000);
}

const LONGEST_VERDICT = 90;

/**
 * Removes the emphasis, quotes and code marks that models put around a grade, and makes full-width signs half-width.
 */
function plain(line: string): string {
  const trimmed = line.trim();
  return trimmed.length > LONGEST_VERDICT
    ? trimmed
    : upperAscii(trimmed.normalize('NFKC'))
        .replace(/[*_`#>]/g, '')
        .trim();
}

function valueOf(line: string, word: string): string | null {
  if (line.length > LONGEST_VERDICT || !line.startsWith(word)) return null;
  const rest = line.slice(word.length).trimStart();
  return rest.startsWith(':') ? rest.slice(1).trim().replace(/\.$/, '') : null;
}

/** Changes ASCII letters only, so that every character keeps its position. */
const upperAscii = (text: string): string => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());

function splitAscii(text: string, tag: string): string[] {
  const folded = upperAscii(text);
  const parts: string[] = [];
  let from = 0;
  for (let at = folded.indexOf(tag); at !== -1; at = folded.indexOf(tag, from)) {
    parts.push(withoutBlankEdges(text.slice(from, at)));
    from = at + tag.length;
  }
  return [...parts, withoutBlankEdges(text.slice(from))];
}
