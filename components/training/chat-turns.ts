import type { ChatAnswerRequest, ChatRecord } from '@/taxonomy/training/contract-chat';
import type { ChatChoice } from '@/taxonomy/training/vocabulary-chat';

export const sides = ['left', 'right'] as const;
export type Side = (typeof sides)[number];

export type ChatAnswer = {
  text: string;
  state: 'writing' | 'done' | 'stopped' | 'failed';
  /** Why it failed, and what to do. */
  error?: string;
  facts?: { model: string; tokens: number; seconds: number; isCut: boolean };
};

export type Turn = { key: string; question: string; vote?: ChatChoice } & Record<Side, ChatAnswer>;

export const newAnswer: ChatAnswer = { text: '', state: 'writing' };

/** An answer after one more record of its stream. */
export function withRecord(answer: ChatAnswer, record: ChatRecord): ChatAnswer {
  if (answer.state !== 'writing') return answer;
  if (record.type === 'text') return { ...answer, text: answer.text.slice(0, record.at) + record.text };
  if (record.type === 'error') return { ...answer, state: 'failed', error: record.message };
  const { type: _, text, ...facts } = record;
  return { text, state: 'done', facts };
}

/** A model’s own conversation before the next question. Turns in which it said nothing are left out. */
export const messagesOf = (turns: readonly Turn[], side: Side, question: string): ChatAnswerRequest['messages'] => [
  ...turns
    .filter((turn) => isAnswered(turn[side]))
    .flatMap((turn) => [
      { role: 'user' as const, content: turn.question },
      { role: 'assistant' as const, content: turn[side].text },
    ]),
  { role: 'user', content: question },
];

/** Whether a model has said something that it meant to say. */
export const isAnswered = ({ state, text }: ChatAnswer) => (state === 'done' || state === 'stopped') && text !== '';

/** Whether both models have answered, so that they can be compared. */
export const canVote = ({ left, right, vote }: Turn): boolean =>
  vote === undefined && isAnswered(left) && isAnswered(right);
