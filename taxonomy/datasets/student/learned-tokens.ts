import { DomainError } from '../../errors';
import { partsOf, type Part } from './parts';
import { readRows } from './read-rows';
import { IGNORED, isFault, type RowFault, type TrainingRow } from './row';
import type { Student } from './student';

/** A row as tokens. `labels` has the id of every token that is learned, and -100 for the others. */
export type LearnedTokens = { inputIds: number[]; labels: number[] };

/**
 * The tokens of rows and which of them are learned, as instructlab-training 0.16 makes them: the answers and the end of
 * their turns, or with `unmask` the messages of all roles but the system's.
 *
 * @returns By row its tokens, or why they cannot be found.
 */
export async function learnedTokensOf(
  rows: readonly TrainingRow[],
  student: Student,
): Promise<(LearnedTokens | RowFault)[]> {
  const read = await learnedParts(rows, student);
  return read.map((parts) => (isFault(parts) ? parts : tokensOf(parts)));
}

/**
 * The same for one row.
 *
 * @param name How the row is called in an error.
 * @throws DomainError `invalid` naming the row, when the bounds of its messages cannot be found exactly.
 */
export async function learnedTokens(row: TrainingRow, student: Student, name = 'The row'): Promise<LearnedTokens> {
  const [tokens] = await learnedTokensOf([row], student);
  if (tokens && !isFault(tokens)) return tokens;
  throw new DomainError('invalid', `${name} cannot be turned into tokens: ${tokens?.fault ?? 'it is empty'}.`);
}

/** The parts of rows that are learned, and those that are not. */
export async function learnedParts(rows: readonly TrainingRow[], student: Student): Promise<(Part[] | RowFault)[]> {
  const end = { text: student.chat.endOfTurn, id: student.endId };
  return (await readRows(rows, student)).map((pieces, i) =>
    isFault(pieces) ? pieces : partsOf(pieces, end, (message) => rows[i]?.messages[message]?.role === 'assistant'),
  );
}

const tokensOf = (parts: readonly Part[]): LearnedTokens => ({
  inputIds: parts.flatMap(({ ids }) => ids),
  labels: parts.flatMap(({ ids, isLearned }) => (isLearned ? ids : ids.map(() => IGNORED))),
});
