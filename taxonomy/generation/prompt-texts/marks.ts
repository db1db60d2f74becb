import type { Prompt } from '../prompts/prompt';
import { isUnanswerable, readBlocks, readSafety, readScore, readVerdict } from '../steps/read-answer';

type Texted = Pick<Prompt<never>, 'text'>;

const tagLine = /^\[(?:QUESTION|ANSWER|CONTEXT|TEXT|END)\]$/;
const markLine = /^(?:\[(?:QUESTION|ANSWER|CONTEXT|TEXT|END|UNANSWERABLE)\]|(?:SCORE|VERDICT): .+)$/;
/** A kind of harm with its explanation, in the prompt of the safety judge: `PERSONAL DATA - They ask for …`. */
const categoryLine = /^([A-Z]+(?: [A-Z]+)*) - /;

const linesOf = (text: string): string[] => text.split('\n').map((line) => line.trim());

/**
 * The lines of a built-in prompt by which answers are read: its tags, its grades or verdicts, and the names of harms
 * (which end with ` -`, as more follows on their lines). Every other text of the prompt needs them too.
 */
export function marksOf({ text }: Texted): string[] {
  const lines = linesOf(text);
  const marks = lines.filter((line) => markLine.test(line));
  const names = marks.includes('VERDICT: SAFE') ? lines.flatMap((line) => categoryLine.exec(line)?.[1] ?? []) : [];
  return [...new Set([...names.map((name) => `${name} -`), ...marks])];
}

/** What is wrong with the marks of a text, one sentence each. */
export function faultsOfMarks(prompt: Texted, text: string): string[] {
  const lines = linesOf(text);
  const marks = marksOf(prompt);
  const missing = marks.filter(
    (mark) => !lines.some((line) => (mark.endsWith(' -') ? isNamed(line, mark) : line === mark)),
  );
  const faults = missing.map((mark) =>
    mark.endsWith(' -')
      ? `The line that begins with “${mark}” is missing. The judge’s answer names this kind of harm.`
      : `The line “${mark}” is missing. Put it on a line of its own: answers are read by it.`,
  );
  for (const [at, line] of lines.entries()) {
    const isGrade = line.startsWith('SCORE: ');
    if (isGrade && !marks.includes(line)) {
      const known = marks.filter((mark) => mark.startsWith('SCORE: ')).join(', ');
      const remedy = known === '' ? 'Remove it: this prompt asks for no grade.' : `Grades that are read: ${known}.`;
      faults.push(`Line ${at + 1}: “${line}” is not read. ${remedy}`);
    }
  }
  const order = linesOf(prompt.text).filter((line) => tagLine.test(line));
  if (missing.length === 0 && !isInOrder(order, lines)) {
    faults.push(`The tags are not in their order. It is: ${order.join(', ')}.`);
  }
  return faults;
}

const isNamed = (line: string, mark: string): boolean => line === mark || line.startsWith(`${mark} `);

/** Whether these lines occur in this order, perhaps with others between them. */
function isInOrder(order: readonly string[], lines: readonly string[]): boolean {
  let at = 0;
  for (const line of lines) if (line === order[at]) at += 1;
  return at === order.length;
}

/** Whether an answer contains what the steps of this prompt read. */
export function isReadable(prompt: Texted, answer: string): boolean {
  const marks = marksOf(prompt);
  const grades = marks.flatMap((mark) => (mark.startsWith('SCORE: ') ? [Number(mark.slice(7))] : []));
  if (grades.length > 0) return readScore(answer, { from: Math.min(...grades), to: Math.max(...grades) }) !== null;
  if (marks.includes('VERDICT: SAFE')) return readSafety(answer) !== null;
  if (marks.some((mark) => mark.startsWith('VERDICT: '))) return readVerdict(answer) !== null;
  if (marks.includes('[UNANSWERABLE]') && isUnanswerable(answer)) return true;
  return (['[QUESTION]', '[ANSWER]', '[CONTEXT]', '[TEXT]'] as const)
    .filter((tag) => marks.includes(tag))
    .every((tag) => readBlocks(answer, tag).some(({ text }) => text !== ''));
}

/** An answer with which a judge lets a row through. */
export function passingAnswer(prompt: Texted): string {
  const marks = marksOf(prompt);
  const best = marks
    .filter((mark) => mark.startsWith('SCORE: '))
    .toSorted((a, b) => Number(b.slice(7)) - Number(a.slice(7)));
  return best[0] ?? (marks.includes('VERDICT: SAFE') ? 'VERDICT: SAFE' : 'VERDICT: YES');
}
