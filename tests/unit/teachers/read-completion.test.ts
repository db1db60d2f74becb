import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelsIn, readCompletion, saidIn } from '@/taxonomy/generation/teacher/read-completion';
import { TeacherError } from '@/taxonomy/generation/teacher/teacher';

const asked = { host: 'teacher.test', model: 'asked-model', promptBytes: 400, latencyMs: 7 };
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

describe('reading a chat completion', () => {
  it('takes text, reason, usage and model from an ordinary answer', () => {
    const body = {
      ...answer({ content: 'Hello' }),
      usage: { prompt_tokens: 12, completion_tokens: 3 },
      model: 'real-model',
    };
    expect(read(body)).toEqual({
      text: 'Hello',
      finishReason: 'stop',
      promptTokens: 12,
      completionTokens: 3,
      latencyMs: 7,
      model: 'real-model',
    });
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

  it('joins content that comes in parts and never reads the reasoning fields', () => {
    const content = [{ type: 'text', text: 'one ' }, 'two', { type: 'image_url' }];
    expect(read(answer({ content, reasoning_content: 'secret', reasoning: 'secret' })).text).toBe('one two');
  });

  it('gives empty text when the tokens ran out or a filter stopped it, so that the row can say why it is lost', () => {
    expect(read(answer({ content: null, reasoning_content: 'hm' }, 'length'))).toMatchObject({
      text: '',
      finishReason: 'length',
    });
    expect(read(answer({ content: null }, 'content_filter'))).toMatchObject({ text: '' });
    expect(read(answer({ content: '' }))).toMatchObject({ text: '' });
  });

  it('takes a refusal for what was said', () => {
    expect(read(answer({ content: null, refusal: 'I will not.' })).text).toBe('I will not.');
  });

  it('takes out NUL characters and replaces lone surrogates, and leaves whole ones alone', () => {
    expect(read('{"choices":[{"message":{"content":"a\\u0000b\\ud800c😀"}}]}').text).toBe('ab\uFFFDc😀');
  });

  it.each([
    ['', /empty/],
    ['<!doctype html><title>Sign in</title>', /web page/],
    ['{"choices":[{"message":{"content":"Hel', /cut off/],
    ['data: {"choices":[]}\n\n', /streams/],
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

  it('classifies a failure that hides inside a 200 by its own code', () => {
    expect(failureOf(() => read({ error: { code: 429, message: 'slow down' } })).kind).toBe('rate_limit');
    expect(failureOf(() => read({ error: { code: '401', message: 'no' } })).kind).toBe('auth');
    expect(failureOf(() => read({ error: 'out of memory' }))).toMatchObject({
      kind: 'bad_answer',
      message: /out of memory/,
    });
  });

  it('answers or fails with a classified error, whatever JSON comes', () => {
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

  it('answers or fails with a classified error, whatever bytes come', () => {
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

describe('reading a list of models', () => {
  it('takes both shapes that servers use', () => {
    const data = '{"data":[{"id":"a","owned_by":"vllm"},{"id":"b","owned_by":7}]}';
    expect(modelsIn(data, 'h')).toEqual([
      { id: 'a', ownedBy: 'vllm' },
      { id: 'b', ownedBy: '' },
    ]);
    expect(modelsIn('{"models":[{"name":"c"}]}', 'h')).toEqual([{ id: 'c', ownedBy: '' }]);
  });

  it('refuses anything else', () => {
    for (const body of ['{}', '[]', '"x"', '<html>'])
      expect(failureOf(() => modelsIn(body, 'h')).kind).toBe('bad_answer');
  });
});

describe('what a server said about its failure', () => {
  it.each([
    ['{"error":{"message":"too\\nmany"}}', 'too many'],
    ['{"error":"plain"}', 'plain'],
    ['{"detail":"Not Found"}', 'Not Found'],
    ['{"message":"gone"}', 'gone'],
    ['<html>502</html>', ''],
    ['upstream gone', 'upstream gone'],
    ['{"error":{"deep":1}}', ''],
  ])('is found in %s', (body, said) => expect(saidIn(body)).toBe(said));
});
