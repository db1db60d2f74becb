import { gzipSync } from 'node:zlib';
import { connect } from '@/prisma/client';
import { openBrowser } from './support/browser';
import { startServer } from './support/server';
import { fillWorkshop, get } from './support/workshop';

const server = await startServer();
const db = connect(server.databaseUrl, 3);
const browser = await openBrowser();
const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 }, extraHTTPHeaders: {} });
const page = await context.newPage();
page.on('pageerror', (e) => console.log('PAGEERROR', e.message));
page.on('console', (m) => m.type() === 'error' && console.log('CONSOLE', m.text()));
await page.goto(server.link!);
await page.waitForURL((url) => !['/claim', '/sign-in'].includes(url.pathname));
await fillWorkshop(page);
const { items } = await get<{ items: { id: string }[] }>(page, 'runs?limit=1');
const id = items[0]!.id;
const run = await db.run.findUniqueOrThrow({ where: { id } });
const failing = await db.runItem.findMany({ where: { runId: id, state: 'done' }, take: 7 });
// A picture only: pretend that further tasks failed.
for (const [i, item] of failing.entries()) {
  await db.runItem.create({ data: { ...item, id: crypto.randomUUID(), ordinal: 10_000 + i, input: item.input as object, state: 'failed', errorKind: 'bad_answer', error: i < 5 ? 'The answer of 127.0.0.1:8080 is not JSON: “<html>Bad gateway</html>”. Check the address.' : '127.0.0.1:8080 did not answer within 120 s.' } });
  await db.runLeaf.update({ where: { runId_leafId_pipeline: { runId: id, leafId: item.leafId, pipeline: item.pipeline } }, data: { itemsFailed: { increment: 1 }, itemsTotal: { increment: 1 } } });
}
await db.run.update({ where: { id }, data: { itemsFailed: 7, itemsTotal: run.itemsTotal + 7, state: 'completed_with_errors', error: '7 tasks failed.' } });
const shot = async (name: string, url: string, act?: () => Promise<void>) => {
  for (const [w, scheme] of [[1440, 'light'], [390, 'dark']] as const) {
    await page.setViewportSize({ width: w, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(url);
    await page.waitForTimeout(1200);
    if (act) await act();
    await page.waitForTimeout(700);
    await page.screenshot({ path: `/tmp/runpage-shots/${name}-${w}.png`, fullPage: true });
  }
};
const weigh = async (path: string) => {
  const cookies = (await context.cookies()).map((c) => `${c.name}=${c.value}`).join('; ');
  const html = await (await fetch(server.url + path, { headers: { cookie: cookies } })).text();
  const old = new Set([...html.matchAll(/<script[^>]*src="([^"?]+)[^>]*noModule/gi)].map(([, a]) => a));
  const named = new Set([...html.matchAll(/\/_next\/static\/[^"'\\]+?\.js/g)].map(([a]) => a));
  let sum = 0;
  for (const a of named) if (!old.has(a)) sum += gzipSync(await (await fetch(server.url + a)).text()).length;
  console.log(path, (sum / 1024).toFixed(1), 'KiB');
};
const leaf = failing[0]!.leafId;
for (const path of ['/taxonomy', `/taxonomy/${leaf}`, '/runs', `/runs?leaf=${leaf}`, '/runs/new', `/runs/new?like=${id}`, `/runs/${id}`, '/settings/webhooks', '/settings/teachers']) await weigh(path);
await shot('run', `/runs/${id}`, async () => { await page.getByText('Funnel by leaf').click(); });
await shot('like', `/runs/new?like=${id}`);
await shot('runs-leaf', `/runs?leaf=${leaf}`);
await shot('leaf', `/taxonomy/${leaf}`);
await shot('webhooks-empty', '/settings/webhooks');
await page.setViewportSize({ width: 1440, height: 900 });
await page.getByRole('button', { name: 'Add webhook…' }).click();
await page.getByLabel('Address').fill('http://127.0.0.1:9/hooks/seedleaf');
await page.getByRole('dialog').getByRole('button', { name: 'Add webhook' }).click();
await page.waitForTimeout(1000);
await page.screenshot({ path: '/tmp/runpage-shots/secret.png' });
await page.getByRole('button', { name: 'Done' }).click();
await page.getByRole('button', { name: 'Send test' }).click();
await page.waitForTimeout(3500);
await shot('webhooks', '/settings/webhooks', async () => { await page.getByText('Deliveries').click(); });
// Retry for real.
await page.setViewportSize({ width: 1440, height: 900 });
await page.goto(`/runs/${id}`);
await page.getByRole('button', { name: /^Retry/ }).first().click();
await page.waitForTimeout(4000);
const after = await db.run.findUniqueOrThrow({ where: { id } });
console.log('after retry', after.state, after.itemsFailed, after.itemsDone, after.error);
await page.screenshot({ path: '/tmp/runpage-shots/retried.png', fullPage: true });
await browser.close();
await db.$disconnect();
await server.dispose();
process.exit(0);
