import { isDeepStrictEqual } from 'node:util';
import { providerOf } from '../vocabulary-servers';
import { answerLimit, bodyOf, learn, noAdaptations, withThought, type Adaptations } from './adaptations';
import { answerSoFar } from './answer-so-far';
import { connect, type Call, type ConnectionOptions } from './connection';
import { hideSecrets, secretsIn } from './hide-key';
import { modelsIn, type OfferedModel } from './models';
import { readCompletion } from './read-completion';
import {
  TeacherError,
  type CompleteOptions,
  type Completion,
  type CompletionRequest,
  type TeacherClient,
} from './teacher';
import { saidLimits } from './token-limits';
import { isWithheld, withheldAnswer } from './withheld';

export type TeacherConnection = ConnectionOptions & {
  /** Extra fields for each request, for example to switch a model's thinking off. */
  extraFields?: Record<string, unknown>;
  /** How much the model is asked to think; null leaves it to the model. */
  reasoningEffort?: string | null | undefined;
  /** Tokens for thinking, on top of those for the answer; null for what was learned. */
  thinkingTokens?: number | null | undefined;
  /** How the server differs from the protocol, as far as known. */
  adaptations?: Adaptations;
  /** Called when another difference is learned. */
  onAdapted?: (adaptations: Adaptations) => void;
};

/** An answer, and the body that it came in. */
export type RawAnswer = { body: string; completion: Completion };

export type OpenAiCompatible = TeacherClient & {
  /** The address of the server. */
  readonly address: string;
  /** The models that the server offers. */
  models(signal: AbortSignal): Promise<OfferedModel[]>;
  /**
   * One chat request with further fields, as adapted so far. Nothing is learned from it: whoever asks wants to know what
   * the server does with these fields.
   */
  send(request: CompletionRequest, fields: Record<string, unknown>, signal: AbortSignal): Promise<RawAnswer>;
  /** All differences learned so far. */
  adaptations(): Adaptations;
  /** Closes all connections; calls in flight fail. */
  close(): Promise<void>;
};

/**
 * A teacher with the OpenAI chat protocol: vLLM, llama.cpp, Ollama, LM Studio, OpenAI and most others.
 *
 * When the server refuses something, its message says what to change; from then on, requests follow it.
 */
export function openAiCompatible(connection: TeacherConnection): OpenAiCompatible {
  const { model, baseUrl } = connection;
  const { host } = new URL(baseUrl);
  const server = connect(connection);
  let known = connection.adaptations ?? noAdaptations;
  const { reasoningEffort, thinkingTokens = null } = connection;
  const extra = {
    ...(reasoningEffort ? { reasoning_effort: reasoningEffort } : {}),
    ...connection.extraFields,
  };
  const limitOf = (request: CompletionRequest, left: number) => answerLimit(known, request, left, thinkingTokens);
  const secrets = secretsIn(connection).filter(looksSecret);
  /**
   * Tokens per byte of a prompt: the highest ratio so far, which decays slowly. Starts with a usual value for text that
   * is not English.
   */
  let tokensPerPromptByte = 1 / 3;
  const remember = (learnt: Adaptations): void => {
    if (isDeepStrictEqual(learnt, known)) return;
    known = learnt;
    connection.onAdapted?.(known);
  };

  async function askOnce(
    request: CompletionRequest,
    body: Record<string, unknown>,
    limit: number,
    signal: AbortSignal,
    { onText, ...options }: CompleteOptions,
  ) {
    const startedAt = performance.now();
    const promptBytes = bytesOf(request);
    const onChunk = onText && answerSoFar(onText, { secrets, mayThink: known.thoughtTokens > 0 });
    // A compressed stream could not be read before its end.
    const headers: Record<string, string> = onChunk ? { 'accept-encoding': 'identity' } : {};
    const asked = { method: 'POST', resource: 'chat/completions', body: JSON.stringify(body) } as const;
    const call: Call = { ...options, ...asked, headers, onChunk };
    const completion = await server.ask(call, signal, (text) => {
      const latencyMs = Math.round(performance.now() - startedAt);
      return readCompletion(text, { host, model, promptBytes, latencyMs, maxTokens: limit });
    });
    const tokensPerByte = completion.promptTokens / Math.max(1, promptBytes);
    if (promptBytes > 1_000) tokensPerPromptByte = Math.max(tokensPerPromptByte / 1.02, tokensPerByte);
    if (completion.finishReason === 'thinking') remember(withThought(known, true));
    else if (completion.thought !== '') remember(withThought(known, request.needsRoomToThink === true));
    return withoutSecrets(completion, secrets);
  }

  async function complete(
    request: CompletionRequest,
    signal: AbortSignal,
    options: CompleteOptions = {},
  ): Promise<Completion> {
    let promptTokens = Math.ceil(bytesOf(request) * tokensPerPromptByte) + 16 * request.messages.length;
    /** Lowered when the server says that the limit is too high, but not what it allows. */
    let most = Infinity;
    const startedAt = performance.now();
    let isInPieces = options.onText !== undefined;
    const adapted = () => (isInPieces && !known.omitted.includes('stream') ? { ...known, streams: true } : known);
    for (let changes = 0; ; changes += 1) {
      const left = Math.min(most, leftOf(promptTokens));
      if (left < MIN_ANSWER_TOKENS) throw tooLong(known.contextTokens, promptTokens);
      const limit = limitOf(request, left);
      const body = bodyOf(model, request, adapted(), limit, extra);
      try {
        return await askOnce(request, body, limit, signal, options);
      } catch (error) {
        if (!(error instanceof TeacherError) || !error.options.refusal || changes >= MAX_CHANGES) throw error;
        const { refusal } = error.options;
        if (isWithheld(refusal))
          return withheldAnswer(model, bytesOf(request), Math.round(performance.now() - startedAt));
        remember(learn(known, refusal, body));
        const said = saidLimits(`${refusal.said}\n${refusal.body.slice(0, 5_000)}`);
        promptTokens = said.promptTokens ?? promptTokens;
        // The server did not say whether the prompt or the answer was too long, or our token count of the prompt was
        // too low.
        if (error.kind === 'too_long' && (said.contextTokens === null || said.promptTokens === null))
          most = Math.floor(limit / 2);
        const isChanged = !isDeepStrictEqual(bodyOf(model, request, adapted(), limit, extra), body);
        const isShorter = limitOf(request, Math.min(most, leftOf(promptTokens))) < limit;
        if (isChanged || isShorter) continue;
        // Without a word about it, the stream may be what was refused.
        if (!isInPieces) throw error;
        isInPieces = false;
      }
    }
  }

  async function send(
    request: CompletionRequest,
    fields: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<RawAnswer> {
    const limit = limitOf(request, Infinity);
    const body = JSON.stringify({ ...bodyOf(model, request, known, limit, extra), ...fields });
    const startedAt = performance.now();
    return server.ask({ method: 'POST', resource: 'chat/completions', body }, signal, (text) => {
      const latencyMs = Math.round(performance.now() - startedAt);
      const asked = { host, model, promptBytes: bytesOf(request), latencyMs, maxTokens: limit };
      return { body: text, completion: withoutSecrets(readCompletion(text, asked), secrets) };
    });
  }

  const leftOf = (promptTokens: number): number =>
    known.contextTokens === null ? Infinity : known.contextTokens - promptTokens - 8;

  const tooLong = (contextTokens: number | null, promptTokens: number) =>
    new TeacherError(
      'too_long',
      `The request (about ${promptTokens} tokens) leaves no room for an answer in the context of ${model}` +
        `${contextTokens === null ? '' : ` (${contextTokens} tokens)`}. Use a teacher with a longer context.`,
    );

  return {
    address: baseUrl,
    complete,
    models: async (signal) => {
      const listed = await server.ask({ method: 'GET', resource: 'models' }, signal, (body) => modelsIn(body, host));
      // Gemini lists “models/gemini-…”, and takes the name without it.
      const prefix = providerOf(baseUrl) === 'gemini' ? /^models\// : /^(?!)/;
      const models = listed.map((each) => ({ ...each, id: each.id.replace(prefix, '') }));
      const contextTokens = models.find(({ id }) => id === model)?.contextTokens ?? null;
      if (contextTokens !== null && known.contextTokens === null) remember({ ...known, contextTokens });
      return models;
    },
    send,
    adaptations: () => known,
    close: () => server.close(),
  };
}

/** An answer needs at least this many tokens. */
const MIN_ANSWER_TOKENS = 32;
/** The maximum number of changes to one request after refusals. */
const MAX_CHANGES = 10;

const bytesOf = ({ messages }: CompletionRequest): number =>
  messages.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);

/** Words used as a key where none is needed (“lm-studio”) are no secret and may appear in an answer. */
const looksSecret = (value: string): boolean => value.length >= 8 && !(/^[a-z-]+$/i.test(value) && value.length < 24);

/** Removes what a server repeats of the request's headers in an answer. */
function withoutSecrets(completion: Completion, secrets: readonly string[]): Completion {
  if (secrets.length === 0) return completion;
  const clean = (text: string) => hideSecrets(text, secrets);
  return {
    ...completion,
    text: clean(completion.text),
    thought: clean(completion.thought),
    model: clean(completion.model),
    finishReason: completion.finishReason === null ? null : clean(completion.finishReason),
  };
}
