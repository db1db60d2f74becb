import { z } from 'zod';
import type { Message } from '../message';
import { saidLimits } from './token-limits';
import type { CompletionRequest, Refusal } from './teacher';

const size = z.int().min(1).max(100_000_000).nullable().default(null);

/**
 * How a teacher's server differs from the protocol, learned from its refusals. Stored with the teacher, so that each
 * difference causes only one refusal.
 */
export const Adaptations = z.object({
  limitField: z.enum(['max_tokens', 'max_completion_tokens']).default('max_tokens'),
  /** Request fields that the server does not accept. */
  omitted: z.array(z.string().max(100)).max(20).default([]),
  leastTemperature: z.number().min(0).max(1).default(0),
  /** The server has no system role: the system message is put at the start of the first user message. */
  foldsSystem: z.boolean().default(false),
  streams: z.boolean().default(false),
  contextTokens: size,
  answerTokens: size,
  /** The model thinks before it answers: extra tokens for its thinking, on top of those for the answer. */
  thoughtTokens: z.int().min(0).max(1_000_000).default(0),
});
export type Adaptations = z.infer<typeof Adaptations>;

export const noAdaptations: Adaptations = Adaptations.parse({});

const THOUGHT_TOKENS = 4_096;
const MANY_THOUGHT_TOKENS = 16_384;

const refused =
  /unsupported|not support|n't support|not permitted|not allowed|forbidden|unknown|unexpected|unrecogni[sz]ed|extra (?:inputs|fields)|additional propert|invalid (?:parameter|argument|field|value|request|option)|not (?:a )?valid|not accept|does not exist|deprecated|cannot be (?:set|specified|used)|no longer|disabled|default|only (?:be )?(?:allowed|supported|valid|set)/i;
const noSystemRole =
  /system[\s\S]{0,60}(?:not (?:be )?(?:supported|allowed|accepted|enabled)|unsupported|n't support|unknown|unexpected|invalid)|(?:not support|n't support|unsupported|unknown|unexpected|invalid|does not allow)[\s\S]{0,60}\bsystem\b|developer instruction is not enabled|roles must alternate|role.{0,40}(?:should|must) be .?user|first message must|.system. is not one of|only (?:the )?user(?:,| and| or)+ (?:assistant|model) (?:roles )?/i;
const streamsOnly =
  /only supports? (?:the )?stream|stream(?:ing)?.{0,40}(?:must be|should be|set to|required to be).{0,12}true|(?:non-stream(?:ing)?|stream["' ]*[:=] ?false).{0,60}(?:not|n't|only)|(?:not|n't|false) .{0,30}for non-stream|requires? stream|streaming is required|set .?stream.? ?(?:=|to) ?.?true|must (?:use |be )stream|only stream/i;
const aboveZero =
  /temperature.{0,60}(?:strictly positive|greater than 0|> ?0|must be positive|above 0|larger than 0|\(0(?:\.0)?,)/i;
const ofSchema = /json|schema|structured output|grammar|guided|response.?format/i;
const fixedTemperature = /temperature.{0,60}(?:only|must be|should be|has to be)/i;

/** What to change so that the server accepts the request; unchanged when its message does not say. */
export function learn(known: Adaptations, { said, body }: Refusal, sent: Record<string, unknown>): Adaptations {
  const { contextTokens, answerTokens } = saidLimits(`${said}\n${body.slice(0, 5_000)}`);
  if (contextTokens !== null || answerTokens !== null) {
    return {
      ...known,
      contextTokens: contextTokens ?? known.contextTokens,
      answerTokens: answerTokens ?? known.answerTokens,
    };
  }
  if ('max_tokens' in sent && /max_completion_tokens/.test(said))
    return { ...known, limitField: 'max_completion_tokens' };
  if (!sent['stream'] && streamsOnly.test(said)) return { ...known, streams: true };
  if (!known.foldsSystem && noSystemRole.test(said)) return { ...known, foldsSystem: true };
  if ('temperature' in sent && aboveZero.test(said)) return { ...known, leastTemperature: 0.01 };
  if ('temperature' in sent && fixedTemperature.test(said))
    return { ...known, omitted: [...known.omitted, 'temperature'] };
  const field = refused.test(said) ? fieldIn(said, sent) : undefined;
  // A schema may be refused in words of its own: by its name, or by what the server makes of it.
  if (field === undefined && 'response_format' in sent && ofSchema.test(said))
    return { ...known, omitted: [...known.omitted, 'response_format'] };
  return field === undefined ? known : { ...known, omitted: [...known.omitted, field] };
}

/** The field that a refusal names, of those sent; the longest one, because `stream_options` contains `stream`. */
function fieldIn(said: string, sent: Record<string, unknown>): string | undefined {
  const may = Object.keys(sent).filter((name) => name !== 'model' && name !== 'messages');
  const named = may.filter((name) => new RegExp(`(?<![\\w-])${name.replace(/[^\w]/g, '.')}(?![\\w-])`).test(said));
  return named.toSorted((a, b) => b.length - a.length)[0];
}

/** Records that the model thinks before it answers. @param wasShort Thinking used up the tokens of the answer. */
export function withThought(known: Adaptations, wasShort: boolean): Adaptations {
  const thoughtTokens = Math.max(known.thoughtTokens, wasShort ? MANY_THOUGHT_TOKENS : THOUGHT_TOKENS);
  return thoughtTokens === known.thoughtTokens ? known : { ...known, thoughtTokens };
}

/**
 * The token limit for an answer.
 *
 * @param left Tokens left in the context after the prompt.
 * @param allowance Tokens for thinking that a person has set, instead of what was learned.
 */
export function answerLimit(
  known: Adaptations,
  request: CompletionRequest,
  left: number,
  allowance: number | null = null,
): number {
  const learnt = request.needsRoomToThink ? Math.max(known.thoughtTokens, MANY_THOUGHT_TOKENS) : known.thoughtTokens;
  return Math.min(request.maxTokens + (allowance ?? learnt), known.answerTokens ?? Infinity, left);
}

/** The body of a chat request, as the server accepts it. @param extra The teacher's extra fields. */
export function bodyOf(
  model: string,
  { messages, temperature, seed, format }: CompletionRequest,
  known: Adaptations,
  limit: number,
  extra: Record<string, unknown>,
): Record<string, unknown> {
  const body = {
    model,
    messages: known.foldsSystem ? folded(messages) : messages,
    temperature: Math.max(temperature, known.leastTemperature),
    [known.limitField]: limit,
    ...(seed === undefined ? {} : { seed }),
    stream: known.streams,
    ...(known.streams ? { stream_options: { include_usage: true } } : {}),
    ...(format ? { response_format: { type: 'json_schema', json_schema: { ...format, strict: true } } } : {}),
    ...extra,
  };
  return Object.fromEntries(Object.entries(body).filter(([name]) => !known.omitted.includes(name)));
}

function folded(messages: readonly Message[]): Message[] {
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
  const [first, ...others] = messages.filter(({ role }) => role !== 'system');
  if (!first) return system.map((content) => ({ role: 'user', content }));
  return [{ ...first, content: [...system, first.content].join('\n\n') }, ...others];
}

/** The adaptations in sentences for people; none for a server that follows the protocol. */
export function adaptationsInWords(known: Adaptations): string[] {
  const words = [
    known.limitField === 'max_completion_tokens' && 'Token limit sent as max_completion_tokens.',
    known.omitted.length > 0 && `Not sent: ${known.omitted.join(', ')}.`,
    known.leastTemperature > 0 && `Temperature at least ${known.leastTemperature}.`,
    known.foldsSystem && 'No system role: its text begins the first user message.',
    known.streams && 'Answers are streamed.',
    known.contextTokens !== null && `Context of ${known.contextTokens.toLocaleString('en')} tokens.`,
    known.answerTokens !== null && `Answers of at most ${known.answerTokens.toLocaleString('en')} tokens.`,
    known.thoughtTokens > 0 && `Thinks first: ${known.thoughtTokens.toLocaleString('en')} extra tokens for thinking.`,
  ];
  return words.filter((each) => each !== false);
}
