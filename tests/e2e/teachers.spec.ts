import { randomUUID } from 'node:crypto';
import { practiceModel } from '@/taxonomy/generation/vocabulary';
import { expect } from '../support/e2e';
import { expectNoBarrier, makeLeaf, test } from '../support/run-pages';
import { signInAs } from '../support/sign-in';

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
