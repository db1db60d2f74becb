import { z } from 'zod';
import { answerLimit, bodyOf, type Adaptations } from './adaptations';
import { failureOfStatus } from './classify-failure';
import { readCompletion } from './read-completion';
import { sentenceIn } from './said';
import { TeacherError, type Completion, type CompletionRequest } from './teacher';

/** What the lines of a batch file depend on. */
export type BatchTeacher = {
  model: string;
  known: Adaptations;
  extra: Record<string, unknown>;
  /** Tokens for thinking that a person has set; null for what was learned. */
  thinkingTokens: number | null;
};

/** Without a tokenizer: a usual value for text that is not English. */
const TOKENS_PER_BYTE = 1 / 3;
const MIN_ANSWER_TOKENS = 32;

/**
 * A request as one line of an OpenAI batch file, without its line break. `vllm run-batch` and the batch APIs of OpenAI,
 * Azure and others read it.
 */
export function requestLine(key: string, request: CompletionRequest, teacher: BatchTeacher): string {
  const { model, known, extra } = teacher;
  const batched = { ...known, streams: false, omitted: [...known.omitted, 'stream'] };
  const body = bodyOf(model, request, batched, limitOf(request, teacher), extra);
  return JSON.stringify({ custom_id: key, method: 'POST', url: '/v1/chat/completions', body });
}

function limitOf(request: CompletionRequest, { known, thinkingTokens }: BatchTeacher): number {
  const prompt = Math.ceil(bytesOf(request) * TOKENS_PER_BYTE);
  const left = known.contextTokens === null ? Infinity : known.contextTokens - prompt;
  return answerLimit(known, request, Math.max(MIN_ANSWER_TOKENS, left), thinkingTokens);
}

const bytesOf = ({ messages }: CompletionRequest): number =>
  messages.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);

const ResultLine = z.looseObject({
  custom_id: z.string().min(1).max(200),
  response: z.looseObject({ status_code: z.int().nullish(), body: z.unknown().optional() }).nullish(),
  error: z.unknown().optional(),
});
export type ResultLine = z.infer<typeof ResultLine>;

/** One line of a batch result file; null when it is none. */
export function readResultLine(text: string): ResultLine | null {
  try {
    return ResultLine.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/**
 * The answer in a line of a result file, read as a live answer is.
 *
 * @throws TeacherError as for a live call. A request that the batch did not get to (expired, cancelled) is `overloaded`,
 * so that it is sent again.
 */
export function completionIn(
  { response, error }: ResultLine,
  request: CompletionRequest,
  teacher: BatchTeacher,
): Completion {
  const { model } = teacher;
  const host = 'The batch';
  const status = response?.status_code ?? (response ? 200 : 503);
  const isGood = status >= 200 && status < 300 && (error === null || error === undefined);
  const body = response?.body;
  if (isGood && body !== null && body !== undefined) {
    const asked = { host, model, promptBytes: bytesOf(request), latencyMs: 0, maxTokens: limitOf(request, teacher) };
    return readCompletion(typeof body === 'string' ? body : JSON.stringify(body), asked);
  }
  const said = sentenceIn(error ?? body ?? '');
  if (isGood) throw new TeacherError('bad_answer', `${host} answered without a body.`);
  throw failureOfStatus(status < 300 ? 503 : status, said, { host, model, body: JSON.stringify(body ?? error) });
}
