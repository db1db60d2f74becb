import { createHash } from 'node:crypto';
import { z } from 'zod';
import { practiceModel } from '../vocabulary';

const Message = z.object({
  role: z.string(),
  content: z.union([z.string(), z.array(z.object({ text: z.string().default('') }))]).nullish(),
});

/** The parts of a chat completion request that the practice teacher uses. */
export const ChatRequest = z.object({
  model: z.string().default(practiceModel),
  messages: z.array(Message).min(1).max(1_000),
  n: z.int().min(1).max(32).nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  temperature: z.number().nullish(),
  seed: z.int().nullish(),
  stream: z.boolean().nullish(),
  response_format: z
    .object({
      type: z.string(),
      json_schema: z.object({ name: z.string(), schema: z.record(z.string(), z.unknown()) }).nullish(),
    })
    .nullish(),
  logprobs: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().default(false) }).nullish(),
});
export type ChatRequest = z.infer<typeof ChatRequest>;

export type PlainMessage = { role: string; content: string };

export const plainMessages = (request: ChatRequest): PlainMessage[] =>
  request.messages.map(({ role, content }) => ({
    role,
    content: typeof content === 'string' ? content : (content ?? []).map(({ text }) => text).join(''),
  }));

/** Identifies a request: covers everything that a model's answer would depend on, and the teacher's own seed. */
export function requestHash(request: ChatRequest, messages: PlainMessage[], teacherSeed: string): string {
  const { model, temperature, seed, response_format: format } = request;
  return createHash('sha256')
    .update(
      JSON.stringify([teacherSeed, model, temperature ?? null, seed ?? null, messages, ...(format ? [format] : [])]),
    )
    .digest('hex');
}

// Four characters per token is close enough, since the practice teacher has no tokens.
const CHARACTERS_PER_TOKEN = 4;
export const tokensOf = (text: string): number => Math.ceil(text.length / CHARACTERS_PER_TOKEN);

export type Choice = { index: number; text: string; finishReason: 'stop' | 'length' };

export function choiceOf(index: number, text: string, request: ChatRequest): Choice {
  const limit = request.max_completion_tokens ?? request.max_tokens;
  if (!limit || tokensOf(text) <= limit) return { index, text, finishReason: 'stop' };
  return { index, text: text.slice(0, limit * CHARACTERS_PER_TOKEN), finishReason: 'length' };
}

export function usageOf(messages: PlainMessage[], choices: Choice[]) {
  const prompt_tokens = messages.reduce((sum, { content }) => sum + tokensOf(content), 0);
  const completion_tokens = choices.reduce((sum, { text }) => sum + tokensOf(text), 0);
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
}

type Head = { id: string; created: number; model: string };

export const completionBody = (head: Head, choices: Choice[], usage: object) => ({
  ...head,
  object: 'chat.completion',
  choices: choices.map(({ index, text, finishReason }) => ({
    index,
    message: { role: 'assistant', content: text },
    finish_reason: finishReason,
  })),
  usage,
});

/** The same answer as the events of a stream: the role, the text in pieces, the end, and the usage if requested. */
export function* completionEvents(head: Head, choices: Choice[], usage: object | null): Generator<string> {
  const event = (rest: object) => `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', ...rest })}\n\n`;
  const delta = (index: number, delta: object, finish_reason: string | null = null) =>
    event({ choices: [{ index, delta, finish_reason }] });
  for (const { index, text, finishReason } of choices) {
    yield delta(index, { role: 'assistant', content: '' });
    for (const [piece] of text.matchAll(/\s*\S{1,40}\s*/g)) yield delta(index, { content: piece });
    yield delta(index, {}, finishReason);
  }
  if (usage) yield event({ choices: [], usage });
  yield 'data: [DONE]\n\n';
}

export const modelList = () => ({
  object: 'list',
  data: [{ id: practiceModel, object: 'model', created: 0, owned_by: 'seedleaf: practice, not a model' }],
});

export const errorBody = (message: string, type: string) => ({ error: { message, type, param: null, code: type } });
