import { v7 as newId } from 'uuid';
import type { LeafContent } from '@/taxonomy/seeds/contract';
import { maxSeeds } from '@/taxonomy/seeds/vocabulary';

/**
 * The cells of a table that was copied from a spreadsheet: tabs between cells, quotes around cells with line breaks.
 */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text
    .replaceAll(/\r\n?/g, '\n')
    .matchAll(/(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/g)) {
    rows.at(-1)?.push((quoted?.replaceAll('""', '"') ?? plain ?? '').trim());
    if (end === '\n') rows.push([]);
    if (end === '') break;
  }
  return rows.filter((row) => row.some((cell) => cell !== ''));
}

const isHeader = (row: string[]): boolean =>
  row.every((cell) => /^(?:context|passage|questions?|answers?|instruction|input|output|response)$/i.test(cell));

/**
 * Adds a seed for each row of a pasted table: question and answer, or context, question and answer. Rows with the same
 * context become one knowledge seed. Empty seeds are replaced.
 *
 * @returns null when the text is not such a table, or has a single row; then it is pasted as text.
 */
export function withTable(content: LeafContent, text: string): { content: LeafContent; added: number } | null {
  if (!text.includes('\t')) return null;
  const all = cellsOf(text);
  const rows = all[0] && isHeader(all[0]) ? all.slice(1) : all;
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const isWide = columns === 3;
  if (rows.length < 2 || (columns !== 2 && !isWide) || (content.kind === 'knowledge' && !isWide)) return null;
  const triples = rows.map((row) => ({
    context: isWide ? (row[0] ?? '') : '',
    question: row.at(isWide ? 1 : 0) ?? '',
    answer: row.at(isWide ? 2 : 1) ?? '',
  }));
  if (content.kind === 'knowledge') {
    const kept = content.seeds.filter(
      (seed) =>
        seed.context.trim() !== '' || seed.questionsAndAnswers.some(({ question, answer }) => question || answer),
    );
    const contexts = new Map<string, { question: string; answer: string }[]>();
    for (const { context, ...pair } of triples) contexts.set(context, [...(contexts.get(context) ?? []), pair]);
    const added = [...contexts].map(([context, questionsAndAnswers]) => ({
      id: newId(),
      context,
      questionsAndAnswers,
    }));
    return kept.length + added.length > maxSeeds
      ? null
      : { content: { ...content, seeds: [...kept, ...added] }, added: added.length };
  }
  const kept = content.seeds.filter(
    ({ context, question, answer }) => `${context ?? ''}${question}${answer}`.trim() !== '',
  );
  const added = triples.map(({ context, ...pair }) => ({
    id: newId(),
    context: context === '' && content.kind === 'freeform' ? null : context,
    ...pair,
  }));
  const kind = added.some(({ context }) => context) ? 'grounded' : content.kind;
  return kept.length + added.length > maxSeeds
    ? null
    : { content: { ...content, kind, seeds: [...kept, ...added] }, added: added.length };
}
