import { randomUUID } from 'node:crypto';
import { expect, test } from '../support/e2e';
import { signInAs } from '../support/sign-in';

test('adding a person shows the address, e-mail and password to pass on, and they work', async ({
  page,
  browser,
  db,
  server,
}) => {
  await signInAs(page, db, 'owner', server.url);
  await page.goto('/settings/people');
  await page.getByRole('button', { name: 'Add a person' }).click();
  const email = `ada-${randomUUID().slice(0, 8)}@example.org`;
  await page.getByLabel('Name', { exact: true }).fill('Ada');
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Add person' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign-in for Ada' });
  const address = `${new URL(page.url()).origin}/sign-in`;
  await expect(dialog.getByText(address)).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Copy' })).toHaveCount(2);
  const password = await dialog.getByTestId('made-password').textContent();

  const theirs = await browser.newPage();
  await theirs.goto(address);
  await theirs.getByLabel('E-mail').fill(email);
  await theirs.getByLabel('Password').fill(password ?? '');
  await theirs.getByRole('button', { name: 'Sign in' }).click();
  await expect(theirs).not.toHaveURL(/sign-in/);
  await theirs.close();
});

test('the list of shortcuts includes the keys of the tree, and on the taxonomy page those that change it', async ({
  page,
  db,
  server,
}) => {
  await signInAs(page, db, 'curator', server.url);
  await page.goto('/taxonomy');
  await expect(page.getByRole('treeitem').first()).toBeVisible();
  await page.locator('body').press('?');
  const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByRole('region', { name: 'Tree' });
  for (const label of ['Open or close a folder', 'New leaf', 'Rename', 'Move to…', 'Delete'])
    await expect(keys.getByText(label, { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.goto('/review');
  await expect(page.getByRole('treeitem').first()).toBeVisible();
  await page.locator('body').press('?');
  await expect(keys.getByText('Open or close a folder')).toBeVisible();
  await expect(keys.getByText('Rename')).toBeHidden();
});
