import { describe, expect } from 'vitest';
import { mayActAs, roles } from '@/taxonomy/accounts/vocabulary';
import { endpoints } from '@/taxonomy/endpoints';
import { test, type Route } from '@/tests/support/routes';

const isWrite = (method: string) => !['GET', 'HEAD', 'OPTIONS'].includes(method);

/** The endpoints that need no sign-in. Adding one must be a deliberate decision. */
const openToAnybody = [
  'POST /api/v1/owner-link',
  'POST /api/v1/session',
  'DELETE /api/v1/session',
  ...['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => `${method} /api/[...unknown]`),
];

/** Writes that viewers may send: to their own account, and reads with a body too long for a URL. */
const writesOfViewers = [
  'PATCH /api/v1/me',
  'DELETE /api/v1/me/sessions',
  'DELETE /api/v1/me/sessions/[sessionId]',
  'POST /api/v1/leaves/[nodeId]/check',
  'POST /api/v1/runs/estimate',
  'POST /api/v1/runs/[runId]/thresholds/preview',
  'POST /api/v1/datasets/preview',
  'POST /api/v1/training/plan',
];

function call({ handler, method, url }: Route, headers: Record<string, string | undefined>): Promise<Response> {
  const given = Object.entries(headers).filter((each): each is [string, string] => each[1] !== undefined);
  const body = isWrite(method) ? '{}' : undefined;
  return handler(new Request(url, { method, headers: given, body }), { params: Promise.resolve({}) });
}

describe('every route', () => {
  test('is made by handle, and only the listed ones need no sign-in', ({ routes }) => {
    expect(routes.length).toBeGreaterThan(20);
    const open = routes.filter(({ handler }) => handler.endpoint.access === 'anybody').map(({ name }) => name);
    expect(open.filter((name) => !openToAnybody.includes(name))).toEqual([]);
  });

  test('has its endpoint, and every endpoint its route', ({ routes }) => {
    const known = routes.filter(({ name }) => !name.endsWith('/api/[...unknown]'));
    const declared = Object.values(endpoints).map(({ method, path }) => `${method} ${path}`);
    const built = known.map(({ name }) => name.replaceAll(/\[(\w+)\]/g, '{$1}'));
    expect(built.toSorted()).toEqual(declared.toSorted());
    // Each route has the right endpoint: its path is the folder of the route.
    expect(known.map(({ handler: { endpoint } }) => `${endpoint.method} ${endpoint.path}`)).toEqual(built);
  });

  test('accepts the parameters in its path, and no others', () => {
    for (const { path, ...endpoint } of Object.values(endpoints)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect('params' in endpoint ? Object.keys(endpoint.params.shape) : [], path).toEqual(named);
    }
  });

  test('that changes something needs more than the viewer role', ({ routes }) => {
    const loose = routes.filter(({ method, handler }) => isWrite(method) && handler.endpoint.access === 'viewer');
    expect(loose.map(({ name }) => name).filter((name) => !writesOfViewers.includes(name))).toEqual([]);
  });

  test('responds with 401 without a sign-in and with 403 to weaker roles', async ({ routes, people }) => {
    const wrong: string[] = [];
    for (const route of routes) {
      const { access } = route.handler.endpoint;
      if (access === 'anybody') continue;
      for (const who of ['nobody', ...roles] as const) {
        if (who !== 'nobody' && mayActAs(who, access)) continue;
        const { status } = await call(route, { cookie: people[who] });
        if (status !== (who === 'nobody' ? 401 : 403)) wrong.push(`${route.name} gives ${who} ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('that writes refuses requests from another site, even with an owner’s cookie', async ({ routes, people }) => {
    const wrong: string[] = [];
    const foreign = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'http://127.0.0.1:3001' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const route of routes.filter(({ method }) => isWrite(method))) {
      for (const headers of foreign) {
        const answer = await call(route, { ...headers, cookie: people.owner, host: '127.0.0.1:3000' });
        if (answer.status !== 403) wrong.push(`${route.name} gives ${JSON.stringify(headers)} ${answer.status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('lets allowed people in: the refusals above are not for everyone', async ({ routes, people }) => {
    const me = routes.find(({ name }) => name === 'GET /api/v1/me');
    const list = routes.find(({ name }) => name === 'GET /api/v1/people');
    if (!me || !list) throw new Error('The routes that this test rests on are gone.');
    for (const role of roles) expect((await call(me, { cookie: people[role] })).status).toBe(200);
    expect((await call(list, { cookie: people.owner })).status).toBe(200);
    expect((await call(list, { cookie: `${people.owner}x` })).status).toBe(401);
  });

  test('sends headers that keep its responses from being shown as a page', async ({ routes }) => {
    for (const route of routes.filter(({ handler }) => handler.endpoint.access !== 'anybody')) {
      const { headers } = await call(route, {});
      expect(headers.get('x-content-type-options'), route.name).toBe('nosniff');
      expect(headers.get('content-security-policy'), route.name).toContain("default-src 'none'");
      expect(headers.get('cache-control'), route.name).toBe('no-store');
      expect(headers.get('x-request-id'), route.name).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});
