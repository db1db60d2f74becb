import { describe, expect, it } from 'vitest';
import {
  adaptationsInWords,
  Adaptations,
  answerLimit,
  bodyOf,
  learn,
  noAdaptations,
  withThought,
} from '@/taxonomy/generation/teacher/adaptations';
import { saidLimits } from '@/taxonomy/generation/teacher/token-limits';

const request = {
  messages: [
    { role: 'system' as const, content: 'S' },
    { role: 'user' as const, content: 'U' },
    { role: 'assistant' as const, content: 'A' },
    { role: 'user' as const, content: 'V' },
  ],
  temperature: 0,
  maxTokens: 512,
  seed: 7,
};
const sent = (known = noAdaptations, extra = {}) => bodyOf('m', request, known, 512, extra);
const learnt = (said: string, known = noAdaptations, extra = {}) =>
  learn(known, { said, body: '' }, sent(known, extra));

describe('what a server refuses is read from its message', () => {
  it.each([
    // OpenAI o-series and GPT-5
    [
      "max_tokens: Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      { limitField: 'max_completion_tokens' },
    ],
    [
      "temperature: Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
      { omitted: ['temperature'] },
    ],
    [
      "messages[0].role: Unsupported value: 'messages[0].role' does not support 'system' with this model.",
      { foldsSystem: true },
    ],
    // Mistral and other pydantic servers
    ['body.seed: Extra inputs are not permitted', { omitted: ['seed'] }],
    ['body.stream: Extra inputs are not permitted', { omitted: ['stream'] }],
    // Groq, Cerebras, Perplexity, Cohere
    ["property 'seed' is unsupported", { omitted: ['seed'] }],
    ['Unrecognized request argument supplied: seed', { omitted: ['seed'] }],
    ['unknown field: parameter seed is not a valid field', { omitted: ['seed'] }],
    ['Invalid JSON payload received. Unknown name "seed": Cannot find field.', { omitted: ['seed'] }],
    // TGI
    ['Input validation error: `temperature` must be strictly positive', { leastTemperature: 0.01 }],
    // Templates without a system role: vLLM, llama.cpp, mistral.rs, Gemini
    ['System role not supported', { foldsSystem: true }],
    ['Conversation roles must alternate user/assistant/user/assistant/...', { foldsSystem: true }],
    ['Only user and assistant roles are supported!', { foldsSystem: true }],
    ['Developer instruction is not enabled for models/gemma-3-27b-it', { foldsSystem: true }],
    ['This model does not support system messages.', { foldsSystem: true }],
    // DashScope
    ['max_tokens must be at most 1024', { answerTokens: 1024 }],
    ['max_tokens: must be less than or equal to 1024', { answerTokens: 1024 }],
    ['Input validation error: `inputs` must have less than 1024 tokens. Given: 3000', { contextTokens: 1024 }],
    ['Streaming is required for operations that may take long', { streams: true }],
    ['please set stream=true', { streams: true }],
    ['parameter.enable_thinking must be set to false for non-streaming calls', { streams: true }],
    ['This model only support stream mode, please enable the stream parameter to access the model.', { streams: true }],
    ['stream must be set to true', { streams: true }],
    ['"stream": false is not supported', { streams: true }],
    ['`temperature` may only be set to 1 when thinking is enabled', { omitted: ['temperature'] }],
    ['invalid temperature: only 1 is allowed for this model', { omitted: ['temperature'] }],
    ['temperature must be in (0, 1]: got 0', { leastTemperature: 0.01 }],
    ["messages[0].role: Input should be 'user' or 'assistant'", { foldsSystem: true }],
    ["'system' is not one of ['user', 'assistant']", { foldsSystem: true }],
    ['messages: first message must use the "user" role', { foldsSystem: true }],
  ])('%s', (said, change) => expect(learnt(said)).toEqual({ ...noAdaptations, ...change }));

  it('and only fields that were sent are left out, one at a time', () => {
    expect(learnt('body.top_k: Extra inputs are not permitted')).toEqual(noAdaptations);
    expect(learnt('body.top_k: Extra inputs are not permitted', noAdaptations, { top_k: 5 }).omitted).toEqual([
      'top_k',
    ]);
    const streaming = Adaptations.parse({ streams: true });
    expect(learnt('Unknown parameter: stream_options', streaming).omitted).toEqual(['stream_options']);
    expect(learnt('The content policy forbids this.')).toEqual(noAdaptations);
    expect(learnt('')).toEqual(noAdaptations);
  });
});

describe('the limits that a server states', () => {
  it.each([
    [
      "This model's maximum context length is 4096 tokens. However, you requested 4496 tokens (400 in the messages, 4096 in the completion).",
      4096,
      null,
      400,
    ],
    [
      "'max_tokens' or 'max_completion_tokens' is too large: 4096. This model's maximum context length is 4096 tokens and your request has 400 input tokens (4096 > 4096 - 400).",
      4096,
      null,
      400,
    ],
    [
      "This endpoint's maximum context length is 8192 tokens. However, you requested about 9000 tokens (4904 of text input, 4096 in the output).",
      8192,
      null,
      4904,
    ],
    [
      "Requested token count exceeds the model's maximum context length of 2048 tokens. You requested a total of 2448 tokens: 400 tokens from the input messages and 2048 tokens for the completion.",
      2048,
      null,
      400,
    ],
    [
      'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 400 `inputs` tokens and 4096 `max_new_tokens`',
      4096,
      null,
      400,
    ],
    ['{"error":{"type":"exceed_context_size_error","n_prompt_tokens":5000,"n_ctx":4096}}', 4096, null, 5000],
    ['the request exceeds the available context size (2048 tokens), try increasing it', 2048, null, null],
    ['The model is loaded with context length of only 4096 tokens, which is not enough', 4096, null, null],
    [
      'input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000, decrease input length',
      200000,
      null,
      188240,
    ],
    ['Prompt contains 40000 tokens, too large for model with 32768 maximum context length', 32768, null, 40000],
    ['max_tokens: 8192 > 4096, which is the maximum allowed number of output tokens', null, 4096, null],
    ['Invalid max_tokens value, the valid range of max_tokens is [1, 8192]', null, 8192, null],
    [
      'max_tokens is too large: 100000. This model supports at most 16384 completion tokens, whereas you provided 100000.',
      null,
      16384,
      null,
    ],
    [
      '`max_tokens` must be less than or equal to `8192`, the maximum value for `max_tokens` is less than the context window',
      null,
      8192,
      null,
    ],
    ['The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).', 1048576, null, null],
    ['Range of max_tokens should be [1, 2000]', null, 2000, null],
    ['The max_tokens parameter must not exceed 4096', null, 4096, null],
    ['max_tokens cannot exceed 1024 on the free tier', null, 1024, null],
    ['maximum allowed max_tokens is 4096', null, 4096, null],
    [
      'a maxOutputTokens value of 9000 but the supported range is from 1 (inclusive) to 8193 (exclusive).',
      null,
      8192,
      null,
    ],
    ['Number of tokens (5400) exceeds maximum context of 4096', 4096, null, null],
    ['Input length 3000 exceeds max_model_len 2048', 2048, null, null],
    ['prompt is too long: 210000 tokens > 200000 maximum', 200000, null, null],
    ['模型最大上下文长度为 4096 个 tokens', 4096, null, null],
    ['I would rather not, for 3 reasons.', null, null, null],
  ])('%s', (said, contextTokens, answerTokens, promptTokens) =>
    expect(saidLimits(said)).toEqual({ contextTokens, answerTokens, promptTokens }),
  );
});

describe('the request', () => {
  it('follows the protocol for a server that accepts it', () => {
    expect(sent()).toEqual({
      model: 'm',
      messages: request.messages,
      temperature: 0,
      max_tokens: 512,
      seed: 7,
      stream: false,
    });
  });

  it('is changed as the server requires', () => {
    const known = Adaptations.parse({
      limitField: 'max_completion_tokens',
      omitted: ['seed', 'temperature'],
      foldsSystem: true,
      streams: true,
    });
    expect(sent(known, { enable_thinking: false })).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: 'S\n\nU' }, ...request.messages.slice(2)],
      max_completion_tokens: 512,
      stream: true,
      stream_options: { include_usage: true },
      enable_thinking: false,
    });
    expect(adaptationsInWords(known)).toHaveLength(4);
  });

  it('leaves room for thinking, and never asks for more than there is', () => {
    expect(answerLimit(noAdaptations, request, Infinity)).toBe(512);
    const thinks = withThought(noAdaptations, false);
    expect(answerLimit(thinks, request, Infinity)).toBeGreaterThan(2_000);
    expect(answerLimit(noAdaptations, { ...request, needsRoomToThink: true }, Infinity)).toBeGreaterThan(10_000);
    expect(answerLimit(thinks, request, 300)).toBe(300);
    expect(answerLimit({ ...thinks, answerTokens: 1_000 }, request, Infinity)).toBe(1_000);
    expect(withThought(thinks, false)).toBe(thinks);
  });

  it('gives thinking the tokens that a person has set, whatever was learned', () => {
    const thinks = withThought(noAdaptations, true);
    expect(answerLimit(thinks, request, Infinity, 1_000)).toBe(1_512);
    expect(answerLimit(thinks, { ...request, needsRoomToThink: true }, Infinity, 0)).toBe(512);
  });

  it('states the schema of an answer, until the server refuses it', () => {
    const format = { name: 'score', schema: { type: 'object' } };
    const asked = (known = noAdaptations) => bodyOf('m', { ...request, format }, known, 512, {});
    expect(asked()).toMatchObject({
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'score', schema: { type: 'object' }, strict: true },
      },
    });
    for (const said of [
      "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
      'Structured output is off for this deployment.',
      'The provided grammar could not be compiled.',
    ]) {
      const known = learn(noAdaptations, { said, body: '' }, asked());
      expect(known.omitted).toEqual(['response_format']);
      expect(asked(known)).not.toHaveProperty('response_format');
      expect(learn(noAdaptations, { said: 'Your JSON is fine.', body: '' }, sent()).omitted).toEqual([]);
    }
  });

  it('is described only where something was learned', () => {
    expect(adaptationsInWords(noAdaptations)).toEqual([]);
    expect(adaptationsInWords({ ...noAdaptations, contextTokens: 4_096 })).toEqual(['Context of 4,096 tokens.']);
  });
});
