import { expect } from '../support/e2e';
import { expectNoBarrier, makeLeaf, test } from '../support/run-pages';
import { signInAs } from '../support/sign-in';

test('a CSV file is looked at, becomes samples of a leaf, and is reviewed there', async ({ page, db, baseURL }) => {
  const { name } = await makeLeaf(db);
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto('/datasets/imported');
  await page.getByRole('button', { name: 'Import dataset…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import a dataset' });
  await dialog.getByLabel('File').setInputFiles({
    name: `${name}.csv`,
    mimeType: 'text/csv',
    buffer: Buffer.from(
      '\uFEFFFrage;Antwort\r\n"How does a swift\nsleep?";With half its brain.\r\nWhy do geese fly in a V?;\r\nWhich feathers keep an owl silent?;The soft ones.\r\n',
    ),
  });
  await dialog.getByText('Samples to review (a leaf)').click();
  await dialog.getByRole('combobox', { name: 'Leaf' }).fill(name);
  await dialog.getByRole('option', { name }).click();
  await dialog.getByText('Fields with other names').click();
  await dialog.getByLabel('Question').fill('Frage');
  await dialog.getByLabel('Answer').fill('Antwort');
  await dialog.getByRole('button', { name: 'Check file' }).click();
  await expect(dialog.getByText(`2 of 3 rows (named fields) would become samples of ${name}`)).toBeVisible();
  await dialog.getByText('The first of them').click();
  await expect(dialog.getByText('Row 2: The answer is empty.')).toBeVisible();
  await expectNoBarrier(page);
  await dialog.getByRole('button', { name: 'Import 2 rows' }).click();
  await expect(dialog).toHaveCount(0);

  const row = page.getByRole('listitem').filter({ hasText: `${name}.csv` });
  await expect(row).toContainText('2 samples, 1 refused, of 3 rows');
  await expectNoBarrier(page);
  await row.getByRole('button', { name: `Refused rows of ${name}.csv` }).click();
  const refused = page.getByRole('dialog', { name: `Refused rows of ${name}.csv` });
  await expect(refused.getByText('Row 2: Empty')).toBeVisible();
  await page.keyboard.press('Escape');

  await row.getByRole('link', { name }).click();
  await expect(page.getByText('How does a swift')).toBeVisible();
  await expect(page.getByText(`Imported: ${name}.csv, row 1`)).toBeVisible();
  await page.keyboard.press('a');
  await expect(page.getByText('Which feathers keep an owl silent?')).toBeVisible();
});
