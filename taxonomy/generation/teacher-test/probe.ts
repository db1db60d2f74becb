import type { Capabilities, Capability } from '../contract-capabilities';
import type { OpenAiCompatible, RawAnswer } from '../teacher/openai-compatible';
import { TeacherError, type CompletionRequest, type TeacherErrorKind } from '../teacher/teacher';
import { capabilityNames, probeLimits, type CapabilityName } from '../vocabulary-capabilities';
import { choicesIn, isJudgement } from './probe-answers';

/** The client of a teacher, as far as a probe needs it. */
export type Probed = Pick<OpenAiCompatible, 'models' | 'complete' | 'send' | 'adaptations'>;

const system = { role: 'system' as const, content: 'You answer briefly.' };
const user = (content: string) => ({ role: 'user' as const, content });

const asking = (content: string, maxTokens = 16): CompletionRequest => ({
  messages: [user(content)],
  temperature: 0,
  maxTokens,
});

/** A schema with two fields that no model writes unless it has to: the form in which judges answer. */
const schema = {
  type: 'object',
  properties: { why: { type: 'string' }, score: { type: 'integer', enum: [0, 1] } },
  required: ['why', 'score'],
  additionalProperties: false,
};

/** After one of these, further requests would fail in the same way. */
const ends: ReadonlySet<TeacherErrorKind> = new Set(['auth', 'unreachable']);

/**
 * Finds out what a server can do, by asking for it: a few short chat requests, one after the other. Nothing is taken for
 * granted: a server that accepts a field and ignores it cannot do what the field asks for.
 *
 * @throws TeacherError when it does not answer at all, or the signal's reason.
 */
export async function probe(client: Probed, model: string, signal: AbortSignal): Promise<Capabilities> {
  const answers = new Map<CapabilityName, Capability>();
  answers.set('models', await askForModels(client, model, signal));

  let calls = 1;
  await client.complete({ ...asking('Say hello.'), messages: [system, user('Say hello.')] }, signal);
  const send = (request: CompletionRequest, fields: Record<string, unknown>): Promise<RawAnswer> => {
    calls += 1;
    return client.send(request, fields, signal);
  };
  const { foldsSystem, streams } = client.adaptations();
  const questions: [CapabilityName, () => Promise<Capability>][] = [
    ['system', () => (foldsSystem ? askForSystem(send) : isYes('It accepts a system message.'))],
    ['streaming', () => (streams ? isYes('It only streams.') : askForStream(send))],
    ['seed', () => askForSeed(send)],
    ['n', () => askForTwo(send)],
    ['jsonSchema', () => askForJson(send)],
    ['logprobs', () => askForLogprobs(send)],
  ];
  let ended: string | null = null;
  for (const [name, ask] of questions) {
    try {
      answers.set(name, ended === null ? await ask() : unknown(ended));
    } catch (error) {
      if (!(error instanceof TeacherError)) throw error;
      if (ends.has(error.kind)) ended = error.message;
      answers.set(name, afterFailure(error));
    }
  }
  const { contextTokens } = client.adaptations();
  answers.set('contextLength', contextLength(contextTokens));
  return {
    probedAt: new Date().toISOString(),
    calls,
    contextTokens,
    answers: Object.fromEntries(
      capabilityNames.map((name) => [name, answers.get(name) ?? unknown('Not asked.')]),
    ) as Capabilities['answers'],
  };
}

type Send = (request: CompletionRequest, fields: Record<string, unknown>) => Promise<RawAnswer>;

const yes = (detail: string): Capability => ({ answer: 'yes', detail });
const isYes = async (detail: string): Promise<Capability> => yes(detail);
const no = (detail: string): Capability => ({ answer: 'no', detail });
const unknown = (detail: string): Capability => ({ answer: 'unknown', detail });

const MAX_QUOTE = 200;
const quote = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return `“${line.length > MAX_QUOTE ? `${line.slice(0, MAX_QUOTE)}…` : line}”`;
};

/** A refusal is a no, in the server's words. Any other failure says nothing about what it can do. */
function afterFailure(error: TeacherError): Capability {
  const said = error.options.refusal?.said ?? '';
  if (error.kind !== 'refused_request') return unknown(error.message);
  return no(said === '' ? error.message : `It refused: ${quote(said)}`);
}

async function askForModels(client: Probed, model: string, signal: AbortSignal): Promise<Capability> {
  try {
    const models = await client.models(signal);
    if (models.length === 0) return no('Its list of models is empty.');
    const isListed = models.some(({ id }) => id === model);
    return yes(`${models.length} listed${isListed ? '' : `, but not “${model}”`}.`);
  } catch (error) {
    if (!(error instanceof TeacherError)) throw error;
    return error.kind === 'refused_request' || error.kind === 'bad_answer' ? no(error.message) : unknown(error.message);
  }
}

const contextLength = (tokens: number | null): Capability =>
  tokens === null
    ? unknown('It does not say. Seedleaf learns it when the server refuses a request as too long.')
    : yes(`${tokens.toLocaleString('en')} tokens.`);

/** Only asked after system messages had to be folded into the first question, to hear why. */
async function askForSystem(send: Send): Promise<Capability> {
  await send(asking('Say hello.'), { messages: [system, user('Say hello.')] });
  return yes('It accepts a system message.');
}

async function askForStream(send: Send): Promise<Capability> {
  const { isStream } = choicesIn((await send(asking('Say hello.'), { stream: true })).body);
  return isStream
    ? yes('It sends its answer in pieces.')
    : no('It sends the whole answer at once, although asked to stream.');
}

/** At temperature 1 a model hardly writes the same digits twice, unless the seed decides. */
async function askForSeed(send: Send): Promise<Capability> {
  const request = { ...asking('Write 20 random digits, and nothing else.', 64), temperature: 1 };
  const first = (await send(request, { seed: 20_261 })).completion.text;
  if (first === '') return unknown('It accepts a seed, but wrote nothing to compare.');
  const second = (await send(request, { seed: 20_261 })).completion.text;
  return first === second
    ? yes('Two answers with the same seed are equal.')
    : no('It accepts a seed, but two answers with the same one differ.');
}

async function askForTwo(send: Send): Promise<Capability> {
  const { count } = choicesIn((await send(asking('Say hello.'), { n: 2 })).body);
  return count >= 2 ? yes('It answers twice when asked for two.') : no('It answers once, although asked for two.');
}

async function askForJson(send: Send): Promise<Capability> {
  const response_format = { type: 'json_schema', json_schema: { name: 'judgement', strict: true, schema } };
  const request = asking('Which city is the capital of Peru?', probeLimits.answerTokens);
  const { text, finishReason } = (await send(request, { response_format })).completion;
  if (isJudgement(text)) return yes('It answers in the schema that it is given.');
  if (text === '' || finishReason === 'length') return unknown('Its answer was cut off before it could be checked.');
  return no(`It accepts a schema and ignores it: ${quote(text)}`);
}

async function askForLogprobs(send: Send): Promise<Capability> {
  const { hasLogprobs } = choicesIn((await send(asking('Say hello.'), { logprobs: true })).body);
  return hasLogprobs ? yes('It sends them.') : no('It answers without them.');
}
