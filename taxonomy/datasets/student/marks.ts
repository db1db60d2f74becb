import type { MarkChoice } from '../vocabulary-student';
import type { RowFault, TrainingRow } from './row';

/** A row whose messages contain marks of the template, and how often each. */
export type MarkedRow = { row: TrainingRow; marks: Record<string, number> };

/**
 * Finds the marks of a template in the text of a row. A trainer reads `<|endoftext|>` in a text as the end of the turn.
 *
 * @param choice `keep` changes nothing, `break up` puts a space after the first character of every mark, so that the
 * text reads almost the same and ends no turn, and `refuse` gives a fault.
 */
export function handleMarks(row: TrainingRow, marks: readonly string[], choice: MarkChoice): MarkedRow | RowFault {
  const pattern = patternOf(marks);
  const found: Record<string, number> = {};
  if (!pattern) return { row, marks: found };
  for (const { content } of row.messages) {
    for (const [mark] of content.matchAll(pattern)) found[mark] = (found[mark] ?? 0) + 1;
  }
  const names = Object.keys(found);
  if (names.length === 0 || choice === 'keep') return { row, marks: found };
  if (choice === 'refuse')
    return { fault: `its text contains ${names.join(', ')}, which the chat template uses itself` };
  const messages = row.messages.map((message) => ({ ...message, content: breakUp(message.content, pattern) }));
  return { row: { ...row, messages }, marks: found };
}

/** Breaking up one mark can leave another around it, so it is repeated until there is none. */
function breakUp(text: string, pattern: RegExp): string {
  for (;;) {
    const next = text.replaceAll(pattern, (mark) => `${mark.slice(0, 1)} ${mark.slice(1)}`);
    if (next === text) return text;
    text = next;
  }
}

/** Longer marks first, so that `[/INST]` is not taken for a shorter one in it. A mark of one character stays. */
function patternOf(marks: readonly string[]): RegExp | null {
  const long = [...new Set(marks)].filter((mark) => mark.length > 1).sort((a, b) => b.length - a.length);
  return long.length === 0 ? null : new RegExp(long.map(escapeRegExp).join('|'), 'g');
}

export const escapeRegExp = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
