import { escapeRegExp } from './marks';
import type { RowFault, TrainingMessage } from './row';

/**
 * A piece of a rendered row, which may be empty. `message` is the index of the message whose text it is; null between
 * those.
 */
export type Piece = { text: string; message: number | null };

/**
 * Marks the ends of messages, so that they are found in the rendered text. The marks are letters of Unicode's private
 * area around a number: nothing that a template would remove or change.
 *
 * A template that removes spaces at the ends of a message does not see them behind the marks. The text that is learned
 * then has them, as in instructlab-training, which marks messages in the same way.
 *
 * @param isMarked Which messages.
 */
export function markMessages(messages: readonly TrainingMessage[], isMarked: readonly boolean[]): TrainingMessage[] {
  return messages.map((message, i) =>
    isMarked[i] ? { ...message, content: `${START}${i}${MIDDLE}${message.content}${END}${i}${MIDDLE}` } : message,
  );
}

const START = '\u{E0B1}';
const END = '\u{E0B2}';
const MIDDLE = '\u{E0B3}';
const anyMark = /[\u{E0B1}-\u{E0B3}]/u;
const mark = /([\u{E0B1}\u{E0B2}])(\d+)\u{E0B3}/u;

/** Whether a message already contains these letters, which no keyboard has. */
export const hasBoundLetters = (messages: readonly TrainingMessage[]): boolean =>
  messages.some(({ content }) => anyMark.test(content));

/**
 * The pieces of a row that was rendered with marks.
 *
 * @param plain The same row rendered without marks. The two must be the same text but for the marks and for spaces at
 * the ends of messages: else the template reads what is in a message, and it is uncertain what is learned.
 */
export function readBounds(marked: string, plain: string, isMarked: readonly boolean[]): Piece[] | RowFault {
  // Text, start or end, number, text, …
  const parts = marked.split(mark);
  const pieces: Piece[] = [];
  let open: number | null = null;
  const found: number[] = [];
  for (let i = 0; i < parts.length; i += 3) {
    const text = parts[i] ?? '';
    pieces.push({ text, message: open });
    const [side, number] = [parts[i + 1], Number(parts[i + 2])];
    if (side === undefined) break;
    if (side === START ? open !== null : open !== number) return overlap(number);
    if (side === START) found.push(number);
    open = side === START ? number : null;
  }
  if (open !== null) return overlap(open);
  const expected = isMarked.flatMap((isOne, i) => (isOne ? [i] : []));
  const lost = expected.find((i, n) => found[n] !== i);
  if (lost !== undefined || found.length !== expected.length) {
    return { fault: `the chat template leaves out, repeats or moves message ${(lost ?? found.at(-1) ?? 0) + 1}` };
  }
  if (!isSameText(pieces, plain)) {
    return { fault: 'the chat template writes something else when the ends of its messages are marked' };
  }
  return pieces;
}

/** Whether the pieces are the text, but for spaces at the ends of messages. */
function isSameText(pieces: readonly Piece[], plain: string): boolean {
  if (pieces.map(({ text }) => text).join('') === plain) return true;
  const source = pieces.map(({ text, message }) => (message === null ? escapeRegExp(text) : trimmable(text)));
  return new RegExp(`^${source.join('')}$`).test(plain);
}

function trimmable(text: string): string {
  const core = text.trim();
  const start = text.length - text.trimStart().length;
  const end = text.length - core.length - start;
  return `\\s{0,${start}}${escapeRegExp(core)}\\s{0,${end}}`;
}

const overlap = (message: number): RowFault => ({
  fault: `the chat template mixes message ${message + 1} with others`,
});
