// Pictures of a running Seedleaf.
//   npm run screenshots -- --url http://127.0.0.1:3000 --link LINK --fill  the README's five, into docs/screenshots,
//                                                                          of the sample taxonomy with a practice run
//   npm run screenshots -- all --url … --cookie 'name=value' [--out DIR]   every page and state, to be looked at
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { openBrowser } from './support/browser';
import { pagesOf, type Shot } from './support/pages';
import { fillWorkshop } from './support/workshop';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:3000' },
    link: { type: 'string' },
    cookie: { type: 'string' },
    out: { type: 'string' },
    fill: { type: 'boolean', default: false },
  },
});

const widths = { 1440: 900, 1024: 768, 390: 844 } as const;
const SETTLE_MS = 500;
const readme = ['tree', 'leaf', 'run', 'review', 'dataset'];

/** Opens Seedleaf in one width and one theme, already signed in. */
async function openAs(browser: Browser, width: keyof typeof widths, theme: 'light' | 'dark', state?: SignedIn) {
  const context = await browser.newContext({
    baseURL: values.url,
    viewport: { width, height: widths[width] },
    colorScheme: theme,
    reducedMotion: 'reduce',
    storageState: state,
  });
  return { context, page: await context.newPage() };
}

type SignedIn = Awaited<ReturnType<BrowserContext['storageState']>>;

/** With a link, the browser becomes the owner, as a person would; a cookie is used as it is. */
async function signIn(browser: Browser): Promise<SignedIn> {
  const { context, page } = await openAs(browser, 1440, 'light');
  if (values.cookie) {
    const [name = '', ...value] = values.cookie.replace(/^Cookie:\s*/i, '').split('=');
    await context.addCookies([{ name, value: value.join('='), url: values.url }]);
  }
  if (values.link) {
    await page.goto(values.link);
    await page.waitForURL((url) => !['/claim', '/sign-in'].includes(url.pathname), { timeout: 20_000 });
  }
  if (values.fill) await fillWorkshop(page);
  const state = await context.storageState();
  await context.close();
  return state;
}

async function take(page: Page, shot: Shot, file: string): Promise<void> {
  await page.goto(shot.url);
  await page.waitForLoadState('load');
  await shot.act?.(page);
  // Waits until everything has loaded; what never loads is in the picture as it is.
  await page.waitForFunction(() => !document.querySelector('.animate-pulse'), { timeout: 5_000 }).catch(() => {});
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(SETTLE_MS);
  await page.screenshot({ path: file });
  console.log(file);
}

async function takeReadme(browser: Browser, state: SignedIn) {
  const folder = values.out ?? 'docs/screenshots';
  await mkdir(folder, { recursive: true });
  const { page } = await openAs(browser, 1440, 'light', state);
  const shots = await pagesOf(page);
  for (const name of readme) {
    const shot = shots.find((each) => each.name === name);
    if (!shot)
      throw new Error(`There is nothing to show of “${name}” yet: generate, review and publish something first.`);
    await take(page, shot, path.join(folder, `${name}.png`));
  }
}

async function takeAll(browser: Browser, state: SignedIn) {
  const folder = values.out ?? path.join(tmpdir(), 'seedleaf-screenshots');
  await mkdir(folder, { recursive: true });
  for (const width of [1440, 1024, 390] as const) {
    for (const theme of ['light', 'dark'] as const) {
      const { context, page } = await openAs(browser, width, theme, state);
      for (const shot of await pagesOf(page)) {
        await take(page, shot, path.join(folder, `${shot.name}-${width}-${theme}.png`));
      }
      await context.close();
    }
  }
}

const browser = await openBrowser();
try {
  const state = await signIn(browser);
  await (positionals[0] === 'all' ? takeAll : takeReadme)(browser, state);
} finally {
  await browser.close();
}
