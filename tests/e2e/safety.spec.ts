import { randomUUID } from 'node:crypto';
import { makeFreeform } from '../support/seeds-factories';
import { makeLeafWith } from '../support/generation-factories';
import { expect, test } from '../support/e2e';
import { signInAs } from '../support/sign-in';

test('a curator allows a kind of harm in a leaf, with a reason', async ({ page, db, baseURL }) => {
  await signInAs(page, db, 'curator', baseURL ?? '');
  const name = `first aid ${randomUUID().slice(0, 8)}`;
  const leafId = await makeLeafWith(db, makeFreeform(), name);
  await page.goto(`/taxonomy/${leafId}`);
  const safety = page.getByRole('region', { name: 'Safety' });
  await expect(safety).toContainText('Samples with any kind of harm are dropped.');

  await safety.getByRole('button', { name: 'Change what is allowed' }).click();
  const dialog = page.getByRole('dialog', { name: 'What is allowed in this leaf' });
  await dialog.getByRole('checkbox', { name: 'Medical, legal or financial advice' }).check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('Enter a reason.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Why it is allowed' }).fill('It teaches nurses.');
  await page.keyboard.press('Tab');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(safety).toContainText('Medical, legal or financial advice: allowed');

  await page.reload();
  await expect(safety).toContainText('It teaches nurses.');
  await safety.getByRole('button', { name: 'Change what is allowed' }).click();
  await dialog.getByRole('checkbox', { name: 'Medical, legal or financial advice' }).uncheck();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(safety).toContainText('Samples with any kind of harm are dropped.');
});
