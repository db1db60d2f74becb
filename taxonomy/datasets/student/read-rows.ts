import { hasBoundLetters, markMessages, readBounds, type Piece } from './message-bounds';
import { isFault, type RowFault, type TrainingRow } from './row';
import type { Student } from './student';

/** A piece of a rendered row with its tokens. */
export type TokenPiece = Piece & { ids: number[] };

/** Which messages of a row are learned: the answers, or everything but the system prompt. */
export const learnedMessages = ({ messages, unmask }: TrainingRow): boolean[] =>
  messages.map(({ role }) => (unmask ? role !== 'system' : role === 'assistant'));

/**
 * Renders rows and finds the exact bounds of the learned messages in the text and in the tokens.
 *
 * As in instructlab-training, the learned messages are marked before they are rendered, and no token spans a bound.
 *
 * @returns By row its pieces, or why its bounds cannot be found.
 */
export async function readRows(
  rows: readonly TrainingRow[],
  { tokenizer, template }: Student,
): Promise<(TokenPiece[] | RowFault)[]> {
  const learned = rows.map(learnedMessages);
  const marked = rows.map((row, i) => markMessages(row.messages, learned[i] ?? []));
  const options = { addGenerationPrompt: false };
  const plainTexts = await template.render(
    rows.map(({ messages }) => messages),
    options,
  );
  const markedTexts = await template.render(marked, options);
  const bounds = rows.map((row, i): Piece[] | RowFault => {
    const [plain, withMarks] = [plainTexts[i], markedTexts[i]];
    if (hasBoundLetters(row.messages)) return { fault: 'its text contains letters from U+E0B1 to U+E0B3' };
    if (!plain || 'error' in plain) return { fault: `the chat template refuses it: ${plain?.error ?? ''}` };
    if (!withMarks || 'error' in withMarks) return { fault: `the chat template refuses it: ${withMarks?.error ?? ''}` };
    return readBounds(withMarks.text, plain.text, learned[i] ?? []);
  });
  const ids = await tokenizer.encode(bounds.map((pieces) => (isFault(pieces) ? [] : pieces.map(({ text }) => text))));
  return bounds.map((pieces, i) =>
    isFault(pieces) ? pieces : pieces.map((piece, n) => ({ ...piece, ids: ids[i]?.[n] ?? [] })),
  );
}
