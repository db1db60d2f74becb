import { z } from 'zod';
import { Id } from '../contract';
import { chatChoices, chatLimits } from './vocabulary-chat';

const Question = z.string().trim().min(1).max(chatLimits.question);
const Answer = z.string().max(chatLimits.answer);

const charactersOf = (texts: readonly string[]) => texts.reduce((sum, { length }) => sum + length, 0);
const tooLong = `A conversation has at most ${chatLimits.characters.toLocaleString('en')} characters. Start a new chat.`;

/** What a person asked, and what the model answered, in turn; a question is last. */
export const ChatAnswerRequest = z.strictObject({
  teacherId: Id,
  /** The version whose system prompt comes first; null for none. */
  versionId: Id.nullable(),
  messages: z
    .array(z.strictObject({ role: z.enum(['user', 'assistant']), content: Answer }))
    .min(1)
    .max(2 * chatLimits.turns - 1)
    .refine(
      (messages) => messages.every(({ role }, i) => role === (i % 2 === 0 ? 'user' : 'assistant')),
      'Questions and answers take turns, and a question is first and last.',
    )
    .refine((messages) => messages.length % 2 === 1, 'A question is last.')
    .refine((messages) => charactersOf(messages.map(({ content }) => content)) <= chatLimits.characters, tooLong),
});
export type ChatAnswerRequest = z.infer<typeof ChatAnswerRequest>;

/** A record of the stream of one answer. `text` takes the place of what was sent from character `at` on. */
export const ChatRecord = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), at: z.int(), text: z.string() }),
  z.object({
    type: z.literal('end'),
    text: z.string(),
    model: z.string(),
    tokens: z.int(),
    seconds: z.number(),
    isCut: z.boolean(),
  }),
  z.object({ type: z.literal('error'), message: z.string() }),
]);
export type ChatRecord = z.infer<typeof ChatRecord>;

const ChatTurn = z.strictObject({ question: Question, left: Answer, right: Answer });

export const ChatVoteRequest = z.strictObject({
  /** The same key twice keeps one vote. */
  requestKey: Id,
  versionId: Id.nullable(),
  leftTeacherId: Id,
  rightTeacherId: Id,
  /** The conversation; the vote is on its last answers. */
  turns: z
    .array(ChatTurn)
    .min(1)
    .max(chatLimits.turns)
    .refine(
      (turns) => charactersOf(turns.flatMap((turn) => Object.values(turn))) <= 2 * chatLimits.characters,
      tooLong,
    ),
  choice: z.enum(chatChoices),
  isBlind: z.boolean(),
});
export type ChatVoteRequest = z.infer<typeof ChatVoteRequest>;

const ChatModel = z.object({ teacher: z.string(), model: z.string() });

export const ChatVote = z.object({
  id: Id,
  dataset: z.object({ versionId: Id, name: z.string(), number: z.int() }).nullable(),
  left: ChatModel,
  right: ChatModel,
  /** The last question. */
  question: z.string(),
  turns: z.int(),
  choice: z.enum(chatChoices),
  isBlind: z.boolean(),
  by: z.string(),
  createdAt: z.iso.datetime(),
});
export type ChatVote = z.infer<typeof ChatVote>;

/** The votes on two models. `share` is that of the first among the votes for one of them, with its 95 % interval. */
export const ChatPair = z.object({
  first: ChatModel,
  second: ChatModel,
  wins: z.int(),
  losses: z.int(),
  both: z.int(),
  neither: z.int(),
  share: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
});
export type ChatPair = z.infer<typeof ChatPair>;
export const ChatPairs = z.object({ items: z.array(ChatPair) });
