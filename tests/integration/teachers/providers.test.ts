import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, describe, expect } from 'vitest';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { AddTeacherRequest } from '@/taxonomy/generation/contract-teachers';
import type { TeacherAccess } from '@/taxonomy/generation/teacher/access';
import { addTeacher, getTeacher } from '@/taxonomy/generation/teacher/teachers';
import { clientOf } from '@/taxonomy/generation/teacher/clients';
import { testTeacher } from '@/taxonomy/generation/teacher-test/test-teacher';
import { test } from '@/tests/support/database';
import { httpRecorder, type Recorded, type Reply } from '@/tests/support/http-recorder';

const never = new AbortController().signal;
const KEY = 'key-4711-of-provider';
const content = '[QUESTION]\nWhat is the capital of Chad?\n[END]\nSCORE: 1';
const completion = (model: string): Reply => ({
  body: { model, choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }] },
});
const refusal = (status: number, body: unknown): Reply => ({ status, body });

/** Azure: a deployment's own path, an API version in each request, and the key in a header of its own. */
function azure({ method, url, headers, body }: Recorded): Reply {
  const { pathname, searchParams } = new URL(url, 'http://azure');
  if (headers['api-key'] !== KEY) return refusal(401, { error: { code: '401', message: 'Access denied.' } });
  if (searchParams.get('api-version') !== '2024-10-21')
    return refusal(404, { error: { code: '404', message: 'Resource not found' } });
  if (method !== 'POST' || pathname !== '/openai/deployments/my-gpt/chat/completions')
    return refusal(404, { error: { code: '404', message: 'Resource not found' } });
  if ('max_tokens' in body)
    return refusal(400, {
      error: {
        message: "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
        code: 'unsupported',
      },
    });
  return completion('gpt-4o-2024-11-20');
}

/** Anthropic: chats in OpenAI's protocol, the list of models only in its own. */
function anthropic({ method, url, headers }: Recorded): Reply {
  const { pathname } = new URL(url);
  const wrongKey = refusal(401, {
    type: 'error',
    error: { type: 'authentication_error', message: 'invalid x-api-key' },
  });
  if (method === 'GET' && pathname === '/v1/models') {
    if (headers['x-api-key'] !== KEY || headers['anthropic-version'] === undefined) return wrongKey;
    return { body: { data: [{ type: 'model', id: 'claude-x', display_name: 'Claude X' }], has_more: false } };
  }
  if (method !== 'POST' || pathname !== '/v1/chat/completions')
    return refusal(404, { error: { message: 'Not found' } });
  return headers.authorization === `Bearer ${KEY}` ? completion('claude-x') : wrongKey;
}

/** Gemini: its errors are lists, it names its models “models/…”, and it does not know every field. */
function gemini({ method, url, headers, body }: Recorded): Reply {
  const { pathname } = new URL(url);
  const fails = (code: number, message: string) =>
    refusal(code, [{ error: { code, message, status: 'INVALID_ARGUMENT' } }]);
  if (headers.authorization !== `Bearer ${KEY}`) return fails(400, 'API key not valid. Please pass a valid API key.');
  if (method === 'GET' && pathname === '/v1beta/openai/models')
    return { body: { object: 'list', data: [{ id: 'models/gemini-x', object: 'model', owned_by: 'google' }] } };
  if (method !== 'POST' || pathname !== '/v1beta/openai/chat/completions') return fails(404, 'Not found.');
  if ('stream' in body) return fails(400, 'Invalid JSON payload received. Unknown name "stream": Cannot find field.');
  return completion('gemini-x');
}

let closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing) await close();
  closing = [];
});

async function providerAt(reply: (request: Recorded) => Reply) {
  const server = await httpRecorder(reply);
  closing.push(server.close);
  // As a proxy, it receives the requests for any host, each with its whole address.
  const variable = (name: string) => (name === 'HTTP_PROXY' ? server.origin : undefined);
  const access: TeacherAccess = { key: randomBytes(32), variable, innerHosts: ['*'], ownPorts: [] };
  return { server, access };
}

const wanted = (baseUrl: string, model: string) =>
  AddTeacherRequest.parse({ name: randomUUID(), baseUrl, model, apiKey: KEY });

describe('a teacher at', () => {
  test('a deployment of Azure is asked at its path, with its API version and its header', async ({ db }) => {
    const { server, access } = await providerAt(azure);
    const pasted = `${server.origin}/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21`;
    const { id, baseUrl } = await addTeacher(db, commandLine, access, wanted(pasted, 'my-gpt'));
    expect(baseUrl).toBe(`${server.origin}/openai/deployments/my-gpt?api-version=2024-10-21`);
    expect(await testTeacher(db, id, { access, signal: never })).toMatchObject({
      ok: true,
      answeredBy: 'gpt-4o-2024-11-20',
      adapted: [expect.stringContaining('max_completion_tokens')],
    });
    const last = server.seen.at(-1);
    expect(last?.url).toBe('/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21');
    expect(last?.headers).toMatchObject({ 'api-key': KEY });
    expect(server.seen.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });

  test('Azure gives an empty answer where its content filter withholds one, so that only its row is lost', async ({
    db,
  }) => {
    const filtered = {
      error: {
        message: 'The response was filtered due to the prompt triggering the content management policy.',
        param: 'prompt',
        code: 'content_filter',
        status: 400,
        innererror: { code: 'ResponsibleAIPolicyViolation' },
      },
    };
    const { server, access } = await providerAt(() => refusal(400, filtered));
    const address = `${server.origin}/openai/deployments/my-gpt?api-version=2024-10-21`;
    const { id } = await addTeacher(db, commandLine, access, wanted(address, 'my-gpt'));
    const client = await clientOf(db, id, access);
    const request = { messages: [{ role: 'user' as const, content: 'Harm.' }], temperature: 0, maxTokens: 10 };
    expect(await client.complete(request, never)).toMatchObject({ text: '', finishReason: 'content_filter' });
    await client.close();
    expect(server.seen).toHaveLength(1);
    expect((await getTeacher(db, id)).adapted).toEqual([]);
  });

  test('Anthropic lists its models in its own protocol, and chats in that of OpenAI', async ({ db }) => {
    const { server, access } = await providerAt(anthropic);
    // Through a proxy, so that the request can have the host of the provider.
    const { id, baseUrl } = await addTeacher(
      db,
      commandLine,
      access,
      wanted('http://api.anthropic.com/v1/messages', 'claude-x'),
    );
    expect(baseUrl).toBe('http://api.anthropic.com/v1');
    const tested = await testTeacher(db, id, { access, signal: never });
    expect(tested).toMatchObject({ ok: true, models: ['claude-x'] });
    expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET http://api.anthropic.com/v1/models',
      'POST http://api.anthropic.com/v1/chat/completions',
      'POST http://api.anthropic.com/v1/chat/completions',
    ]);
    expect(server.seen[0]?.headers).not.toHaveProperty('authorization');
    expect(server.seen[1]?.headers).not.toHaveProperty('x-api-key');
  });

  test('Gemini is asked at its compatible address, by the plain name of its model', async ({ db }) => {
    const { server, access } = await providerAt(gemini);
    const pasted = 'http://generativelanguage.googleapis.com/v1beta/models/gemini-x:generateContent';
    const { id, baseUrl } = await addTeacher(db, commandLine, access, wanted(pasted, 'gemini-x'));
    expect(baseUrl).toBe('http://generativelanguage.googleapis.com/v1beta/openai');
    const tested = await testTeacher(db, id, { access, signal: never });
    expect(tested).toMatchObject({ ok: true, models: ['gemini-x'], adapted: [expect.stringContaining('stream')] });
    expect(tested.message).not.toMatch(/does not list/);
    expect(server.seen.at(-1)?.body).toMatchObject({ model: 'gemini-x' });
    expect(await getTeacher(db, id)).toMatchObject({ key: 'stored' });
  });
});
