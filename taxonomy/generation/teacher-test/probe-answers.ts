import { z } from 'zod';

const Choice = z.looseObject({ index: z.int().optional(), logprobs: z.unknown().optional() });
const Answer = z.looseObject({ choices: z.array(Choice).nullish() });
type Choice = z.infer<typeof Choice>;

/** What the body of an answer shows besides its text. */
export type SeenChoices = {
  /** It came as a stream of events. */
  isStream: boolean;
  /** How many answers are in it. */
  count: number;
  hasLogprobs: boolean;
};

/** Reads any body: what is not there counts as missing. */
export function choicesIn(body: string): SeenChoices {
  const isStream = /^\s*(?:data|event|id|retry|:)/.test(body.slice(0, 200)) && /^data:/m.test(body);
  const parts = isStream ? [...body.matchAll(/^data:(.*)$/gm)].map(([, data = '']) => data) : [body];
  const choices = parts.flatMap(choicesOf);
  const count = isStream ? new Set(choices.map(({ index = 0 }) => index)).size : choices.length;
  return { isStream, count, hasLogprobs: choices.some(({ logprobs }) => holdsLogprobs(logprobs)) };
}

function choicesOf(json: string): Choice[] {
  try {
    return Answer.parse(JSON.parse(json)).choices ?? [];
  } catch {
    // “[DONE]”, or an event that is no answer.
    return [];
  }
}

/** `{ "content": [ … ] }` in the protocol for chats; older servers send `{ "token_logprobs": [ … ] }`. */
function holdsLogprobs(logprobs: unknown): boolean {
  if (typeof logprobs !== 'object' || logprobs === null) return false;
  return Object.values(logprobs).some((value) => Array.isArray(value) && value.length > 0);
}

const Judgement = z.strictObject({ why: z.string(), score: z.int() });

/** Whether a text is exactly what the schema of the probe asks for. */
export function isJudgement(text: string): boolean {
  try {
    return Judgement.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
