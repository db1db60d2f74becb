import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { pagesOf } from '../support/pages';
import { startServer, type Server } from '../support/server';
import { fillWorkshop } from '../support/workshop';

// A separate Seedleaf, because this test fills it and other tests need an empty one.
let server: Server;
let owner: BrowserContextOptions['storageState'];

test.describe.configure({ timeout: 300_000 });
// Axe reads the whole page many times, and a trace would record every time.
test.use({ trace: 'off' });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(600_000); // includes a build
  server = await startServer();
  const page = await open(browser);
  await page.goto(server.link ?? '/');
  await page.waitForURL((url) => url.pathname === '/welcome');
  await fillWorkshop(page);
  owner = await page.context().storageState();
  await page.context().close();
});
test.afterAll(() => server.dispose());

for (const colorScheme of ['light', 'dark'] as const) {
  const look = { colorScheme, reducedMotion: 'reduce', viewport: { width: 1440, height: 900 } } as const;

  test(`axe finds nothing on pages before sign-in, ${colorScheme}`, async ({ browser }) => {
    const page = await open(browser, look);
    for (const url of ['/sign-in', '/claim']) {
      await page.goto(url);
      expect.soft(await findings(page), url).toEqual([]);
    }
    await page.context().close();
  });

  test(`axe finds nothing on any page, ${colorScheme}`, async ({ browser }) => {
    const page = await open(browser, { ...look, storageState: owner });
    const shots = await pagesOf(page);
    const names = shots.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['leaf', 'document', 'run', 'review', 'sample', 'dataset']));
    for (const { name, url, act } of shots) {
      await page.goto(url);
      await act?.(page);
      await settled(page);
      expect.soft(await findings(page), name).toEqual([]);
    }
    await page.context().close();
  });
}

test('no page scrolls sideways on a phone', async ({ browser }) => {
  const page = await open(browser, { storageState: owner, viewport: { width: 390, height: 844 } });
  for (const { name, url } of await pagesOf(page)) {
    await page.goto(url);
    await settled(page);
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(390);
  }
  await page.context().close();
});

const open = async (browser: Browser, options: BrowserContextOptions = {}): Promise<Page> =>
  (await browser.newContext({ ...options, baseURL: server.url })).newPage();

/** The findings of axe on the page as it is, one per line. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

/**
 * Waits until everything has loaded and what the server sends late is in its place; what never loads is checked as it is.
 * All of the page is laid out: axe scrolls, and what is laid out only in view would come and go while it reads.
 */
async function settled(page: Page): Promise<void> {
  const isLoading = '.animate-pulse, [aria-busy=true], [hidden][id^="S:"]';
  await page
    .waitForFunction((selector) => !document.querySelector(selector), isLoading, { timeout: 3_000 })
    .catch(() => {});
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { content-visibility: visible !important }');
    document.adoptedStyleSheets.push(sheet);
    return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
}
