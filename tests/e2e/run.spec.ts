import { randomUUID } from 'node:crypto';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Database } from '@/prisma/client';
import { AddTeacherRequest } from '@/taxonomy/generation/contract-teachers';
import { startPracticeTeacher, type PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { addTeacher, removeTeacher } from '@/taxonomy/generation/teacher/teachers';
import { practiceModel } from '@/taxonomy/generation/vocabulary';
import { dropReasons, ruleLabels } from '@/taxonomy/generation/vocabulary-rows';
import { createLeaf, saveLeaf } from '@/taxonomy/seeds/save-leaf';
import { expect, test as base } from '../support/e2e';
import { testAccess } from '../support/teacher-access';
import { makeFreeform } from '../support/seeds-factories';
import { signInAs } from '../support/sign-in';
import { curator, makeBranch, makeFolders } from '../support/tree-factories';

/** A practice teacher for this test, slow enough to watch, with a unique name. */
const test = base.extend<{ teacher: PracticeTeacher & { name: string } }>({
  teacher: async ({ db }, use) => {
    const options = { port: 0, latencyMs: 250, sigma: 0.3, slots: 64, faults: [], seed: '1' };
    const practice = await startPracticeTeacher(options);
    const name = `Slow ${randomUUID().slice(0, 8)}`;
    const request = AddTeacherRequest.parse({ name, baseUrl: practice.url, model: practiceModel, slots: 4 });
    const { id } = await addTeacher(db, { ...curator, role: 'owner' }, testAccess, request);
    await use({ ...practice, name });
    await removeTeacher(db, curator, id);
    await practice.close();
  },
});

async function makeLeaf(db: Database): Promise<{ id: string; name: string }> {
  const { root } = await makeBranch(db, 'compositional_skills');
  const [folder] = await makeFolders(db, root, `runs ${randomUUID().slice(0, 8)}`);
  if (!folder) throw new Error('no folder');
  const name = `limericks ${randomUUID().slice(0, 4)}`;
  const { id } = await createLeaf(db, curator, { parentId: folder.id, name, leafKind: 'freeform' });
  await saveLeaf(db, curator, id, { baseVersion: 1, content: makeFreeform() });
  return { id, name };
}

/** On the page of a new run. */
async function start(page: Page, teacher: string, samples: string): Promise<void> {
  await page.getByLabel(teacher).click();
  await page.getByLabel('A target for each leaf').click();
  await page.getByLabel('Samples per leaf').fill(samples);
  await expect(page.getByText('Calls (max)')).toBeVisible();
  await page.getByRole('button', { name: 'Start run' }).dblclick();
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
}

const runIdOf = (page: Page) => page.url().split('/').at(-1) ?? '';
const state = (page: Page) => page.getByRole('region', { name: 'Progress' }).getByRole('status');

async function expectNoBarrier(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
}

test('two clicks start one run, which can be watched and explains why each row was dropped', async ({
  page,
  db,
  teacher,
  baseURL,
}) => {
  const leaf = await makeLeaf(db);
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto(`/runs/new?scope=${leaf.id}`);
  await start(page, teacher.name, '60');
  expect(await db.runLeaf.count({ where: { leafId: leaf.id } })).toBe(1);

  await expect(state(page)).toHaveText('Running');
  await expect(page.getByText('practice, not a model').first()).toBeVisible();
  await expect(state(page)).toHaveText('Completed', { timeout: 60_000 });

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
  await start(page, teacher.name, '120');
  await expect(page.getByRole('figure', { name: /^Funnel/ }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Cancel run' }).click();
  await expect(state(page)).toHaveText('Cancelled');
  const stopped = await db.run.findUniqueOrThrow({ where: { id: runIdOf(page) } });
  expect(stopped.itemsDone).toBeLessThan(stopped.itemsTotal);

  await page.getByRole('button', { name: 'Resume run' }).click();
  await expect(state(page)).toHaveText('Completed', { timeout: 60_000 });
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
  await start(page, teacher.name, '60');
  await expect(state(page)).toHaveText('Running');
  const api = /\/api\/v1\/runs\//;
  await page.route(api, (route) => route.abort());
  await page.reload();
  await expect(page.getByText('The connection to Seedleaf is lost.')).toBeVisible({ timeout: 30_000 });
  await page.unroute(api);
  await expect(page.getByText('The connection to Seedleaf is lost.')).toBeHidden({ timeout: 30_000 });
  await expect(state(page)).toHaveText('Completed', { timeout: 60_000 });
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

test('a rule that is switched off does not apply to the run, and its page says so', async ({
  page,
  db,
  teacher,
  baseURL,
}) => {
  const leaf = await makeLeaf(db);
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto(`/runs/new?scope=${leaf.id}`);
  await page.getByText('Advanced').click();
  const rule = page.getByRole('group', { name: 'Rules' }).getByRole('checkbox', { name: ruleLabels.echo });
  await expect(rule).toBeChecked();
  await rule.uncheck();
  await start(page, teacher.name, '5');

  await page
    .locator('summary')
    .filter({ hasText: /^Settings$/ })
    .click();
  await expect(page.getByRole('definition').filter({ hasText: ruleLabels.echo })).toBeVisible();
  const { snapshot } = await db.run.findUniqueOrThrow({ where: { id: runIdOf(page) } });
  expect(snapshot).toMatchObject({ rulesOff: ['echo'] });
  await expect(state(page)).toHaveText('Completed', { timeout: 60_000 });
});

test('near-duplicates are dropped over the chosen limit, and shown beside what they are like', async ({
  page,
  db,
  teacher,
  baseURL,
}) => {
  const leaf = await makeLeaf(db);
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto(`/runs/new?scope=${leaf.id}`);
  await page.getByText('Advanced').click();
  await page.getByLabel('Similarity limit').fill('7');
  await expect(page.getByText('Enter a number from 0.3 to 1, such as 0.7.')).toBeVisible();
  await page.getByLabel('Similarity limit').fill('0.4');
  await start(page, teacher.name, '30');
  await expect(state(page)).toHaveText('Completed', { timeout: 60_000 });

  const panel = page.getByRole('region', { name: 'Dropped rows' });
  await panel.getByLabel('Reason').selectOption({ label: dropReasons.near_duplicate });
  await panel.locator('summary').first().click();
  await expect(panel.getByText(/words that both have are marked/).first()).toBeVisible();
  await expect(panel.locator('mark').first()).toBeVisible();
  await expectNoBarrier(page);
});

test('a teacher that is added while a run is set up is chosen for it, and starts nothing', async ({
  page,
  db,
  teacher,
  baseURL,
}) => {
  const leaf = await makeLeaf(db);
  await signInAs(page, db, 'owner', baseURL ?? '');
  await page.goto(`/runs/new?scope=${leaf.id}`);
  await page.getByLabel(teacher.name).click();
  await expect(page.getByRole('button', { name: 'Start run' })).toBeEnabled();
  await page.getByRole('button', { name: 'Add teacher…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a teacher' });
  const name = `Added ${randomUUID().slice(0, 8)}`;
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Address').fill(teacher.url);
  await dialog.getByRole('combobox', { name: 'Model' }).fill(practiceModel);
  await dialog.getByRole('button', { name: 'Add teacher' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel(name)).toBeChecked();
  await expect(page).toHaveURL(/\/runs\/new/);
  expect(await db.runLeaf.count({ where: { leafId: leaf.id } })).toBe(0);
  await db.teacher.deleteMany({ where: { name } });
});

test('a price that is entered for a teacher gives the estimate in money, and a limit in money stops the run', async ({
  page,
  db,
  teacher,
  baseURL,
}) => {
  const leaf = await makeLeaf(db);
  await signInAs(page, db, 'owner', baseURL ?? '');
  await page.goto(`/runs/new?scope=${leaf.id}`);
  await page.getByLabel(teacher.name).click();
  const estimate = page.getByRole('region', { name: 'Estimate' });
  await expect(estimate).toContainText('Price unknown');
  await estimate.getByRole('button', { name: 'set it for this teacher' }).click();
  const dialog = page.getByRole('dialog', { name: `Change ${teacher.name}` });
  await dialog.getByLabel('Input price ($)').fill('150');
  await dialog.getByRole('button', { name: 'Save changes' }).click();
  await expect(dialog.getByText('Enter both prices, or leave both empty.')).toBeVisible();
  await dialog.getByLabel('Output price ($)').fill('600');
  await expectNoBarrier(page);
  await dialog.getByRole('button', { name: 'Save changes' }).click();
  await expect(dialog).toBeHidden();
  await expect(estimate).toContainText(/\$\d+\.\d\d to \$\d+\.\d\d/);
  await expect(estimate).toContainText('$150.00 in and $600.00 out per million tokens, entered by hand');
  expect(await db.runLeaf.count({ where: { leafId: leaf.id } })).toBe(0);

  await page.getByLabel('A target for each leaf').click();
  await page.getByLabel('Samples per leaf').fill('3');
  await page.getByText('Advanced').click();
  await page.getByLabel('Cost limit ($)').fill('cheap');
  await expect(page.getByText('Enter an amount in US dollars, such as 2.50.')).toBeVisible();
  await page.getByLabel('Cost limit ($)').fill('0.01');
  await page.getByRole('button', { name: 'Start run' }).click();
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);
  await expect(state(page)).toHaveText('Stopped at its limit', { timeout: 30_000 });
  await expect(page.getByText('The run has reached its cost limit.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Progress' })).toContainText('of $0.01');
  await expectNoBarrier(page);

  await page.getByRole('button', { name: 'Resume run' }).click();
  await page.getByRole('dialog').getByLabel('Cost limit ($)').fill('100');
  await page.getByRole('dialog').getByRole('button', { name: 'Resume run' }).click();
  await expect(state(page)).toHaveText(/Completed|No samples/, { timeout: 30_000 });
  expect(await db.run.findUnique({ where: { id: runIdOf(page) }, select: { maxCost: true } })).toEqual({
    maxCost: 100_000_000n,
  });
});

test('a teacher is tested before it is added, and its key is never shown again', async ({
  page,
  db,
  teacher,
  baseURL,
}) => {
  await signInAs(page, db, 'owner', baseURL ?? '');
  const name = `Keyed ${randomUUID().slice(0, 8)}`;
  await page.goto('/settings/teachers');
  await page.getByRole('button', { name: 'Add teacher…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a teacher' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Address').fill(teacher.url);
  await dialog.getByLabel('Enter a key (stored encrypted)').click();
  await dialog.getByLabel('The key').fill('sk-canary-e2e');
  await dialog.getByRole('button', { name: 'Test connection' }).click();
  await expect(dialog.getByText(/It wrote a question and judged one/)).toBeVisible();
  await expect(dialog.getByLabel('Model')).toHaveValue(practiceModel);
  await expectNoBarrier(page);
  await dialog.getByRole('button', { name: 'Add teacher' }).click();

  const line = page.getByRole('listitem').filter({ hasText: name });
  await expect(line).toContainText('key stored');
  await line.getByRole('button', { name: 'Test' }).click();
  await expect(line).toContainText('It wrote a question and judged one');
  await page.reload();
  expect(await page.content()).not.toContain('canary');
  await expectNoBarrier(page);

  await line.getByRole('button', { name: `More for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Remove teacher' }).click();
  await expect(line).toBeHidden();
});
