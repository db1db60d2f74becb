import { test as base, type Browser, type Page } from '@playwright/test';
import { connect, type Database } from '@/prisma/client';
import { startServer, type Server } from './server';

export { expect } from '@playwright/test';

/**
 * A test with a running Seedleaf that it shares with the other tests of its worker, and its database. `page` is not signed in;
 * `server.link` makes the first visitor the owner. Tests that kill processes start their own Seedleaf.
 */
export const test = base.extend<object, { server: Server; db: Database }>({
  browser: [
    async ({ browser }, use) => {
      waitForWholePages(browser);
      await use(browser);
    },
    { scope: 'worker' },
  ],
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

/**
 * Next sends a page in parts: each arrives in a hidden element and is then moved to its place. Until then a part can be
 * in the page twice, and a locator finds two elements instead of one. Page loads end only after the last part was
 * moved.
 */
function waitForWholePages(browser: Browser): void {
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await newContext(options);
    context.on('page', (page) => {
      page.goto = afterLastPart(page, page.goto.bind(page));
      page.reload = afterLastPart(page, page.reload.bind(page));
    });
    return context;
  };
}

function afterLastPart<Args extends unknown[], Result>(page: Page, load: (...args: Args) => Promise<Result>) {
  return async (...args: Args): Promise<Result> => {
    const result = await load(...args);
    await page.waitForFunction(() => !document.querySelector('body > div[hidden][id^="S:"]'));
    return result;
  };
}
