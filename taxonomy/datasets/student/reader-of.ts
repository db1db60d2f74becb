import type { Db } from '@/prisma/client';
import { DomainError } from '../../errors';
import type { TemplateName } from '../vocabulary-student';
import { describeTemplate } from './describe-template';
import { findTokenizer, sourceOf } from './kept-tokenizers';
import type { TokenizerSource } from './open-tokenizer';
import type { StoredTokenizer } from './repository-tokenizers';
import { templates } from './templates';
import type { ChatTemplate } from './templates/chat-template';

/** Who reads a version: an uploaded tokenizer, or cl100k without one, and a chat template. */
export type ReaderChoice = { tokenizerId?: string | undefined; template: TemplateName };

/**
 * The template and the tokenizer of a choice, not yet open.
 *
 * @param ofVersion The chat template of the version's recipe.
 * @throws DomainError `not_found` for an unknown tokenizer; `invalid` when it has no template of its own.
 */
export async function readerOf(
  db: Db,
  { tokenizerId, template }: ReaderChoice,
  ofVersion: string,
): Promise<{ key: string; source: TokenizerSource; chat: ChatTemplate }> {
  const stored = tokenizerId === undefined ? null : await findTokenizer(db, tokenizerId);
  const chat = await chatOf(template, ofVersion, stored);
  const source = stored ? sourceOf(db, stored) : ({ kind: 'cl100k', marks: [...chat.marks, chat.endOfTurn] } as const);
  const key = stored?.id ?? JSON.stringify(['cl100k', chat.endOfTurn, chat.marks]);
  return { key, source, chat };
}

async function chatOf(name: TemplateName, ofVersion: string, stored: StoredTokenizer | null): Promise<ChatTemplate> {
  if (name !== 'version' && name !== 'tokenizer') return templates[name];
  const tokens = { bosToken: stored?.bosToken ?? '', eosToken: stored?.eosToken ?? '' };
  if (name === 'version') return describeTemplate(ofVersion, 'of the version', tokens);
  if (stored?.chatTemplate) return describeTemplate(stored.chatTemplate, `of ${stored.name}`, tokens);
  throw new DomainError('invalid', 'This tokenizer came without a chat template. Choose one of the others.');
}
