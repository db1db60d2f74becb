import { chromium } from '@playwright/test';
import { v7 as uuid } from 'uuid';
import { startServer } from './support/server.ts';
import { fillWorkshop, get, post } from './support/workshop.ts';
const server = await startServer();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium' });
try {
  const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(server.link ?? '/');
  await page.waitForURL((url) => url.pathname === '/welcome');
  await fillWorkshop(page);
  const version = await post<{ id: string }>(page, 'datasets/versions', { requestKey: uuid(), name: 'held out', recipe: { splits: { validation: 0.1, test: 0.2 } } });
  await page.waitForTimeout(4000);
  const state = await context.storageState();
  for (const [width, scheme] of [[1440, 'light'], [390, 'dark']] as const) {
    const c = await browser.newContext({ baseURL: server.url, viewport: { width, height: width === 390 ? 844 : 900 }, colorScheme: scheme, reducedMotion: 'reduce', storageState: state });
    const p = await c.newPage();
    p.on('console', (m) => m.type() === 'error' && console.log(m.text()));
    await p.goto('/datasets/new');
    await p.waitForTimeout(2500);
    await p.getByText('Phases and replay').click();
    await p.getByText('Balance and held-out rows').click();
    await p.waitForTimeout(1500);
    await p.getByRole('list', { name: 'Phases in training order' }).locator('summary').last().click();
    await p.waitForTimeout(1500);
    await p.screenshot({ path: `/tmp/publish-${width}-${scheme}.png`, fullPage: true });
    await p.goto(`/datasets/${version.id}`);
    await p.waitForTimeout(2500);
    await p.screenshot({ path: `/tmp/version-${width}-${scheme}.png`, fullPage: true });
    await c.close();
  }
} finally {
  await browser.close();
  await server.dispose();
}
