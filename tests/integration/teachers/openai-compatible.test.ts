import { gzipSync } from 'node:zlib';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ownAddress } from '@/taxonomy/generation/teacher/access';
import { openAiCompatible } from '@/taxonomy/generation/teacher/openai-compatible';
import { TeacherError } from '@/taxonomy/generation/teacher/teacher';
import { http, rawServer } from '@/tests/support/raw-server';

const KEY = 'sk-canary-0123456789';
const request = { messages: [{ role: 'user' as const, content: 'Hi' }], temperature: 0, maxTokens: 16 };
const good = JSON.stringify({ choices: [{ message: { content: 'Hello' }, finish_reason: 'stop' }] });
const never = new AbortController().signal;

/** Sends one request to a server with this reply; returns the answer's text or the error. */
async function ask(
  reply: (socket: Socket, request: string) => void,
  options: { timeoutMs?: number; signal?: AbortSignal } = {},
) {
  const server = await rawServer(reply);
  const teacher = openAiCompatible({
    baseUrl: server.url,
    model: 'm',
    rules: ownAddress,
    apiKey: KEY,
    slots: 2,
    timeoutMs: options.timeoutMs ?? 2_000,
  });
  const outcome = await teacher.complete(request, options.signal ?? never).then(
    ({ text }) => text,
    (error: unknown) => error,
  );
  await teacher.close();
  await server.close();
  return outcome;
}

const sends =
  (...parts: (string | Buffer)[]) =>
  (socket: Socket) =>
    socket.end(Buffer.concat(parts.map((part) => Buffer.from(part))));

describe('a teacher over HTTP', () => {
  it('receives the key, the model and the parameters', async () => {
    let seen = '';
    const text = await ask((socket, request) => {
      seen = request;
      socket.end(http('200 OK', good));
    });
    expect(text).toBe('Hello');
    expect(seen).toMatch(/^POST \/v1\/chat\/completions HTTP/);
    expect(seen.toLowerCase()).toContain(`authorization: bearer ${KEY}`);
    expect(JSON.parse(seen.slice(seen.indexOf('\r\n\r\n')))).toEqual({
      model: 'm',
      messages: request.messages,
      temperature: 0,
      max_tokens: 16,
      stream: false,
    });
  });

  it.each([
    ['before each answer', [Buffer.concat([Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'), http('200 OK', good)])]],
    ['in a packet of its own', [Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'), http('200 OK', good)]],
    [
      'twice',
      [Buffer.from('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\nx: y\r\n\r\n'), http('200 OK', good)],
    ],
  ])('is understood when it says 100 Continue %s', async (_, parts) => {
    const reply = async (socket: Socket) => {
      for (const part of parts) {
        socket.write(part);
        await wait(30);
      }
      socket.end();
    };
    expect(await ask((socket) => void reply(socket))).toBe('Hello');
  });

  it('that repeats the key in its answer has it removed', async () => {
    const body = JSON.stringify({ choices: [{ message: { content: `Your key is ${KEY}.` }, finish_reason: 'stop' }] });
    expect(await ask(sends(http('200 OK', body)))).toBe('Your key is [key].');
  });

  it('is understood when it compresses its answers', async () => {
    expect(await ask(sends(http('200 OK', gzipSync(good), { 'content-encoding': 'gzip' })))).toBe('Hello');
  });

  it.each<[string, Buffer, string, RegExp]>([
    [
      'a wrong key',
      http('401 Unauthorized', `{"error":{"message":"Incorrect API key ${KEY}"}}`),
      'auth',
      /Check the teacher's key/,
    ],
    ['a forbidden key', http('403 Forbidden', ''), 'auth', /403/],
    [
      'an empty account',
      http('429 Too Many', '{"error":{"code":"insufficient_quota","message":"You exceeded your current quota"}}'),
      'auth',
      /no credit/,
    ],
    [
      'a model it does not have',
      http('404 Not Found', '{"error":{"message":"model not found"}}'),
      'refused_request',
      /no model “m”/,
    ],
    ['a busy server', http('503 Busy', '<html>busy</html>'), 'overloaded', /503/],
    [
      'a gateway page',
      http('502 Bad Gateway', '<html>nginx</html>', { 'content-type': 'text/html' }),
      'overloaded',
      /\(502\)\. It said: “nginx”\.$/,
    ],
    [
      'a prompt beyond its context',
      http('400 Bad', '{"error":{"message":"maximum context length is 2048 tokens"}}'),
      'too_long',
      /longer context/,
    ],
    [
      'a parameter it refuses',
      http('400 Bad', '{"error":{"message":"temperature?"}}'),
      'refused_request',
      /temperature\?/,
    ],
    [
      'a redirect',
      http('302 Found', '', { location: 'http://169.254.169.254/' }),
      'refused_request',
      /Redirects are not followed/,
    ],
    ['a web page', http('200 OK', '<!doctype html>', { 'content-type': 'text/html' }), 'bad_answer', /web page/],
    ['cut JSON', http('200 OK', good.slice(0, 30)), 'bad_answer', /cut off/],
    [
      'bytes that are not UTF-8',
      http('200 OK', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])),
      'bad_answer',
      /not UTF-8/,
    ],
    ['3 MB', http('200 OK', Buffer.alloc(3 * 1024 * 1024, 'x')), 'bad_answer', /more than 2 MB/],
    [
      '3 GB packed small',
      http('200 OK', gzipSync(Buffer.alloc(64 * 1024 * 1024)), { 'content-encoding': 'gzip' }),
      'bad_answer',
      /more than 2 MB/,
    ],
    [
      'broken compression',
      http('200 OK', 'not gzip', { 'content-encoding': 'gzip' }),
      'bad_answer',
      /compression is broken/,
    ],
    ['unknown compression', http('200 OK', good, { 'content-encoding': 'zstd' }), 'bad_answer', /cannot read/],
    ['nothing', http('200 OK', ''), 'bad_answer', /empty/],
    ['no HTTP at all', Buffer.from('SSH-2.0-OpenSSH_9.2\r\n'), 'bad_answer', /invalid HTTP/],
    [
      'a body that ends too soon',
      http('200 OK', good, { 'content-length': '900' }),
      'unreachable',
      /closed the connection/,
    ],
    [
      'endless headers',
      Buffer.from(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`),
      'bad_answer',
      /invalid HTTP/,
    ],
  ])(
    'that sends %s fails with one kind of error and a sentence without the key',
    async (_what, bytes, kind, message) => {
      const error = await ask(sends(bytes));
      expect(error).toBeInstanceOf(TeacherError);
      expect(error).toMatchObject({ kind, message: expect.stringMatching(message) });
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error)) + String(error)).not.toContain(KEY);
    },
  );

  it('says how long to wait when it asks for fewer requests', async () => {
    expect(await ask(sends(http('429 Too Many', '{}', { 'retry-after': '7' })))).toMatchObject({
      kind: 'rate_limit',
      options: { retryAfterMs: 7_000 },
    });
  });

  it('that never answers times out', async () => {
    expect(await ask(() => {}, { timeoutMs: 150 })).toMatchObject({ kind: 'timeout', isRetryable: true });
  });

  it('that sends its answer too slowly times out', async () => {
    const drip = (socket: Socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n');
      const timer = setInterval(() => socket.write(' '), 20);
      socket.on('close', () => clearInterval(timer));
    };
    expect(await ask(drip, { timeoutMs: 200 })).toMatchObject({ kind: 'timeout' });
  });

  it('that breaks off counts as temporarily unreachable', async () => {
    expect(await ask((socket) => socket.resetAndDestroy())).toMatchObject({ kind: 'unreachable', isRetryable: true });
  });

  it('that is down, or has no such name, counts as unreachable, with a remedy', async () => {
    const server = await rawServer(() => {});
    await server.close();
    for (const [baseUrl, message] of [
      [server.url, /refuses connections/],
      ['http://no-such-host.invalid/v1', /name/],
    ] as const) {
      const teacher = openAiCompatible({ baseUrl, model: 'm', rules: ownAddress, slots: 1, timeoutMs: 5_000 });
      await expect(teacher.complete(request, never)).rejects.toMatchObject({
        kind: 'unreachable',
        message: expect.stringMatching(message),
      });
      await teacher.close();
    }
  });

  it("is left alone when the caller stops, with the caller's reason", async () => {
    const controller = new AbortController();
    const reason = new Error('stopped by the test');
    setTimeout(() => controller.abort(reason), 50);
    expect(await ask(() => {}, { signal: controller.signal })).toBe(reason);
  });

  it('frees its connections after every kind of failure', async () => {
    let n = 0;
    const server = await rawServer((socket) => {
      n += 1;
      if (n % 3 === 0) return;
      socket.write(n % 3 === 1 ? http('200 OK', Buffer.alloc(3 * 1024 * 1024)) : http('200 OK', good));
    });
    const teacher = openAiCompatible({ baseUrl: server.url, model: 'm', rules: ownAddress, slots: 4, timeoutMs: 100 });
    const outcomes = await Promise.allSettled(Array.from({ length: 30 }, () => teacher.complete(request, never)));
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
    await wait(50);
    expect(server.openSockets()).toBeLessThanOrEqual(4);
    await teacher.close();
    await server.close();
  });
});
