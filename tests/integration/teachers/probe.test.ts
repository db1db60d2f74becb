import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import type { Capabilities } from '@/taxonomy/generation/contract-capabilities';
import type { PracticeOptions } from '@/taxonomy/generation/practice/server';
import { getTeacher, updateTeacher } from '@/taxonomy/generation/teacher/teachers';
import { probeTeacher } from '@/taxonomy/generation/teacher-test/probe-teacher';
import { probeLimits } from '@/taxonomy/generation/vocabulary-capabilities';
import { test } from '@/tests/support/database';
import { actor, makePracticeTeacher, makeTeacher } from '@/tests/support/generation-factories';
import { httpRecorder, type Recorded, type Reply } from '@/tests/support/http-recorder';
import { testAccess } from '@/tests/support/teacher-access';

const never = new AbortController().signal;
const probing = (db: Database, id: string, signal = never) => probeTeacher(db, id, { access: testAccess, signal });
const wordsOf = ({ answers }: Capabilities) =>
  Object.fromEntries(Object.entries(answers).map(([name, { answer }]) => [name, answer]));

let closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing) await close();
  closing = [];
});

async function recorder(reply: (request: Recorded) => Reply) {
  const server = await httpRecorder(reply);
  closing.push(server.close);
  return server;
}

const says = (text: string | null, more: object = {}) => ({
  message: { role: 'assistant', content: text },
  finish_reason: 'stop',
  ...more,
});
const completion = (...choices: object[]): Reply => ({
  body: { model: 'm', choices: choices.map((choice, index) => ({ index, ...choice })) },
});
const refuses = (message: string, status = 400): Reply => ({ status, body: { error: { message } } });
const models = { body: { data: [{ id: 'm', max_model_len: 32_768 }] } };

/** A server that can do everything. */
function able({ method, body }: Recorded): Reply {
  if (method === 'GET') return models;
  if (body['stream'])
    return {
      type: 'text/event-stream',
      body: 'data: {"choices":[{"index":0,"delta":{"content":"Hello"}}]}\n\ndata: [DONE]\n\n',
    };
  if (body['response_format']) return completion(says('{"why": "It is Lima.", "score": 1}'));
  if (body['logprobs']) return completion(says('Hi', { logprobs: { content: [{ token: 'Hi', logprob: -0.1 }] } }));
  return body['n'] === 2 ? completion(says('Hi'), says('Hello')) : completion(says('17 4 8'));
}

/** A server that takes every field and does nothing with it, as some compatible addresses do. */
function careless({ method }: Recorded): Reply {
  if (method === 'GET') return { body: { data: [] } };
  return completion(says(`Lima, of course, as ${randomUUID()} said.`));
}

/** A server that refuses what it does not know. */
function strict({ method, body }: Recorded): Reply {
  if (method === 'GET') return refuses('Not found', 404);
  for (const field of ['seed', 'n', 'logprobs', 'response_format'])
    if (field in body) return refuses(`Unrecognized request argument supplied: ${field}`);
  const first = (body['messages'] as { role: string }[])[0];
  if (first?.role === 'system') return refuses('System role not supported');
  return body['stream'] ? refuses("'stream' is not supported") : completion(says('Hello'));
}

describe('a probe', { timeout: 120_000 }, () => {
  test('finds everything that a server can do, in a few small requests', async ({ db }) => {
    const server = await recorder(able);
    const id = await makeTeacher(db, server.origin, { model: 'm' });
    const found = await probing(db, id);
    expect(new Set(Object.values(wordsOf(found)))).toEqual(new Set(['yes']));
    expect(found).toMatchObject({ contextTokens: 32_768, calls: probeLimits.calls });
    const chats = server.seen.filter(({ method }) => method === 'POST');
    expect(chats).toHaveLength(probeLimits.calls);
    for (const { body } of chats) expect(body['max_tokens']).toBeLessThanOrEqual(probeLimits.answerTokens);
    const { body } = chats.find((chat) => 'response_format' in chat.body) ?? {};
    expect(body).toMatchObject({ response_format: { type: 'json_schema', json_schema: { strict: true } } });
    expect((await getTeacher(db, id)).capabilities).toEqual(found);
  });

  test('takes no accepted field for a capability', async ({ db }) => {
    const server = await recorder(careless);
    const found = await probing(db, await makeTeacher(db, server.origin, { model: 'm' }));
    expect(wordsOf(found)).toEqual({
      models: 'no',
      contextLength: 'unknown',
      system: 'yes',
      streaming: 'no',
      seed: 'no',
      n: 'no',
      jsonSchema: 'no',
      logprobs: 'no',
    });
    expect(found.answers.jsonSchema.detail).toMatch(/ignores it: “Lima, of course/);
  });

  test('quotes a server that refuses, and teaches it nothing that a run would leave out', async ({ db }) => {
    const server = await recorder(strict);
    const id = await makeTeacher(db, server.origin, { model: 'm' });
    const found = await probing(db, id);
    for (const field of ['seed', 'n', 'logprobs'] as const) {
      expect(found.answers[field]).toMatchObject({
        answer: 'no',
        detail: expect.stringContaining(`supplied: ${field}”`),
      });
    }
    expect(found.answers.system).toEqual({ answer: 'no', detail: 'It refused: “System role not supported”' });
    expect(found.answers.jsonSchema.answer).toBe('no');
    expect(found.answers.models.answer).toBe('no');
    expect((await getTeacher(db, id)).adapted.join(' ')).not.toMatch(/seed|logprobs|response_format/);
  });

  test('says unknown when a server is busy or cuts its answer off', async ({ db }) => {
    const server = await recorder((request) => {
      if ('response_format' in request.body) return completion(says('{"why": "It', { finish_reason: 'length' }));
      if ('logprobs' in request.body) return refuses('Slow down', 429);
      return able(request);
    });
    const found = await probing(db, await makeTeacher(db, server.origin, { model: 'm' }));
    expect(wordsOf(found)).toMatchObject({ jsonSchema: 'unknown', logprobs: 'unknown', n: 'yes' });
  });

  test('stops when it is told to, and stores nothing', async ({ db }) => {
    const ending = new AbortController();
    const server = await recorder((request) => {
      if ('n' in request.body) ending.abort(new Error('Stopped.'));
      return able(request);
    });
    const id = await makeTeacher(db, server.origin, { model: 'm' });
    await expect(probing(db, id, ending.signal)).rejects.toThrow('Stopped.');
    expect((await getTeacher(db, id)).capabilities).toBeNull();
    expect(server.seen.some(({ body }) => 'logprobs' in body)).toBe(false);
  });

  test('of a server that does not answer fails with its message, and stores nothing', async ({ db }) => {
    const id = await makeTeacher(db, 'http://127.0.0.1:9', { model: 'm' });
    await expect(probing(db, id)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/refuses/),
    });
    expect((await getTeacher(db, id)).capabilities).toBeNull();
  });

  test('is forgotten with another model, because that counts as another server', async ({ db }) => {
    const server = await recorder(able);
    const id = await makeTeacher(db, server.origin, { model: 'm' });
    await probing(db, id);
    expect(await updateTeacher(db, actor, testAccess, id, { slots: 2 })).toMatchObject({ capabilities: { calls: 7 } });
    expect(await updateTeacher(db, actor, testAccess, id, { model: 'n' })).toMatchObject({ capabilities: null });
  });

  test.for<[PracticeOptions['jsonSchema'], string]>([
    ['follows', 'yes'],
    ['ignores', 'no'],
    ['refuses', 'no'],
  ])('of a practice teacher that %s a schema says %s', async ([jsonSchema, answer], { db }) => {
    const practice = await makePracticeTeacher({ jsonSchema });
    closing.push(() => practice.close());
    const found = await probing(db, await makeTeacher(db, practice.url));
    expect(wordsOf(found)).toMatchObject({
      jsonSchema: answer,
      models: 'yes',
      streaming: 'yes',
      n: 'yes',
      seed: 'yes',
      system: 'yes',
      logprobs: 'no',
    });
  });
});
