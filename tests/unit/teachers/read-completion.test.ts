import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCompletion } from '@/taxonomy/generation/teacher/read-completion';
import { TeacherError } from '@/taxonomy/generation/teacher/teacher';

const asked = { host: 'teacher.test', model: 'asked-model', promptBytes: 400, latencyMs: 7, maxTokens: 1_000 };
const read = (body: unknown) => readCompletion(typeof body === 'string' ? body : JSON.stringify(body), asked);
const answer = (message: object, finish: unknown = 'stop') => ({ choices: [{ message, finish_reason: finish }] });

function failureOf(run: () => unknown): TeacherError {
  try {
    run();
  } catch (error) {
    if (error instanceof TeacherError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('a chat completion in an unusual form', () => {
  const stream = (...events: object[]) => events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');

  it.each<[string, unknown, string, string]>([
    ['parts', answer({ content: [{ type: 'text', text: 'Hello' }] }), 'Hello', ''],
    ['one part', answer({ content: { type: 'text', text: 'Hello' } }), 'Hello', ''],
    [
      'a part of reasoning',
      answer({
        content: [
          { type: 'reasoning', text: 'Hm.' },
          { type: 'output_text', text: 'Hello' },
        ],
      }),
      'Hello',
      'Hm.',
    ],
    ['a part of refusal', answer({ content: [{ type: 'refusal', refusal: 'I cannot.' }] }), 'I cannot.', ''],
    ['a plain text', { choices: [{ text: 'Hello', finish_reason: 'stop' }] }, 'Hello', ''],
    [
      'a stream of messages',
      stream({ choices: [{ message: { content: 'Hello' }, finish_reason: 'stop' }] }),
      'Hello',
      '',
    ],
    [
      'a stream of parts without [DONE]',
      stream({ choices: [{ delta: { content: [{ type: 'text', text: 'Hello' }] }, finish_reason: 'stop' }] }),
      'Hello',
      '',
    ],
  ])('is read: %s', (_, body, text, thought) => expect(read(body)).toMatchObject({ text, thought }));

  it.each<[string, unknown, string, RegExp]>([
    ['no such model', { error: 'model "x" not found, try pulling it first' }, 'refused_request', /knows no model/],
    [
      'a model that does not exist',
      { object: 'error', message: 'The model x does not exist.' },
      'refused_request',
      /model/,
    ],
    ['too many calls', { error: { message: 'Slow down', code: 'rate_limit_exceeded' } }, 'rate_limit', /Slow down/],
    ['no key', { detail: 'Not authenticated' }, 'auth', /Not authenticated/],
    ['its own words', { success: false, msg: 'Try tomorrow' }, 'bad_answer', /Try tomorrow/],
    [
      'an error in its choice',
      { choices: [{ finish_reason: 'error', error: { message: 'Oh', code: 502 } }] },
      'overloaded',
      /Oh/,
    ],
    ['an event of an error', 'event: error\ndata: {"message":"Busy today"}\n\n', 'bad_answer', /Busy today/],
    ['Ollama’s own answer', { message: { content: 'Hello' }, done: true }, 'refused_request', /\/v1/],
  ])('that contains %s instead of an answer fails with that message', (_, body, kind, words) => {
    expect(failureOf(() => read(body))).toMatchObject({ kind, message: expect.stringMatching(words) });
  });
});

describe('reading a chat completion', () => {
  it('takes text, reason, usage and model from an ordinary answer', () => {
    const body = {
      ...answer({ content: 'Hello' }),
      usage: { prompt_tokens: 12, completion_tokens: 3 },
      model: 'real-model',
    };
    expect(read(body)).toEqual({
      text: 'Hello',
      thought: '',
      finishReason: 'stop',
      promptTokens: 12,
      cachedTokens: 0,
      completionTokens: 3,
      latencyMs: 7,
      model: 'real-model',
    });
  });

  it.each([
    [{ prompt_tokens: 12, prompt_tokens_details: { cached_tokens: 8 } }, 8],
    [{ prompt_tokens: 12, prompt_cache_hit_tokens: 8 }, 8],
    [{ prompt_tokens: 12, prompt_tokens_details: { cached_tokens: 99 } }, 12],
    [{ prompt_tokens: 12, prompt_tokens_details: 'many' }, 0],
    [{ prompt_tokens_details: { cached_tokens: 8 } }, 0],
  ])('counts the tokens that came from the server’s cache, of %j', (usage, cachedTokens) => {
    expect(read({ ...answer({ content: 'Hello' }), usage })).toMatchObject({ cachedTokens });
  });

  it('estimates tokens that the server does not count, or counts absurdly', () => {
    for (const usage of [
      undefined,
      null,
      'many',
      { prompt_tokens: -1 },
      { prompt_tokens: 1e300, completion_tokens: 1.5 },
    ]) {
      expect(read({ ...answer({ content: 'twelve bytes' }), usage })).toMatchObject({
        promptTokens: 100,
        completionTokens: 3,
      });
    }
  });

  it('joins content in parts and never reads the reasoning fields as the answer', () => {
    const content = [{ type: 'text', text: 'one ' }, 'two', { type: 'image_url' }];
    for (const thought of [
      { reasoning_content: 'hm' },
      { reasoning: 'hm' },
      { reasoning: 'hm', reasoning_content: 'hm' },
    ]) {
      expect(read(answer({ content, ...thought }))).toMatchObject({ text: 'one two', thought: 'hm' });
    }
    const parts = [
      { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
      { type: 'text', text: 'one' },
    ];
    expect(read(answer({ content: parts }))).toMatchObject({ text: 'one', thought: 'hm' });
    expect(read(answer({ content: '<think>hm</think>one' }))).toMatchObject({ text: 'one', thought: 'hm' });
  });

  it('gives empty text when the tokens ran out or a filter stopped it, so that the row can say why', () => {
    expect(read(answer({ content: null, reasoning_content: 'hm' }, 'length'))).toMatchObject({
      text: '',
      thought: 'hm',
      finishReason: 'thinking',
    });
    expect(read(answer({ content: null }, 'content_filter'))).toMatchObject({ text: '' });
    expect(read(answer({ content: '' }))).toMatchObject({ text: '' });
  });

  it('reads a refusal as the answer', () => {
    expect(read(answer({ content: null, refusal: 'I will not.' })).text).toBe('I will not.');
  });

  it('removes NUL characters and replaces lone surrogates, and keeps whole characters', () => {
    expect(read('{"choices":[{"message":{"content":"a\\u0000b\\ud800c😀"}}]}').text).toBe('ab\uFFFDc😀');
  });

  it.each([
    ['', /empty/],
    ['<!doctype html><title>Sign in</title>', /web page/],
    ['{"choices":[{"message":{"content":"Hel', /cut off/],
    ['data: {"choices":[]}\n\n', /stopped in the middle/],
    ['data: {"choices":[{\n\n', /broken event/],
    ['Internal error', /not JSON/],
    ['{}', /without any choice/],
    ['{"choices":[]}', /without any choice/],
    ['{"choices":[{}]}', /without any text/],
    ['{"choices":[{"message":null}]}', /without any text/],
    ['{"choices":[{"message":{"content":[]}}]}', /without any text/],
    ['{"choices":[{"message":{"content":7}}]}', /not a chat completion/],
    ['{"choices":{"0":"x"}}', /not a chat completion/],
    ['null', /not a chat completion/],
    ['[1]', /not a chat completion/],
    ['['.repeat(200_000), /cut off/],
    [`${'['.repeat(200_000)}${']'.repeat(200_000)}`, /not a chat completion/],
  ])('calls %.40j a bad answer and says what it is', (body, message) => {
    expect(failureOf(() => read(body))).toMatchObject({
      kind: 'bad_answer',
      isRetryable: true,
      message: expect.stringMatching(message),
    });
  });

  it('does not believe “stop” when all tokens are used up', () => {
    const used = (completion_tokens: number) => ({
      ...answer({ content: '[ANSWER]\nThe quay was' }),
      usage: { completion_tokens },
    });
    expect(read(used(1_000)).finishReason).toBe('length');
    expect(read(used(999)).finishReason).toBe('stop');
    for (const reason of ['length', 'max_tokens', 'MAX_TOKENS', 'model_length', 'max_output_tokens']) {
      expect(read(answer({ content: 'The quay was' }, reason)).finishReason).toBe('length');
      expect(read(answer({ content: '' }, reason)).finishReason).toBe('thinking');
    }
  });

  it('says so when the server returns everything as thinking', () => {
    for (const message of [{ content: null, reasoning_content: 'All of it.' }, { content: '<think>All of it.' }]) {
      const failure = failureOf(() => read(answer(message)));
      expect(failure).toMatchObject({ kind: 'only_thought', isRetryable: false, isBillable: true });
      expect(failure.message).toMatch(/reasoning parser/);
    }
  });

  it.each(['\n', '\r\n'])('joins a stream into the same answer, with line ends %j', (end) => {
    const event = (data: object | string) =>
      `data: ${typeof data === 'string' ? data : JSON.stringify(data)}${end}${end}`;
    const delta = (given: object, finish_reason: string | null = null) =>
      event({ model: 'm1', choices: [{ index: 0, delta: given, finish_reason }] });
    const body = [
      `: keep-alive${end}${end}`,
      delta({ role: 'assistant', content: '' }),
      delta({ reasoning_content: 'h' }),
      delta({ reasoning_content: 'm' }),
      delta({ content: 'Hel' }),
      delta({ content: 'lo' }),
      delta({}, 'stop'),
      event({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 2 } }),
    ];
    const whole = {
      text: 'Hello',
      thought: 'hm',
      finishReason: 'stop',
      promptTokens: 3,
      completionTokens: 2,
      model: 'm1',
    };
    expect(read([...body, event('[DONE]')].join(''))).toMatchObject(whole);
    expect(read(body.join(''))).toMatchObject(whole);
    expect(failureOf(() => read(body.slice(0, 4).join(''))).message).toMatch(/stopped in the middle/);
    expect(failureOf(() => read(event({ error: { code: 429, message: 'slow down' } }))).kind).toBe('rate_limit');
  });

  it('classifies a failure inside a 200 by its own code', () => {
    expect(failureOf(() => read({ error: { code: 429, message: 'slow down' } })).kind).toBe('rate_limit');
    expect(failureOf(() => read({ error: { code: '401', message: 'no' } })).kind).toBe('auth');
    expect(failureOf(() => read({ error: 'out of memory' }))).toMatchObject({
      kind: 'bad_answer',
      message: /out of memory/,
    });
  });

  it('gives an answer or a classified error for any JSON', { timeout: 30_000 }, () => {
    const shaped = fc.record(
      {
        choices: fc.oneof(
          fc.array(fc.record({ message: fc.jsonValue(), finish_reason: fc.jsonValue() }, { requiredKeys: [] })),
          fc.jsonValue(),
        ),
        usage: fc.jsonValue(),
        model: fc.jsonValue(),
        error: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), shaped), (body) => isAnswerOrClassified(() => read(JSON.stringify(body)))),
      { numRuns: 2_000 },
    );
  });

  it('gives an answer or a classified error for any bytes', { timeout: 30_000 }, () => {
    const whole = JSON.stringify({ ...answer({ content: 'Some “text” with 😀 in it.' }), usage: { prompt_tokens: 1 } });
    const cut = fc.nat(whole.length).map((at) => whole.slice(0, at));
    const spoiled = fc
      .tuple(fc.nat(whole.length), fc.string())
      .map(([at, text]) => whole.slice(0, at) + text + whole.slice(at + 1));
    fc.assert(
      fc.property(fc.oneof(cut, spoiled, fc.string({ unit: 'binary' })), (body) =>
        isAnswerOrClassified(() => read(body)),
      ),
      { numRuns: 2_000 },
    );
  });
});

function isAnswerOrClassified(run: () => { text: string; promptTokens: number }): boolean {
  try {
    const { text, promptTokens } = run();
    return !text.includes('\0') && !/\p{Surrogate}/u.test(text) && Number.isSafeInteger(promptTokens);
  } catch (error) {
    return error instanceof TeacherError && error.message.length < 1_000;
  }
}
