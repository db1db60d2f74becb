import { randomUUID } from 'node:crypto';
import { trialItems } from '@/taxonomy/generation/vocabulary';
import { dropReasons, ruleLabels } from '@/taxonomy/generation/vocabulary-rows';
import { createLeaf, saveLeaf } from '@/taxonomy/seeds/save-leaf';
import { expect } from '../support/e2e';
import { expectNoBarrier, makeLeaf, runIdOf, startRun, stateOf, test } from '../support/run-pages';
import { makeFreeform } from '../support/seeds-factories';
import { signInAs } from '../support/sign-in';
import { curator, makeBranch, makeFolders } from '../support/tree-factories';

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
  await startRun(page, teacher.name, '5');

  await page
    .locator('summary')
    .filter({ hasText: /^Settings$/ })
    .click();
  await expect(page.getByRole('definition').filter({ hasText: ruleLabels.echo })).toBeVisible();
  const { snapshot } = await db.run.findUniqueOrThrow({ where: { id: runIdOf(page) } });
  expect(snapshot).toMatchObject({ rulesOff: ['echo'] });
  await expect(stateOf(page)).toHaveText('Completed', { timeout: 60_000 });
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
  await page.getByLabel('Compare with').selectOption('All leaves of its folder');
  await startRun(page, teacher.name, '30');
  const { snapshot } = await db.run.findUniqueOrThrow({ where: { id: runIdOf(page) } });
  expect(snapshot).toMatchObject({ nearDuplicates: { threshold: 0.4, within: 'siblings' } });
  await expect(stateOf(page)).toHaveText('Completed', { timeout: 60_000 });

  const panel = page.getByRole('region', { name: 'Dropped rows' });
  await panel.getByLabel('Reason').selectOption({ label: dropReasons.near_duplicate });
  await panel.locator('summary').first().click();
  await expect(panel.getByText(/words that both have are marked/).first()).toBeVisible();
  await expect(panel.locator('mark').first()).toBeVisible();
  await expectNoBarrier(page);
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
  await expect(stateOf(page)).toHaveText('Stopped at its limit', { timeout: 30_000 });
  await expect(page.getByText('The run has reached its cost limit.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Progress' })).toContainText('of $0.01');
  await expectNoBarrier(page);

  await page.getByRole('button', { name: 'Resume run' }).click();
  await page.getByRole('dialog').getByLabel('Cost limit ($)').fill('100');
  await page.getByRole('dialog').getByRole('button', { name: 'Resume run' }).click();
  await expect(stateOf(page)).toHaveText(/Completed|No samples/, { timeout: 30_000 });
  expect(await db.run.findUnique({ where: { id: runIdOf(page) }, select: { maxCost: true } })).toEqual({
    maxCost: 100_000_000n,
  });
});

test('a trial pauses after the first tasks, shows their rows, and goes on when it is resumed', async ({
  page,
  db,
  teacher,
  baseURL,
}) => {
  const { root } = await makeBranch(db, 'compositional_skills');
  const [folder] = await makeFolders(db, root, `trial ${randomUUID().slice(0, 8)}`);
  for (let place = 0; place <= trialItems; place += 1) {
    const leaf = { parentId: folder?.id ?? '', name: `limericks ${place}`, leafKind: 'freeform' } as const;
    const { id } = await createLeaf(db, curator, leaf);
    await saveLeaf(db, curator, id, { baseVersion: 1, content: makeFreeform() });
  }
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto(`/runs/new?scope=${folder?.id}`);
  await page.getByLabel('Pause after the first 20 tasks').check();
  await startRun(page, teacher.name, '1');
  await expect(stateOf(page)).toHaveText('Paused', { timeout: 60_000 });
  await expect(page.getByText('The first 20 tasks are done')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cancel run' })).toBeVisible();
  // All dropped rows are listed, also those that came after the list was loaded.
  const dropped = await db.run.findUniqueOrThrow({ where: { id: runIdOf(page) }, select: { rowsDropped: true } });
  const rows = page.getByRole('list', { name: 'Dropped rows' }).getByRole('listitem');
  await expect(rows).toHaveCount(Math.min(dropped.rowsDropped, 20));
  await page.getByRole('button', { name: 'Resume run' }).click();
  await expect(stateOf(page)).toHaveText('Completed', { timeout: 60_000 });
});

test('a run asks again until each leaf has its target, and its settings say so', async ({
  page,
  db,
  teacher,
  baseURL,
}) => {
  const leaf = await makeLeaf(db);
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto(`/runs/new?scope=${leaf.id}`);
  await page.getByLabel('A target for each leaf').click();
  await page.getByLabel('Ask again until each leaf has them').check();
  await startRun(page, teacher.name, '8');
  await expect(stateOf(page)).toHaveText('Completed', { timeout: 60_000 });
  await expect(page.getByText('are missing of')).toBeHidden();
  await page.getByText('Settings', { exact: true }).last().click();
  await expect(page.getByText('8 samples per leaf, asked again until each leaf has them')).toBeVisible();
});
