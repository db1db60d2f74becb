import { DomainError } from '../../errors';
import { markMessages, readBounds } from './message-bounds';
import { openTemplate, unusable, type TemplateTokens } from './open-template';
import { isFault } from './row';
import { shippedTemplate } from './templates';
import type { ChatTemplate } from './templates/chat-template';

const question = { role: 'user', content: 'Which bird is this?' };
const answer = { role: 'assistant', content: 'A chickadee.' };
const both = [true, true];

/** What looks like a mark in the text that a template writes around messages. */
const markLike = /<[^\s<>]{1,60}>|\[\/?[A-Z_]{2,40}\]/g;

/**
 * Finds out of a chat template how it ends a turn and which marks it writes, by rendering a question and an answer.
 *
 * @throws DomainError `invalid` when it cannot be used for training.
 */
export async function describeTemplate(
  template: string,
  label: string,
  { bosToken = '', eosToken = '' }: Partial<TemplateTokens> = {},
): Promise<ChatTemplate> {
  const shipped = shippedTemplate(template);
  if (shipped) return { ...shipped, label };
  const opened = openTemplate(template, { bosToken, eosToken });
  try {
    const messages = [question, answer];
    const rendered = await opened.render([messages, markMessages(messages, both)], { addGenerationPrompt: false });
    const [plain, marked] = rendered.map((each) => {
      if ('error' in each) throw unusable(each.error);
      return each.text;
    });
    const pieces = readBounds(marked ?? '', plain ?? '', both);
    if (isFault(pieces)) throw unusable(pieces.fault);
    const around = pieces.filter(({ message }) => message === null).map(({ text }) => text);
    const after = pieces.slice(pieces.findIndex(({ message }) => message === 1) + 1);
    const marks = [...new Set([...around.flatMap((text) => text.match(markLike) ?? []), bosToken, eosToken])];
    return {
      label,
      template,
      endOfTurn: endIn(after.map(({ text }) => text).join('')),
      marks: marks.filter(Boolean),
      bosToken,
      eosToken,
    };
  } finally {
    opened.close();
  }
}

/** @param text What the template writes after an answer. */
function endIn(text: string): string {
  const end = text.match(markLike)?.[0] ?? text.trim();
  if (end !== '') return end;
  throw new DomainError(
    'invalid',
    'The chat template writes nothing after an answer, so a model would not learn to stop. Choose another template.',
  );
}
