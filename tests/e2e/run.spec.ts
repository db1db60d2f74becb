import { randomUUID } from 'node:crypto';
import { createLeaf } from '@/taxonomy/seeds/save-leaf';
import { expect } from '../support/e2e';
import { expectNoBarrier, makeLeaf, runIdOf, startRun, stateOf, test } from '../support/run-pages';
import { signInAs } from '../support/sign-in';
import { curator, makeBranch, makeFolders } from '../support/tree-factories';

test('two clicks start one run, which can be watched and explains why each row was dropped', async ({
  page,
  db,
  teacher,
  baseURL,
}) => {
  const leaf = await makeLeaf(db);
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto(`/runs/new?scope=${leaf.id}`);
  await startRun(page, teacher.name, '60');
  expect(await db.runLeaf.count({ where: { leafId: leaf.id } })).toBe(1);

  await expect(stateOf(page)).toHaveText('Running');
  await expect(page.getByText('practice, not a model').first()).toBeVisible();
  await expect(stateOf(page)).toHaveText('Completed', { timeout: 60_000 });

  const run = await db.run.findUniqueOrThrow({ where: { id: runIdOf(page) } });
  await expect(page.getByText(`${run.itemsTotal} of ${run.itemsTotal} tasks`)).toBeVisible();
  await page.getByText('Show as table').click();
  const rows = page.getByRole('region', { name: 'Funnel as a table' }).getByRole('row');
  const lines = (await rows.allInnerTexts())
    .slice(1)
    .map((line) => line.split('\t').map((cell) => Number(cell.replace(',', ''))));
  for (const [, , , made = 0, kept = 0, , dropped = 0] of lines) expect(made).toBe(kept + dropped);
  expect(lines.at(-1)?.[4]).toBe(run.samplesKept);
  expect(lines.reduce((sum, line) => sum + (line[6] ?? 0), 0)).toBe(run.rowsDropped);
  await expectNoBarrier(page);

  const loss = page.getByRole('button', { name: /dropped at Questions judged: show them/ });
  const lost = Number(/^(\d+)/.exec(await loss.innerText())?.[1]);
  await loss.click();
  const panel = page.getByRole('region', { name: 'Dropped rows' });
  await expect(panel).toBeFocused();
  await expect(panel.getByRole('listitem').first()).toBeVisible();
  expect(await panel.getByRole('listitem').count()).toBe(Math.min(20, lost));
  await panel.locator('summary').first().click();
  await expect(panel.getByRole('group', { name: 'Raw reply' })).not.toBeEmpty();
  await expectNoBarrier(page);

  await page.goto('/runs');
  await expect(page.getByRole('listitem').filter({ hasText: leaf.name })).toContainText('Completed');
  await expectNoBarrier(page);
});

test('a run is stopped and resumed, and repeats no call', async ({ page, db, teacher, baseURL }) => {
  const leaf = await makeLeaf(db);
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto(`/runs/new?scope=${leaf.id}`);
  await startRun(page, teacher.name, '120');
  await expect(page.getByRole('figure', { name: /^Funnel/ }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Cancel run' }).click();
  await expect(stateOf(page)).toHaveText('Cancelled');
  const stopped = await db.run.findUniqueOrThrow({ where: { id: runIdOf(page) } });
  expect(stopped.itemsDone).toBeLessThan(stopped.itemsTotal);

  await page.getByRole('button', { name: 'Resume run' }).click();
  await expect(stateOf(page)).toHaveText('Completed', { timeout: 60_000 });
  const { calls, itemsDone, itemsTotal } = await db.run.findUniqueOrThrow({ where: { id: stopped.id } });
  expect(itemsDone).toBe(itemsTotal);
  // Each answer is in the journal once; one that was requested twice would count as two calls.
  expect(await db.teacherCall.count({ where: { runId: stopped.id } })).toBe(calls);
  expect(teacher.stats().calls).toBe(calls);
});

test('a page that loses the server says so, and reconnects by itself', async ({ page, db, teacher, baseURL }) => {
  const leaf = await makeLeaf(db);
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto(`/runs/new?scope=${leaf.id}`);
  await startRun(page, teacher.name, '60');
  await expect(stateOf(page)).toHaveText('Running');
  const api = /\/api\/v1\/runs\//;
  await page.route(api, (route) => route.abort());
  await page.reload();
  await expect(page.getByText('The connection to Seedleaf is lost.')).toBeVisible({ timeout: 30_000 });
  await page.unroute(api);
  await expect(page.getByText('The connection to Seedleaf is lost.')).toBeHidden({ timeout: 30_000 });
  await expect(stateOf(page)).toHaveText('Completed', { timeout: 60_000 });
});

test('a leaf that cannot run says why, and nothing starts', async ({ page, db, teacher, baseURL }) => {
  const { root } = await makeBranch(db, 'compositional_skills');
  const [folder] = await makeFolders(db, root, `bare ${randomUUID().slice(0, 8)}`);
  const leaf = await createLeaf(db, curator, { parentId: folder?.id ?? '', name: 'bare', leafKind: 'freeform' });
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto(`/runs/new?scope=${leaf.id}`);
  await page.getByLabel(teacher.name).click();
  await expect(page.getByText('1 leaf cannot run and will be left out')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start run' })).toBeDisabled();
  await expectNoBarrier(page);
  await page.getByRole('link', { name: 'bare' }).click();
  await page.waitForURL(`**/taxonomy/${leaf.id}`);
});
