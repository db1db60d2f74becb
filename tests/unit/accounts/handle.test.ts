import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { handle, type RouteHandler } from '@/app/api/handle';
import { endpoint } from '@/taxonomy/endpoint';
import { DomainError } from '@/taxonomy/errors';

const post = (body: BodyInit | null, headers: HeadersInit = {}) =>
  new Request('http://127.0.0.1:3000/api/v1/things?limit=3', {
    method: 'POST',
    body,
    headers,
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  });
const context = { params: Promise.resolve({}) };
const silence = () => vi.spyOn(console, 'error').mockImplementation(() => undefined);

afterEach(() => vi.restoreAllMocks());

const things = { method: 'POST', path: '/api/v1/things', access: 'anybody', summary: 'Things.' } as const;

const echo = handle(
  endpoint({
    ...things,
    query: z.object({ limit: z.coerce.number().int().max(5) }),
    body: z.strictObject({ name: z.string() }),
    response: z.object({ name: z.string() }),
  }),
  ({ body }) => Promise.resolve({ ...body, secret: 'not in the contract' }),
);

const failing = (error: Error) =>
  handle({ ...things, response: z.never() }, () => {
    throw error;
  });

describe('a route', () => {
  it('sends what its contract declares and no more', async () => {
    const answer = await echo(post('{"name":"Ada"}'), context);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ name: 'Ada' });
  });

  it.each([
    ['', /not JSON/],
    ['{"name":', /not JSON/],
    ['null', /must be an object/],
    ['{"name":1}', /^Name must be text\.$/],
    ['{"name":"Ada","role":"owner"}', /role/],
    [`{"name":"${'x'.repeat(5 * 1024 * 1024)}"}`, /larger than 4 MB/],
  ])('says what is wrong with a body: %.30s', async (body, message) => {
    const answer = await echo(post(body), context);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'invalid', message: expect.stringMatching(message) });
  });

  it('writes a result that it shares with others once, for each contract', async () => {
    const shared = { name: 'Ada', age: 36 };
    let checked = 0;
    const Name = z.object({ name: z.string().refine(() => (checked += 1) > 0) });
    const named = handle({ ...things, response: Name }, () => Promise.resolve(shared));
    const aged = handle({ ...things, response: z.object({ age: z.int() }) }, () => Promise.resolve(shared));
    for (let i = 0; i < 3; i += 1) expect(await (await named(post('{}'), context)).json()).toEqual({ name: 'Ada' });
    expect(checked).toBe(1);
    expect(await (await aged(post('{}'), context)).json()).toEqual({ age: 36 });
    const copies = handle({ ...things, response: Name }, () => Promise.resolve({ ...shared }));
    await copies(post('{}'), context);
    await copies(post('{}'), context);
    expect(checked).toBe(3);
  });

  it('stops reading a body that never ends', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1;
        controller.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    expect((await echo(post(endless), context)).status).toBe(400);
    expect(sent).toBeLessThan(10);
  });

  it.each([
    ['invalid', 400],
    ['unauthenticated', 401],
    ['forbidden', 403],
    ['not_found', 404],
    ['conflict', 409],
    ['rate_limited', 429],
    ['unavailable', 503],
  ] as const)("responds to %s with %i and the domain's message", async (code, status) => {
    const refuse = failing(new DomainError(code, 'What to do.', { detail: { retryAfterSeconds: 7 } }));
    const answer = await refuse(post(null), context);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(await answer.json()).toEqual({ code, message: 'What to do.', detail: { retryAfterSeconds: 7 } });
  });

  it('shows a bug only in the log, under an id that the client gets too', async () => {
    const log = silence();
    const broken = failing(new Error('password=hunter2'));
    const answer = await broken(post(null), context);
    const text = await answer.text();
    const requestId = answer.headers.get('x-request-id');
    expect(answer.status).toBe(500);
    expect(text).not.toContain('hunter2');
    expect(JSON.parse(text)).toMatchObject({ code: 'internal', detail: { requestId } });
    expect(log.mock.calls.join()).toContain(requestId);
  });

  it('never sends a response that does not match its contract', async () => {
    silence();
    const Thing = z.object({ count: z.int() });
    const wrong = handle({ ...things, response: Thing }, () => Promise.resolve({ count: 0.5 }));
    expect((await wrong(post(null), context)).status).toBe(500);
  });

  it('sends the headers of a response, each cookie separately', async () => {
    const session = handle({ ...things, response: z.object({}) }, ({ answerHeaders }) => {
      answerHeaders.append('set-cookie', 'a=1');
      answerHeaders.append('set-cookie', 'b=2');
      return Promise.resolve({});
    });
    const answer = await session(post(null), context);
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('keeps the headers that a route sets, with each cookie separate', async () => {
    const file = handle({ ...things, response: 'application/octet-stream' }, () => {
      const headers = new Headers({ 'content-type': 'text/plain', 'cache-control': 'max-age=9' });
      headers.append('set-cookie', 'a=1');
      headers.append('set-cookie', 'b=2');
      return Promise.resolve(new Response('text', { status: 201, headers }));
    });
    const answer = await file(post(null), context);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('cache-control')).toBe('max-age=9');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('reports a database that does not respond', async () => {
    silence();
    const { connect } = await import('@/prisma/client');
    const away = connect('postgresql://nobody@127.0.0.1:1/nothing');
    const ask = handle({ ...things, response: z.unknown() }, () => away.$queryRaw`SELECT 1`);
    const answer = await ask(post(null), context);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: 'unavailable' });
  });

  it('accepts a write from its own pages and from no others', async () => {
    const own = { host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-origin' };
    expect((await echo(post('{"name":"Ada"}', own), context)).status).toBe(200);
    for (const origin of ['http://127.0.0.1:3001', 'https://127.0.0.1:3000', 'http://localhost:3000', 'null', '']) {
      expect((await echo(post('{"name":"Ada"}', { ...own, origin }), context)).status, origin).toBe(403);
    }
    expect((await echo(post('{"name":"Ada"}', { origin: 'http://null' }), context)).status).toBe(403);
  });
});

describe('a response that a browser may cache', () => {
  const ask = (route: RouteHandler, etag?: string | null) =>
    route(
      new Request('http://127.0.0.1:3000/api/v1/things', { headers: etag ? { 'if-none-match': etag } : {} }),
      context,
    );

  it('is not sent again while its content is the same', async () => {
    let count = 1;
    const response = z.object({ count: z.int() });
    const list = handle({ ...things, method: 'GET', response }, () => Promise.resolve({ count }), {
      etag: 'by content',
    });
    const first = await ask(list);
    const etag = first.headers.get('etag');
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    expect(await first.json()).toEqual({ count: 1 });
    const again = await ask(list, `"other", W/${etag}`);
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    expect(again.headers.get('etag')).toBe(etag);
    count = 2;
    expect(await (await ask(list, etag)).json()).toEqual({ count: 2 });
  });

  it('is not even computed while its version is the same', async () => {
    let version = 'a';
    let made = 0;
    const run = () => Promise.resolve((made += 1));
    const list = handle({ ...things, method: 'GET', response: z.int() }, run, { etag: () => Promise.resolve(version) });
    const etag = (await ask(list)).headers.get('etag');
    expect((await ask(list, etag)).status).toBe(304);
    expect(made).toBe(1);
    version = 'b';
    expect((await ask(list, etag)).status).toBe(200);
    expect(made).toBe(2);
  });
});
