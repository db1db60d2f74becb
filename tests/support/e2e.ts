import { test as base } from '@playwright/test';
import { connect, type Database } from '@/prisma/client';
import { startServer, type Server } from './server';

export { expect } from '@playwright/test';

/**
 * A test against one running Seedleaf that all tests of the run share, with its database at hand. `page` is a
 * stranger to it; `server.link` makes the first who opens it the owner. Tests that kill processes start their own.
 */
export const test = base.extend<object, { server: Server; db: Database }>({
  server: [
    async ({}, use) => {
      const server = await startServer();
      await use(server);
      await server.dispose();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  db: [
    async ({ server }, use) => {
      const db = connect(server.databaseUrl, 3);
      await use(db);
      await db.$disconnect();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ server }, use) => use(server.url),
});
