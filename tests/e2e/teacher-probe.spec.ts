import { randomUUID } from 'node:crypto';
import { practiceModel } from '@/taxonomy/generation/vocabulary';
import { expect } from '../support/e2e';
import { expectNoBarrier, test } from '../support/run-pages';
import { signInAs } from '../support/sign-in';

test('a teacher with an extra header is added, and what its server can do is checked', async ({
  page,
  db,
  teacher,
  baseURL,
}) => {
  await signInAs(page, db, 'owner', baseURL ?? '');
  const name = `Probed ${randomUUID().slice(0, 8)}`;
  await page.goto('/settings/teachers');
  await page.getByRole('button', { name: 'Add teacher…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a teacher' });
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByLabel('Address').fill('https://r.openai.azure.com/openai/v1');
  await expect(dialog.getByText('The model is the name of the deployment.')).toBeVisible();
  await dialog.getByLabel('Address').fill(teacher.url);
  await dialog.getByRole('combobox', { name: 'Model' }).fill(practiceModel);
  await dialog.getByText('Advanced').click();
  await dialog.getByRole('button', { name: 'Add header' }).click();
  await dialog.getByLabel('Header 1', { exact: true }).fill('X-Org');
  await dialog.getByLabel('Value of header 1').fill('canary-e2e');
  await expectNoBarrier(page);
  await dialog.getByRole('button', { name: 'Add teacher' }).click();

  const line = page.getByRole('listitem').filter({ hasText: name });
  await expect(line).toContainText('headers X-Org');
  await line.getByRole('button', { name: `More for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'What it can do…' }).click();
  const check = page.getByRole('dialog', { name: `What ${name} can do` });
  await expect(check).toContainText('7 short calls');
  await check.getByRole('button', { name: 'Check' }).click();
  await expect(check.getByRole('listitem').filter({ hasText: 'JSON schema' })).toContainText('Yes');
  await expect(check.getByRole('listitem').filter({ hasText: 'Log probabilities' })).toContainText('No');
  await expectNoBarrier(page);
  await check.getByRole('button', { name: 'Close' }).click();
  await expect(line).toContainText('Has: List of models');
  await page.reload();
  expect(await page.content()).not.toContain('canary');

  await line.getByRole('button', { name: `More for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  const edit = page.getByRole('dialog', { name: `Change ${name}` });
  await expect(edit.getByLabel('Header 1', { exact: true })).toHaveValue('X-Org');
  await edit.getByRole('button', { name: 'Save changes' }).click();
  await expect(edit).toBeHidden();
  await expect(line).toContainText('headers X-Org');
  await db.teacher.deleteMany({ where: { name } });
});
