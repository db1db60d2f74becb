import type { Db } from '@/prisma/client';
import type { FormatRow, TextOfRow, TokensOfRow } from '../formats/format';
import { learnedTokensOf } from './learned-tokens';
import { openTemplate } from './open-template';
import { readerOf, type ReaderChoice } from './reader-of';
import { isFault } from './row';
import { closeStudent, openStudent } from './student';

type Rows = AsyncIterable<FormatRow[]>;

/**
 * Rows as the tokens of a student, with what is learned of each. A row whose tokens cannot be found exactly has a fault.
 * The tokenizer and the template are open, in processes of their own, until the rows end.
 */
export async function* readTokens(
  db: Db,
  choice: ReaderChoice,
  ofVersion: string,
  rows: Rows,
): AsyncGenerator<TokensOfRow[]> {
  const { source, chat } = await readerOf(db, choice, ofVersion);
  const student = await openStudent(source, chat);
  try {
    for await (const some of rows) {
      const read = await learnedTokensOf(some, student);
      yield some.map(({ id, ordinal }, i) => {
        const tokens = read[i] ?? { fault: 'it is empty' };
        return isFault(tokens) ? { id, ordinal, fault: tokens.fault } : { id, ordinal, ...tokens };
      });
    }
  } finally {
    closeStudent(student);
  }
}

/** Rows as texts of a chat template, which is open in a process of its own until the rows end. */
export async function* readTexts(
  db: Db,
  choice: ReaderChoice,
  ofVersion: string,
  rows: Rows,
): AsyncGenerator<TextOfRow[]> {
  const { chat } = await readerOf(db, choice, ofVersion);
  const template = openTemplate(chat.template, chat);
  try {
    for await (const some of rows) {
      const texts = await template.render(
        some.map(({ messages }) => messages),
        { addGenerationPrompt: false },
      );
      yield some.map(({ id, ordinal, messages }, i) => {
        if (messages.at(-1)?.role !== 'assistant') return { id, ordinal, fault: 'it has no answer' };
        const read = texts[i] ?? { error: 'it writes nothing' };
        return 'text' in read ? { id, ordinal, text: read.text } : { id, ordinal, fault: read.error };
      });
    }
  } finally {
    template.close();
  }
}
