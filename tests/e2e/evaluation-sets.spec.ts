import { randomUUID } from 'node:crypto';
import { expect } from '../support/e2e';
import { expectNoBarrier, test } from '../support/run-pages';
import { signInAs } from '../support/sign-in';

test('an evaluation set is added from a file, refused with its line when it is wrong, and removed', async ({
  page,
  db,
  baseURL,
}) => {
  const name = `benchmark ${randomUUID().slice(0, 8)}`;
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto('/settings/evaluation-sets');
  await page.getByRole('button', { name: 'Add evaluation set…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add an evaluation set' });
  await dialog.getByLabel('File').setInputFiles({
    name: `${name}.jsonl`,
    mimeType: 'application/jsonl',
    buffer: Buffer.from('{"question":"Which bird sleeps in flight?"}\n{"query":"?"}\n'),
  });
  await expect(dialog.getByLabel('Name')).toHaveValue(name);
  await dialog.getByRole('button', { name: 'Add evaluation set' }).click();
  await expect(dialog.getByText('Line 2 has no text in “question”. It has the fields: query.')).toBeVisible();
  await expectNoBarrier(page);

  await dialog.getByLabel('File').setInputFiles({
    name: 'questions.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('Which bird sleeps in flight?\nWhich bird cannot fly?\n'),
  });
  await dialog.getByRole('button', { name: 'Add evaluation set' }).click();
  await expect(dialog).toHaveCount(0);
  const row = page.getByRole('listitem').filter({ hasText: name });
  await expect(row).toContainText('2 texts');
  await expectNoBarrier(page);

  await row.getByRole('button', { name: `Remove ${name}` }).click();
  await page
    .getByRole('dialog', { name: `Remove ${name}?` })
    .getByRole('button', { name: 'Remove' })
    .click();
  await expect(row).toHaveCount(0);
});
