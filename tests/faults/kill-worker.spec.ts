import { expect, test } from '@playwright/test';
import { v7 as uuid } from 'uuid';
import { connect, type Database } from '@/prisma/client';
import type { RunDetail, RunSummary } from '@/taxonomy/generation/contract';
import type { Teacher } from '@/taxonomy/generation/contract-teachers';
import type { Taxonomy } from '@/taxonomy/tree/contract';
import { brokenRules } from '../support/generation-factories';
import { startServer, type Server } from '../support/server';
import { get, post } from '../support/workshop';

// A worker is killed twice in the middle of a run, while somebody watches it: nothing is lost, nothing is duplicated.

const KILLS = 2;
const RUN_WITHIN_MS = 240_000;

let server: Server;
let db: Database;
test.beforeAll(async () => {
  test.setTimeout(300_000);
  server = await startServer();
  db = connect(server.databaseUrl, 3);
});
test.afterAll(async () => {
  await db?.$disconnect();
  await server?.dispose();
});

test('a run survives kill -9 of its worker, and its page keeps updating', async ({ browser }) => {
  test.setTimeout(RUN_WITHIN_MS + 60_000);
  const page = await browser.newPage({ baseURL: server.url, viewport: { width: 1440, height: 900 } });
  await page.goto(server.link ?? '/');
  await page.waitForURL(/welcome/);
  const [taxonomy] = await get<Taxonomy[]>(page, 'taxonomies');
  await post(page, `taxonomies/${taxonomy?.id}/starter`, {});
  const teacher = await post<Teacher>(page, 'teachers/practice', {});
  const { id } = await post<RunSummary>(page, 'runs', {
    requestKey: uuid(),
    scope: [],
    teacherId: teacher.id,
    target: null,
  });
  await page.goto(`/runs/${id}`);

  const run = () => get<RunDetail>(page, `runs/${id}`);
  let killedAt = 0;
  for (let i = 0; i < KILLS; i++) {
    await expect.poll(async () => (await run()).calls, { timeout: RUN_WITHIN_MS }).toBeGreaterThan(killedAt + 100);
    const before = await run();
    expect(before.state).toBe('running');
    killedAt = before.calls;
    await server.restarted('worker', await server.kill('worker'));
  }

  await expect(page.getByText('Completed', { exact: true }).first()).toBeVisible({ timeout: RUN_WITHIN_MS });
  const after = await run();
  expect(after).toMatchObject({ state: 'completed', itemsDone: after.itemsTotal, itemsFailed: 0 });
  expect(await brokenRules(db, id)).toEqual([]);
  await page.close();
});
