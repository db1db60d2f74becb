import { describe, expect } from 'vitest';
import { z } from 'zod';
import type { Endpoint } from '@/taxonomy/endpoint';
import { test, type Route } from '@/tests/support/routes';
import { fillingsOf, type Filling } from '@/tests/support/schema-filling';

const Refusal = z.object({
  message: z.string(),
  detail: z.object({ issues: z.array(z.object({ field: z.string() })) }).catch({ issues: [] }),
});

/** Text that Postgres refuses to store. */
const broken = { NUL: 'a\0b', 'half of a pair': 'a\ud800b', 'the other half': '\udc00' };

/** The JSON, query and parameters of an endpoint; a form has no schema. */
const schemasOf = ({ params, query, body }: Endpoint) => ({
  params,
  query,
  body: typeof body === 'string' ? undefined : body,
});

/** The whole request with one field set to `text`. */
async function send({ handler, url, method }: Route, part: string, filling: Filling, cookie: string, text: string) {
  const { params, query, body } = schemasOf(handler.endpoint);
  const whole = (name: string, schema?: z.ZodType) =>
    name === part ? filling.with(text) : schema && fillingsOf(schema)[0]?.whole;
  const address = new URL(url);
  // A query string is decoded as UTF-8, so half a pair becomes U+FFFD, which is harmless.
  for (const [name, value] of Object.entries(whole('query', query) ?? {}))
    address.searchParams.set(name, String(value));
  const init = { method, headers: { cookie }, body: body && JSON.stringify(whole('body', body)) };
  return handler(new Request(address, init), { params: Promise.resolve(whole('params', params) ?? {}) });
}

describe('text that cannot be stored', { timeout: 180_000 }, () => {
  test('is refused by name in every field of every route', async ({ routes, people }) => {
    const wrong: string[] = [];
    let sent = 0;
    for (const route of routes) {
      for (const part of ['params', 'query', 'body'] as const) {
        const schema = schemasOf(route.handler.endpoint)[part];
        for (const filling of schema ? fillingsOf(schema) : []) {
          for (const [name, text] of Object.entries(broken)) {
            if (part === 'query' && name !== 'NUL') continue;
            const answer = await send(route, part, filling, people.owner ?? '', text);
            const { message, detail } = Refusal.parse(await answer.json());
            sent += 1;
            const isNamed = detail.issues.some(({ field }) => field === filling.field.replaceAll(/\[(\d+)\]/g, '.$1'));
            if (answer.status === 400 && isNamed) continue;
            wrong.push(`${route.name} ${part} ${filling.field} with ${name}: ${answer.status} ${message}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(sent).toBeGreaterThan(200);
  });
});
