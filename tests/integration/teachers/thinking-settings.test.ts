import { afterEach, describe, expect } from 'vitest';
import { getTeacher, updateTeacher } from '@/taxonomy/generation/teacher/teachers';
import { clientOf } from '@/taxonomy/generation/teacher/clients';
import { test } from '@/tests/support/database';
import { actor, makeTeacher } from '@/tests/support/generation-factories';
import { httpRecorder, type Recorded, type Reply } from '@/tests/support/http-recorder';
import { testAccess } from '@/tests/support/teacher-access';

const never = new AbortController().signal;
const request = { messages: [{ role: 'user' as const, content: 'Hello' }], temperature: 0, maxTokens: 100 };
const hello: Reply = { body: { model: 'm', choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }] } };

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

describe('how much a teacher thinks', () => {
  test('is sent with each request, with tokens of its own, and can be left to the model again', async ({ db }) => {
    const server = await recorder(() => hello);
    const id = await makeTeacher(db, server.origin, { model: 'm' });
    const ask = async () => {
      const client = await clientOf(db, id, testAccess);
      await client.complete(request, never);
      await client.close();
      return server.seen.at(-1)?.body;
    };
    expect(await ask()).toMatchObject({ max_tokens: 100 });
    await updateTeacher(db, actor, testAccess, id, { reasoningEffort: 'low', thinkingTokens: 2_000 });
    expect(await ask()).toMatchObject({ reasoning_effort: 'low', max_tokens: 2_100 });
    await updateTeacher(db, actor, testAccess, id, { reasoningEffort: null, thinkingTokens: null });
    const plain = await ask();
    expect(plain).toMatchObject({ max_tokens: 100 });
    expect(plain).not.toHaveProperty('reasoning_effort');
  });

  test('is left out when the server does not take it, and that is said', async ({ db }) => {
    const server = await recorder(({ body }) =>
      'reasoning_effort' in body
        ? { status: 400, body: { error: { message: 'Unrecognized request argument supplied: reasoning_effort' } } }
        : hello,
    );
    const id = await makeTeacher(db, server.origin, { model: 'm' });
    await updateTeacher(db, actor, testAccess, id, { reasoningEffort: 'high' });
    const client = await clientOf(db, id, testAccess);
    expect((await client.complete(request, never)).text).toBe('Hi');
    await client.close();
    await expect.poll(async () => (await getTeacher(db, id)).adapted).toEqual(['Not sent: reasoning_effort.']);
  });
});
