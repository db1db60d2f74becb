import { z } from 'zod';
import { cleanAnswer } from './clean-answer';
import { failureOfStatus } from './classify-failure';
import { cleanText, sentenceIn } from './said';
import { readStream } from './read-stream';
import { TeacherError, type Completion } from './teacher';

const Part = z.union([
  z.string(),
  z.looseObject({
    type: z.string().optional(),
    text: z.string().optional(),
    refusal: z.string().optional(),
    thinking: z.unknown().optional(),
  }),
]);
type Part = z.infer<typeof Part>;

const thought = z.string().nullish().catch(null);

// Loose on purpose: servers have only these fields in common.
const Answer = z.looseObject({
  model: z.unknown().optional(),
  choices: z
    .array(
      z.looseObject({
        finish_reason: z.unknown().optional(),
        error: z.unknown().optional(),
        /** From the older protocol for plain texts. */
        text: z.string().nullish().catch(null),
        message: z
          .looseObject({
            content: z.union([z.string(), z.array(Part), Part.transform((part) => [part])]).nullish(),
            refusal: z.string().nullish(),
            reasoning: thought,
            reasoning_content: thought,
            thinking: thought,
          })
          .nullish(),
      }),
    )
    .nullish(),
  usage: z.unknown().optional(),
  error: z.unknown().optional(),
});

export type Asked = { host: string; model: string; promptBytes: number; latencyMs: number; maxTokens: number };

/**
 * Reads the body of a chat completion, either one JSON object or a stream of events. Pure: takes any text and returns a
 * completion or throws a TeacherError.
 *
 * The model's thinking is separated from the answer, whether or not the server did so. NUL characters are removed and
 * lone surrogates replaced, because the database cannot store them. If the server does not count tokens, they are
 * estimated at one per four bytes.
 *
 * @throws TeacherError `bad_answer` for what is not a completion, `only_thought` when all of it is thinking; for an
 *   error inside a 200, the kind that fits its status.
 */
export function readCompletion(body: string, asked: Asked): Completion {
  const answer = parse(body, asked.host);
  if (answer.error !== undefined && answer.error !== null) throw errorInside(answer.error, asked);
  const choice = answer.choices?.[0];
  if (!choice) throw withoutChoice(answer, asked);
  const { message } = choice;
  if (choice.error || choice.finish_reason === 'error')
    throw errorInside(choice.error ?? 'it stopped in the middle', asked);
  const given = textOf(message?.content) ?? message?.refusal ?? choice.text ?? null;
  const raw = given ?? '';
  const read = cleanAnswer(cleanText(raw));
  const thoughts = [
    message?.reasoning_content ?? message?.reasoning ?? message?.thinking,
    thoughtOf(message?.content),
    read.thought,
  ];
  const thought = cleanText([...new Set(thoughts)].filter((each) => each).join('\n'));

  const usage = Usage.safeParse(answer.usage).data ?? {};
  const completion = {
    text: read.text,
    thought,
    promptTokens: usage.prompt_tokens || estimateTokens(asked.promptBytes),
    cachedTokens: cachedOf(usage),
    completionTokens: usage.completion_tokens || estimateTokens(Buffer.byteLength(raw) + Buffer.byteLength(thought)),
    latencyMs: asked.latencyMs,
    model: (typeof answer.model === 'string' && cleanText(answer.model).slice(0, 300)) || asked.model,
  };
  const usedAll = (usage.completion_tokens ?? 0) >= asked.maxTokens;
  const finishReason = finishOf(choice.finish_reason, usedAll, completion, asked.host);
  if (given === null && finishReason !== 'thinking' && finishReason !== 'content_filter') throw withoutText(asked.host);
  return { ...completion, finishReason };
}

const cutOff =
  /^(length|max_tokens|model_length|max_output_tokens|max_new_tokens|max_completion_tokens|token_limit|limit)$/i;
const withheld = /^(content_filter|safety|refusal|recitation|prohibited_content|blocklist|sensitive)$/i;

/** How the answer ended, in OpenAI's words. `stop` is not believed when all tokens are used up. */
function finishOf(
  reason: unknown,
  usedAll: boolean,
  { text, thought }: { text: string; thought: string },
  host: string,
): string | null {
  const said = typeof reason === 'string' ? cleanText(reason).slice(0, 50) : null;
  if (said !== null && withheld.test(said)) return 'content_filter';
  const isCutOff = usedAll || (said !== null && cutOff.test(said));
  if (text.trim() !== '') return isCutOff ? 'length' : said;
  if (isCutOff) return 'thinking';
  if (thought !== '') {
    throw new TeacherError(
      'only_thought',
      `${host} returns all of the model's text as thinking (reasoning_content) and leaves the answer empty. ` +
        "Switch off the server's reasoning parser, or the model's thinking.",
    );
  }
  return said;
}

/** Some servers send an error message instead of an answer; Ollama's own API sends answers in another form. */
function withoutChoice(answer: z.infer<typeof Answer>, asked: Asked): TeacherError {
  if ('done' in answer && 'message' in answer) return new TeacherError('refused_request', ollamasOwn(asked.host));
  const words = ['detail', 'message', 'msg', 'errors'].some((name) => name in answer) ? sentenceIn(answer) : '';
  if (words !== '') return errorInside(answer, asked);
  return new TeacherError('bad_answer', `${asked.host} answered without any choice.`);
}

const ollamasOwn = (host: string) => `${host} answers with Ollama's own API. Use its address that ends in /v1.`;

const withoutText = (host: string) => new TeacherError('bad_answer', `${host} answered without any text.`);

// Counts larger than any context are wrong, and would not fit the database's integers.
const count = z.int().min(0).max(100_000_000).optional().catch(undefined);
const Usage = z.looseObject({
  prompt_tokens: count,
  completion_tokens: count,
  prompt_tokens_details: z.looseObject({ cached_tokens: count }).nullish().catch(null),
  /** DeepSeek's own name for it. */
  prompt_cache_hit_tokens: count,
});

/** Only of tokens that the server counted itself. */
const cachedOf = (usage: Partial<z.infer<typeof Usage>>): number =>
  Math.min(usage.prompt_tokens ?? 0, usage.prompt_tokens_details?.cached_tokens ?? usage.prompt_cache_hit_tokens ?? 0);

export function jsonOf(body: string, host: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // No cause: a parser's message quotes the text, which may repeat a secret.
    throw new TeacherError('bad_answer', `${host} ${whatItSentInstead(body)}`);
  }
}

function parse(body: string, host: string): z.infer<typeof Answer> {
  const isStream = /^\s*(?:data|event|id|retry|):/.test(body.slice(0, 200));
  const parsed = Answer.safeParse(isStream ? readStream(body, host) : jsonOf(body, host));
  if (!parsed.success) throw new TeacherError('bad_answer', `${host} sent JSON that is not a chat completion.`);
  return parsed.data;
}

function whatItSentInstead(body: string): string {
  const start = body.slice(0, 200).trimStart();
  if (start === '') return 'sent an empty answer.';
  if (start.startsWith('<'))
    return 'sent a web page instead of JSON. Check that the address is the API, often ending in /v1.';
  if (start.startsWith('{') || start.startsWith('[')) return 'sent JSON that is cut off or broken.';
  return 'sent something that is not JSON.';
}

/** Some gateways say 200 and put the failure inside; then the code in the body counts. */
function errorInside(error: unknown, asked: { host: string; model: string }): TeacherError {
  const said = sentenceIn({ error });
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  const status = Number(code) >= 400 && Number(code) <= 599 ? Number(code) : statusOf(`${String(code)} ${said}`);
  if (status !== null) return failureOfStatus(status, said, asked);
  return new TeacherError('bad_answer', `${asked.host} answered with an error: ${said || 'it did not say which'}`);
}

/** The status that an error's words stand for, if they are clear. */
function statusOf(words: string): number | null {
  if (/rate.?limit|too many requests/i.test(words)) return 429;
  if (/insufficient_quota|exceeded your current quota|no credit/i.test(words)) return 402;
  if (/not authenticated|unauthorized|(?:invalid|incorrect|missing|wrong).{0,20}api.?key/i.test(words)) return 401;
  if (/model.{0,200}(?:not found|does not exist)|no such model/i.test(words)) return 404;
  return null;
}

function textOf(content: string | Part[] | null | undefined): string | null {
  if (typeof content === 'string') return content;
  if (!content) return null;
  const texts = content.map((part) =>
    typeof part === 'string' ? part : isThought(part) ? '' : (part.text ?? part.refusal ?? ''),
  );
  return texts.length > 0 ? texts.join('') : null;
}

const isThought = ({ type }: { type?: string | undefined }) => type === 'reasoning' || type === 'thinking';

/** The thinking among the parts of an answer, as Mistral and Anthropic send it. */
function thoughtOf(content: string | Part[] | null | undefined): string {
  if (!Array.isArray(content)) return '';
  return content
    .map((part) => (typeof part === 'string' ? '' : (part.thinking ?? (isThought(part) ? part.text : ''))))
    .map((thinking) => {
      if (typeof thinking === 'string') return thinking;
      const parts = z.array(z.looseObject({ text: z.string() })).safeParse(thinking).data ?? [];
      return parts.map(({ text }) => text).join('');
    })
    .join('');
}

const estimateTokens = (bytes: number): number => Math.ceil(bytes / 4);
