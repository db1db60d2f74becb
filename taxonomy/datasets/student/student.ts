import { DomainError } from '../../errors';
import { openTemplate, type OpenTemplate } from './open-template';
import { openTokenizer, type OpenTokenizer, type TokenizerSource } from './open-tokenizer';
import type { ChatTemplate } from './templates/chat-template';

/** The model that will learn, as far as text is concerned: its tokenizer and its chat template, both open. */
export type Student = {
  tokenizer: OpenTokenizer;
  chat: ChatTemplate;
  template: OpenTemplate;
  /** The token that ends a turn. */
  endId: number;
  /** The tokens of the marks that are one token each. */
  markIds: Set<number>;
  /** Marks of the template that the tokenizer splits into several tokens, so that a model can hardly tell them from text. */
  splitMarks: string[];
  /** Texts that no row may contain without being read as something else: marks, and special tokens. */
  marks: string[];
};

/**
 * Puts an open tokenizer and a template together.
 *
 * @throws DomainError `invalid` when the tokenizer splits the end of a turn.
 */
export async function makeStudent(tokenizer: OpenTokenizer, chat: ChatTemplate): Promise<Student> {
  const marks = [...new Set([chat.endOfTurn, ...chat.marks])];
  const ids = (await tokenizer.encode(marks.map((mark) => [mark]))).map(([tokens]) => tokens ?? []);
  const [end = []] = ids;
  const [endId] = end;
  if (endId === undefined || end.length !== 1) {
    throw new DomainError(
      'invalid',
      `The tokenizer ${tokenizer.name} splits ${chat.endOfTurn}, which ends turns in the chat template ${chat.label}, into ${end.length} tokens. ` +
        'Choose the template that belongs to the model, or a tokenizer with this token.',
    );
  }
  return {
    tokenizer,
    chat,
    template: openTemplate(chat.template, chat),
    endId,
    markIds: new Set(ids.flatMap((tokens) => (tokens.length === 1 ? tokens : []))),
    splitMarks: marks.filter((_, i) => ids[i]?.length !== 1),
    marks: [...new Set([...marks, ...tokenizer.specialTokens])],
  };
}

/** Opens both. Close it with `closeStudent`. */
export async function openStudent(source: TokenizerSource, chat: ChatTemplate): Promise<Student> {
  const tokenizer = await openTokenizer(source);
  return makeStudent(tokenizer, chat).catch((error: unknown) => {
    tokenizer.close();
    throw error;
  });
}

export function closeStudent({ tokenizer, template }: Pick<Student, 'tokenizer' | 'template'>): void {
  tokenizer.close();
  template.close();
}
