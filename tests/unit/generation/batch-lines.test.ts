import { describe, expect, it } from 'vitest';
import { noAdaptations } from '@/taxonomy/generation/teacher/adaptations';
import { completionIn, readResultLine, requestLine } from '@/taxonomy/generation/teacher/batch-lines';
import { TeacherError } from '@/taxonomy/generation/teacher/teacher';

const teacher = { model: 'm', known: noAdaptations, extra: {}, thinkingTokens: null };
const request = { messages: [{ role: 'user' as const, content: 'Hi' }], temperature: 0.7, maxTokens: 100, seed: 3 };

const read = (result: object) => {
  const line = readResultLine(JSON.stringify({ custom_id: 'k', ...result }));
  if (!line) throw new Error('not a result');
  return completionIn(line, request, teacher);
};

const answer = (content: string, finish_reason = 'stop') => ({
  model: 'm',
  choices: [{ message: { role: 'assistant', content }, finish_reason }],
  usage: { prompt_tokens: 5, completion_tokens: 7 },
});

describe('a line of a request file', () => {
  it('has the body of a live call, never streamed', () => {
    const known = { ...noAdaptations, streams: true, limitField: 'max_completion_tokens' as const, omitted: ['seed'] };
    expect(JSON.parse(requestLine('k', request, { ...teacher, known, extra: { top_p: 0.9 } }))).toEqual({
      custom_id: 'k',
      method: 'POST',
      url: '/v1/chat/completions',
      body: {
        model: 'm',
        messages: request.messages,
        temperature: 0.7,
        max_completion_tokens: 100,
        top_p: 0.9,
      },
    });
  });

  it('asks for no more tokens than the context has', () => {
    const known = { ...noAdaptations, contextTokens: 60 };
    const { body } = JSON.parse(requestLine('k', request, { ...teacher, known }));
    expect(body.max_tokens).toBeLessThan(60);
  });
});

describe('a line of a result file', () => {
  it('is read as a live answer, with its thought apart', () => {
    expect(read({ response: { status_code: 200, body: answer('<think>hm</think>Yes') }, error: null })).toMatchObject({
      text: 'Yes',
      thought: 'hm',
      promptTokens: 5,
      completionTokens: 7,
      finishReason: 'stop',
    });
    expect(read({ response: { status_code: 200, body: JSON.stringify(answer('Yes')) } })).toMatchObject({
      text: 'Yes',
    });
    expect(read({ response: { body: answer('Y', 'length') } })).toMatchObject({ finishReason: 'length' });
  });

  it.each([
    ['expired', { response: null, error: { code: 'batch_expired', message: 'It expired.' } }, 'overloaded', true],
    ['no response at all', { error: null }, 'overloaded', true],
    ['busy', { response: { status_code: 429, body: { error: { message: 'Slow down' } } } }, 'rate_limit', true],
    [
      'vLLM’s refusal',
      { response: { status_code: 400, body: null }, error: { message: 'Bad' } },
      'refused_request',
      false,
    ],
    [
      'too long',
      { response: { status_code: 400, body: { error: { message: 'maximum context length is 9' } } } },
      'too_long',
      false,
    ],
    ['no body', { response: { status_code: 200, body: null }, error: null }, 'bad_answer', true],
    ['a body that is no completion', { response: { status_code: 200, body: 'oops' } }, 'bad_answer', true],
    [
      'an error with status 200',
      { response: { status_code: 200, body: answer('x') }, error: { message: 'Bad' } },
      'overloaded',
      true,
    ],
  ])('fails with its kind: %s', (_, result, kind, isRetryable) => {
    const failure = (() => {
      try {
        return read(result);
      } catch (error) {
        return error;
      }
    })();
    expect(failure).toBeInstanceOf(TeacherError);
    expect(failure).toMatchObject({ kind, isRetryable });
  });

  it.each(['', '[]', '{"custom_id":7}', '{"custom_id":""}', 'null', '{'])('is no result: %s', (text) => {
    expect(readResultLine(text)).toBeNull();
  });
});
