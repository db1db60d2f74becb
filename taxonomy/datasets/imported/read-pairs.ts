import type { Pair } from '../../generation/sample-imports/check-pair';
import type { ImportMapping } from '../contract-imported';
import type { BadRow, FileRows, Row } from './rows';
import { NoConversation, readInShape, type Shape } from './shapes';

/** A question with its answer, and how much of its row was left out. */
export type ReadPair = { line: number; shape: string; pair: Pair; systemPrompts: number; earlierMessages: number };

/**
 * The questions and answers of a file's rows: named fields, or the last two messages of a conversation. System prompts
 * and earlier messages are left out and counted.
 *
 * @throws DomainError `invalid` when the columns or the first row tell no shape, or a named column is missing.
 */
export const readPairs = (file: FileRows, mapping: ImportMapping | null): AsyncGenerator<ReadPair | BadRow> =>
  readInShape(file, mapping, (shape, row) => ({ shape: shape.name, ...pairOf(shape, row) }));

function pairOf({ parts, read }: Shape, row: Row): Omit<ReadPair, 'line' | 'shape'> {
  if (parts) {
    const { system, context, question, answer } = parts(row);
    const pair = { context: context.trim() === '' ? null : context, question, answer };
    return { pair, systemPrompts: system.trim() === '' ? 0 : 1, earlierMessages: 0 };
  }
  const messages = read(row);
  const spoken = messages.filter(({ role }) => role !== 'system');
  const [question, answer] = spoken.slice(-2);
  if (question?.role !== 'user' || answer?.role !== 'assistant')
    throw new NoConversation('Its last two messages are not a question and an answer.');
  return {
    pair: { context: null, question: question.content, answer: answer.content },
    systemPrompts: messages.length - spoken.length,
    earlierMessages: spoken.length - 2,
  };
}
