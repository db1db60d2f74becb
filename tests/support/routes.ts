import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RouteHandler } from '@/app/api/handle';
import { makeAuth } from '@/taxonomy/accounts/auth';
import { readKey } from '@/taxonomy/accounts/key';
import { roles, type Role } from '@/taxonomy/accounts/vocabulary';
import { makeSignedIn } from './accounts-factories';
import { test as base } from './database';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

export type Route = { name: string; method: string; url: string; handler: RouteHandler };
/** The Cookie header of a person of each role. */
export type People = Record<'nobody' | Role, string | undefined>;

const isHandler = (value: unknown): value is RouteHandler => typeof value === 'function' && 'endpoint' in value;

/** Every method of every route file in app/api, found on disk, so that new ones are tested automatically. */
async function findRoutes(): Promise<Route[]> {
  const files = readdirSync('app/api', { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(^|\/)route\.tsx?$/.test(file),
  );
  const found = files.map(async (file) => {
    const address = `/api/${path.dirname(file)}`;
    const exported: Record<string, unknown> = await import(path.resolve('app/api', file));
    return methods
      .filter((method) => method in exported)
      .map((method) => {
        const handler = exported[method];
        if (!isHandler(handler)) throw new Error(`${method} ${address} is not made by handle(), which checks access.`);
        const url = `http://127.0.0.1:3000${address.replaceAll(/\[+(\.\.\.)?\w+\]+/g, 'x')}`;
        return { name: `${method} ${address}`, method, url, handler };
      });
  });
  return (await Promise.all(found)).flat();
}

/** A test with every route of the app, and a signed-in person of each role. */
export const test = base.extend<{ $file: { home: string; routes: Route[]; people: People } }>({
  // The routes read the environment when they are imported, so it is set before.
  home: [
    async ({ databaseUrl }, use) => {
      const home = mkdtempSync(path.join(tmpdir(), 'seedleaf-routes-'));
      Object.assign(process.env, { DATABASE_URL: databaseUrl, SEEDLEAF_HOME: home, SEEDLEAF_KEY: '' });
      await use(home);
      const { db } = await import('@/prisma/db');
      await db.$disconnect();
      rmSync(home, { recursive: true });
    },
    { scope: 'file' },
  ],
  routes: [async ({ home }, use) => use(home ? await findRoutes() : []), { scope: 'file' }],
  people: [
    async ({ db, home }, use) => {
      const auth = makeAuth({ db, key: readKey(home), baseUrl: 'http://127.0.0.1:3000' });
      const people: People = { nobody: undefined, viewer: '', reviewer: '', curator: '', owner: '' };
      for (const role of roles) people[role] = (await makeSignedIn(db, auth, role)).cookie;
      await use(people);
    },
    { scope: 'file' },
  ],
});
