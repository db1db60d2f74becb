import { stripUnstorable } from '../../text';
import type { ImportMapping } from '../contract-imported';
import type { Message } from '../row-messages';
import type { BadRow, FileRows } from './rows';
import { NoConversation, readInShape } from './shapes';

export type Conversation = { line: number; messages: Message[]; shape: string };

/**
 * The conversations of a file's rows, in one of the usual shapes or by a mapping of fields. What is not one is given with
 * its number, and the reading goes on.
 *
 * @throws DomainError `invalid` when the columns or the first row tell no shape, or a named column is missing.
 */
export async function* readConversations(
  file: FileRows,
  mapping: ImportMapping | null,
): AsyncGenerator<Conversation | BadRow> {
  yield* readInShape(file, mapping, ({ name, read }, row) => ({ messages: checked(read(row)), shape: name }));
}

/** A conversation that a model can be trained on: a user speaks first, turns alternate, and nothing is empty. */
function checked(messages: readonly Message[]): Message[] {
  const clean = messages.map(({ role, content }) => ({ role, content: stripUnstorable(content) }));
  const spoken = clean[0]?.role === 'system' ? clean.slice(1) : clean;
  const empty = spoken.findIndex(({ content }) => content.trim() === '');
  if (empty >= 0) throw new NoConversation(`Message ${empty + 1} is empty.`);
  const wrong = spoken.findIndex(({ role }, i) => role !== (i % 2 === 0 ? 'user' : 'assistant'));
  if (wrong >= 0)
    throw new NoConversation(
      `Message ${wrong + 1} is of the ${spoken[wrong]?.role}: user and assistant must alternate.`,
    );
  if (spoken.length < 2) throw new NoConversation('It has no answer.');
  return spoken.length % 2 === 0 ? clean : clean.slice(0, -1);
}
