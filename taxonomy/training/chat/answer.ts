import type { Db } from '@/prisma/client';
import { loadVersion } from '../../datasets/versions';
import { DomainError } from '../../errors';
import type { Message } from '../../generation/message';
import type { TeacherAccess } from '../../generation/teacher/access';
import { clientOf } from '../../generation/teacher/clients';
import { getTeacher } from '../../generation/teacher/teachers';
import type { ChatAnswerRequest, ChatRecord } from '../contract-chat';
import { chatLimits } from '../vocabulary-chat';
import { changeOf } from './change-of';

type Means = { access: TeacherAccess; signal: AbortSignal; tell: (record: ChatRecord) => void };

/** The conversation under the version's system prompt. @throws DomainError `not_found` for an unknown version. */
export async function conversationOf(db: Db, { versionId, messages }: ChatAnswerRequest): Promise<Message[]> {
  if (versionId === null) return messages;
  const { recipe } = await loadVersion(db, versionId);
  return recipe.systemPrompt === '' ? messages : [{ role: 'system', content: recipe.systemPrompt }, ...messages];
}

/**
 * Asks a model once, over the same client as a run, and tells the answer in records: its text as it comes, then how it
 * ended. A failure of the model is a record too.
 *
 * @throws The signal's reason when the reader leaves; nobody is told then.
 */
export async function answer(
  db: Db,
  teacherId: string,
  messages: Message[],
  { access, signal, tell }: Means,
): Promise<void> {
  const startedAt = performance.now();
  let told = '';
  const onText = (text: string) => {
    tell({ type: 'text', ...changeOf(told, text) });
    told = text;
  };
  try {
    await getTeacher(db, teacherId);
    const client = await clientOf(db, teacherId, access);
    try {
      const request = { messages, temperature: 0, maxTokens: chatLimits.answerTokens };
      const { text, model, completionTokens, finishReason } = await client.complete(request, signal, { onText });
      tell({
        type: 'end',
        text: text.slice(0, chatLimits.answer),
        model,
        tokens: completionTokens,
        seconds: (performance.now() - startedAt) / 1_000,
        isCut: finishReason === 'length' || text.length > chatLimits.answer,
      });
    } finally {
      await client.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof DomainError)) throw error;
    tell({ type: 'error', message: error.message });
  }
}
