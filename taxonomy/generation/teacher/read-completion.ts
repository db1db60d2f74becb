import { z } from 'zod';
import { failureOfStatus } from './classify-failure';
import { TeacherError, type Completion } from './teacher';

const Part = z.union([z.string(), z.looseObject({ type: z.string().optional(), text: z.string().optional() })]);

// Tolerant on purpose: servers differ in everything but this. Fields that carry a model's private reasoning are
// not read at all.
const Answer = z.looseObject({
  model: z.unknown().optional(),
  choices: z
    .array(
      z.looseObject({
        finish_reason: z.unknown().optional(),
        message: z
          .looseObject({
            content: z.union([z.string(), z.array(Part)]).nullish(),
            refusal: z.string().nullish(),
          })
          .nullish(),
      }),
    )
    .optional(),
  usage: z.unknown().optional(),
  error: z.unknown().optional(),
});

/**
 * What a chat completion's body says. Pure: any text in, a completion or a TeacherError out.
 *
 * NUL characters are taken out and lone surrogates replaced, since no database keeps them. Tokens that the server
 * does not count are estimated at four bytes a token.
 *
 * @throws TeacherError `bad_answer` for what is not a completion; by its status for an error inside a 200.
 */
export function readCompletion(
  body: string,
  asked: { host: string; model: string; promptBytes: number; latencyMs: number },
): Completion {
  const answer = parse(body, asked.host);
  if (answer.error !== undefined && answer.error !== null) throw errorInside(answer.error, asked);
  const choice = answer.choices?.[0];
  if (!choice) throw new TeacherError('bad_answer', `${asked.host} answered without any choice.`);

  const finishReason = typeof choice.finish_reason === 'string' ? clean(choice.finish_reason).slice(0, 50) : null;
  const text = textOf(choice.message?.content) ?? choice.message?.refusal ?? emptyIfExplained(finishReason);
  if (text === null) throw new TeacherError('bad_answer', `${asked.host} answered without any text.`);

  const usage = Usage.safeParse(answer.usage).data ?? {};
  return {
    text: clean(text),
    finishReason,
    promptTokens: usage.prompt_tokens ?? estimateTokens(asked.promptBytes),
    completionTokens: usage.completion_tokens ?? estimateTokens(Buffer.byteLength(text)),
    latencyMs: asked.latencyMs,
    model: (typeof answer.model === 'string' && clean(answer.model).slice(0, 300)) || asked.model,
  };
}

// Counts beyond any context are lies, and would not fit the database's integers.
const count = z.int().min(0).max(100_000_000).optional().catch(undefined);
const Usage = z.looseObject({ prompt_tokens: count, completion_tokens: count });

function jsonOf(body: string, host: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // No cause: a parser's message quotes the text, and so whatever a server echoes.
    throw new TeacherError('bad_answer', `${host} ${whatItSentInstead(body)}`);
  }
}

function parse(body: string, host: string): z.infer<typeof Answer> {
  const parsed = Answer.safeParse(jsonOf(body, host));
  if (!parsed.success) throw new TeacherError('bad_answer', `${host} sent JSON that is not a chat completion.`);
  return parsed.data;
}

function whatItSentInstead(body: string): string {
  const start = body.slice(0, 200).trimStart().toLowerCase();
  if (start === '') return 'sent an empty answer.';
  if (start.startsWith('<'))
    return 'sent a web page instead of JSON. Check that the address is the API, often ending in /v1.';
  if (start.startsWith('data:')) return 'streams its answers although it was not asked to.';
  if (start.startsWith('{') || start.startsWith('[')) return 'sent JSON that is cut off or broken.';
  return 'sent something that is not JSON.';
}

/** Some gateways say 200 and put the failure inside; its own code counts then. */
function errorInside(error: unknown, asked: { host: string; model: string }): TeacherError {
  const said = sentenceIn({ error });
  const code = typeof error === 'object' && error !== null && 'code' in error ? Number(error.code) : Number.NaN;
  if (code >= 400 && code <= 599) return failureOfStatus(code, said, asked);
  return new TeacherError('bad_answer', `${asked.host} answered with an error: ${said || 'it did not say which'}`);
}

/** The sentence in an error's body, whatever its shape, in one line of at most 300 characters; '' for a web page. */
export function saidIn(body: string): string {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return body.trimStart().startsWith('<') ? '' : oneLine(body);
  }
  return sentenceIn(json);
}

function sentenceIn(body: unknown): string {
  const error = field(body, 'error') ?? body;
  const said = [error, field(error, 'message'), field(body, 'message'), field(body, 'detail')].find(
    (each) => typeof each === 'string',
  );
  return typeof said === 'string' ? oneLine(said) : '';
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;

const oneLine = (text: string): string => clean(text.slice(0, 2_000)).replace(/\s+/g, ' ').trim().slice(0, 300);

const ModelList = z.looseObject({
  data: z.array(z.looseObject({ id: z.string(), owned_by: z.string().nullish().catch(null) })).optional(),
  models: z.array(z.looseObject({ name: z.string() })).optional(),
});

/** A model that a server offers, and who it says has made it; that often tells which server it is. */
export type OfferedModel = { id: string; ownedBy: string };

/**
 * The models in a `/models` answer, at most 500.
 *
 * @throws TeacherError `bad_answer` for anything else than such a list.
 */
export function modelsIn(body: string, host: string): OfferedModel[] {
  const { data, models } = ModelList.safeParse(jsonOf(body, host)).data ?? {};
  const offered =
    data?.map(({ id, owned_by }) => ({ id, ownedBy: owned_by ?? '' })) ??
    models?.map(({ name }) => ({ id: name, ownedBy: '' }));
  if (!offered) throw new TeacherError('bad_answer', `${host} sent no list of models.`);
  return offered.slice(0, 500).map(({ id, ownedBy }) => ({ id: oneLine(id), ownedBy: oneLine(ownedBy) }));
}

function textOf(content: string | z.infer<typeof Part>[] | null | undefined): string | null {
  if (typeof content === 'string') return content;
  if (!content) return null;
  const texts = content.map((part) => (typeof part === 'string' ? part : (part.text ?? '')));
  return texts.length > 0 ? texts.join('') : null;
}

/** No text is an answer when the model used up its tokens or was stopped; then the row is dropped for that reason. */
const emptyIfExplained = (finishReason: string | null): string | null =>
  finishReason === 'length' || finishReason === 'content_filter' ? '' : null;

const clean = (text: string): string => text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD');

const estimateTokens = (bytes: number): number => Math.ceil(bytes / 4);
