import { describe, expect, it } from 'vitest';
import {
  adaptationsInWords,
  Adaptations,
  bodyOf,
  learn,
  noAdaptations,
  withThought,
} from '@/taxonomy/generation/teacher/adaptations';
import { baseUrlOf } from '@/taxonomy/generation/teacher/endpoint';
import { modelsIn } from '@/taxonomy/generation/teacher/models';
import { readCompletion } from '@/taxonomy/generation/teacher/read-completion';
import { saidIn } from '@/taxonomy/generation/teacher/said';
import { TeacherError } from '@/taxonomy/generation/teacher/teacher';

const asked = { host: 'teacher.test', model: 'asked-model', promptBytes: 400, latencyMs: 7, maxTokens: 1_000 };
const read = (body: unknown) => readCompletion(typeof body === 'string' ? body : JSON.stringify(body), asked);
const answer = (message: object, finish: unknown = 'stop') => ({ choices: [{ message, finish_reason: finish }] });
const request = { messages: [{ role: 'user' as const, content: 'U' }], temperature: 0, maxTokens: 512 };

function failureOf(run: () => unknown): TeacherError {
  try {
    run();
  } catch (error) {
    if (error instanceof TeacherError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('a request', () => {
  it('is at least as warm as the server requires, and never colder than asked', () => {
    const known = { ...noAdaptations, leastTemperature: 0.01 };
    expect(bodyOf('m', request, known, 9, {})).toMatchObject({ temperature: 0.01 });
    expect(bodyOf('m', { ...request, temperature: 0.7 }, known, 9, {})).toMatchObject({ temperature: 0.7 });
  });

  it('has no random seed when none is asked for', () => {
    expect(bodyOf('m', request, noAdaptations, 9, {})).not.toHaveProperty('seed');
  });

  it('with only a system message asks it as the user, where the server has no system role', () => {
    const messages = [{ role: 'system' as const, content: 'S' }];
    const body = bodyOf('m', { ...request, messages }, { ...noAdaptations, foldsSystem: true }, 9, {});
    expect(body['messages']).toEqual([{ role: 'user', content: 'S' }]);
  });
});

describe('what a server refuses', () => {
  const sent = { model: 'm', messages: [], stream: true, stream_options: {}, 'top-k': 5 };
  const learnt = (said: string) => learn(noAdaptations, { said, body: '' }, sent).omitted;

  it('is never the model or the messages themselves', () => {
    expect(learnt('Unknown parameter: model')).toEqual([]);
    expect(learnt('Unknown parameter: messages')).toEqual([]);
  });

  it('is the longest field that its message names', () => {
    expect(learnt('Unknown parameter: stream_options, which needs stream')).toEqual(['stream_options']);
    expect(learnt('Unknown parameter: top-k')).toEqual(['top-k']);
  });

  it('is told in sentences', () => {
    const known = Adaptations.parse({
      limitField: 'max_completion_tokens',
      omitted: ['seed', 'top_k'],
      leastTemperature: 0.01,
      foldsSystem: true,
      streams: true,
      contextTokens: 4_096,
      answerTokens: 1_024,
    });
    expect(adaptationsInWords(withThought(known, false))).toEqual([
      'Token limit sent as max_completion_tokens.',
      'Not sent: seed, top_k.',
      'Temperature at least 0.01.',
      'No system role: its text begins the first user message.',
      'Answers are streamed.',
      'Context of 4,096 tokens.',
      'Answers of at most 1,024 tokens.',
      'Thinks first: 4,096 extra tokens for thinking.',
    ]);
  });
});

describe('an answer', () => {
  it('that a filter withheld is withheld, even with some text', () => {
    expect(read(answer({ content: 'The quay' }, 'content_filter')).finishReason).toBe('content_filter');
    expect(read(answer({ content: '' }, 'SAFETY')).finishReason).toBe('content_filter');
  });

  it('that the server broke off is a failure, with or without a reason', () => {
    expect(failureOf(() => read(answer({ content: 'The qu' }, 'error'))).message).toMatch(/stopped in the middle/);
    expect(failureOf(() => read({ choices: [{ error: 'Oh', message: { content: 'The qu' } }] })).message).toMatch(/Oh/);
  });

  it('of blanks only is empty: cut off, it was all thinking', () => {
    expect(read(answer({ content: ' \n ' }, 'length')).finishReason).toBe('thinking');
  });

  it('is counted with its thinking when the server does not count', () => {
    expect(read(answer({ content: 'four', reasoning_content: 'twelve bytes' }))).toMatchObject({ completionTokens: 4 });
  });

  it('has its thinking from all places where servers put it, one line each', () => {
    const content = [{ type: 'thinking', text: 'two' }, 'Hello'];
    expect(read(answer({ content, reasoning_content: 'one' }))).toMatchObject({ text: 'Hello', thought: 'one\ntwo' });
  });

  it('with a failure inside is of the kind of its code, from 400 to 599', () => {
    const kindOf = (error: unknown) => failureOf(() => read({ error })).kind;
    expect(kindOf({ code: 400, message: 'No.' })).toBe('refused_request');
    expect(kindOf({ code: 599, message: 'No.' })).toBe('overloaded');
    expect(kindOf({ code: 600, message: 'No.' })).toBe('bad_answer');
    expect(kindOf({ message: 'Incorrect value for the apikey' })).toBe('auth');
    expect(kindOf({ message: 'insufficient_quota' })).toBe('auth');
    expect(kindOf({ message: 'RateLimit reached' })).toBe('rate_limit');
    expect(kindOf(null)).toBe('bad_answer');
  });
});

describe('a stream', () => {
  const event = (data: object) => `data: ${JSON.stringify(data)}\n\n`;
  const delta = (given: object, index = 0, finish_reason: string | null = null) =>
    event({ choices: [{ index, delta: given, finish_reason }] });

  it('is of its first choice', () => {
    const body = [delta({ content: 'Hel' }), delta({ content: 'other' }, 1), delta({ content: 'lo' }, 0, 'stop')];
    expect(read(body.join('')).text).toBe('Hello');
  });

  it('ends with [DONE] or with a reason, whatever follows', () => {
    expect(read(`${delta({ content: 'Hello' })}data: [DONE]\n\n${delta({ content: ' again' })}`).text).toBe('Hello');
    expect(read(delta({ content: 'Hello' }, 0, 'stop').trimEnd()).text).toBe('Hello');
  });

  it('may be a refusal, or have parts of reasoning', () => {
    const refusal = [delta({ refusal: 'I will ' }), delta({ refusal: 'not.' }, 0, 'stop')];
    expect(read(refusal.join('')).text).toBe('I will not.');
    const parts = [{ type: 'reasoning', text: 'Hm.' }, { type: 'image' }, { type: 'text', text: 'Hello' }];
    expect(read(delta({ content: parts }, 0, 'stop')).text).toBe('Hello');
  });

  it('may have one event on several lines', () => {
    expect(read('data: {"choices":[{"delta":{"content":"Hello"},\ndata: "finish_reason":"stop"}]}\n\n').text).toBe(
      'Hello',
    );
  });

  it('without an answer fails, unless it only counts', () => {
    expect(failureOf(() => read(event({ choices: [] }))).message).toMatch(/stopped in the middle/);
    expect(failureOf(() => read(`data: ${JSON.stringify({ usage: {} })}\n\ndata: [DONE]\n\n`)).message).toMatch(
      /without any text/,
    );
  });
});

describe("a server's message", () => {
  it.each([
    ['names a place once', { message: 'top_k is not known.', param: 'top_k' }, 'top_k is not known.'],
    ['has at most five parts', { errors: ['a', 'b', '', 'c', 'd', 'e', 'f'] }, 'a; b; c; d'],
    ['is null', null, ''],
    ['is not in metadata without it', { message: 'No.', metadata: { raw: null } }, 'No.'],
    ['is not in metadata of another kind', { message: 'No.', metadata: 'x' }, 'No.'],
    ['has braces, and is no JSON', { message: 'No {name}.' }, 'No {name}.'],
  ])('that %s is found', (_, body, said) => expect(saidIn(JSON.stringify(body))).toBe(said));

  it('is looked for only so deep, and shown only so long', () => {
    const deep = (levels: number): unknown => (levels === 0 ? 'Found.' : { error: deep(levels - 1) });
    expect(saidIn(JSON.stringify(deep(6)))).toBe('Found.');
    expect(saidIn(JSON.stringify(deep(7)))).toBe('Found.');
    expect(saidIn(JSON.stringify(deep(8)))).toBe('');
    expect(saidIn(JSON.stringify({ error: 'x'.repeat(900) }))).toBe('x'.repeat(600));
    expect(saidIn(JSON.stringify({ message: 'No.', param: 'p'.repeat(200) }))).toBe(`${'p'.repeat(100)}: No.`);
  });

  it('in a page has its words apart, without its scripts', () => {
    expect(saidIn('\n<h1>Bad</h1><p>Gateway</p><script type="x">\nlet a = 1 < 2;\n</script>')).toBe('Bad Gateway');
  });
});

describe('a list of models', () => {
  it('has at most 500, with short names on one line', () => {
    const many = Array.from({ length: 501 }, (_, i) => ({ id: `m${i}` }));
    expect(modelsIn(JSON.stringify({ data: many }), 'h')).toHaveLength(500);
    const [first] = modelsIn(JSON.stringify({ data: [{ id: ` a \n  b${'x'.repeat(400)}` }] }), 'h');
    expect(first?.id).toMatch(/^a bx+$/);
    expect(first?.id.length).toBeLessThan(300);
    expect(failureOf(() => modelsIn('{}', 'h')).message).toBe('h sent no list of models.');
  });
});

describe("a teacher's address", () => {
  const rules = { ownPorts: [], mayBeThisMachine: true, innerHosts: [] };

  it('has no name or password in it, and may have blanks around it', () => {
    for (const address of ['https://ada@host.test/v1', 'https://:secret@host.test/v1'])
      expect(() => baseUrlOf(address, rules)).toThrow(/name or password/);
    expect(baseUrlOf('  https://host.test/v1 ', rules)).toBe('https://host.test/v1');
  });

  it('keeps what only looks like an end of it', () => {
    expect(baseUrlOf('https://host.test/chat/completions-proxy/v1', rules)).toBe(
      'https://host.test/chat/completions-proxy/v1',
    );
  });
});
