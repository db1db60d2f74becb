import { randomUUID } from 'node:crypto';
import type { SkillSeed } from '@/taxonomy/seeds/contract';
import { deleteNode } from '@/taxonomy/tree/delete-node';
import { expect, test } from '../support/e2e';
import { makeFreeform } from '../support/seeds-factories';
import { signInAs } from '../support/sign-in';
import { curator, makeBranch, makeFolders } from '../support/tree-factories';
import { done, makeFolder, makeLeafIn, row } from '../support/curating';

test('a leaf can be created from the first page of the taxonomy', async ({ page, db, baseURL }) => {
  const name = `estimates ${randomUUID().slice(0, 8)}`;
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto('/taxonomy');
  await page.getByRole('button', { name: 'New leaf' }).click();
  await expect(page.getByRole('dialog', { name: 'New leaf' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Enter a name.')).toBeVisible();
  await page.keyboard.type(name);
  await page.getByRole('radio', { name: 'Foundational skills' }).check();
  await page.getByRole('button', { name: 'Create leaf' }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  const { branch, parentId } = await db.node.findFirstOrThrow({ where: { name } });
  expect(branch).toBe('foundational_skills');
  expect((await db.node.findUniqueOrThrow({ where: { id: parentId ?? '' } })).parentId).toBeNull();
});

test('a duplicate name is reported at its field', async ({ page, db, baseURL }) => {
  const { folder } = await makeLeafIn(db);
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto(`/taxonomy/${folder.id}`);
  await page.getByRole('button', { name: 'New folder' }).click();
  await page.getByLabel('Name').fill('Planets');
  await expect(page.getByText('“planets” already exists here. Choose another name.')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'New folder' })).toBeVisible();
});

test('a leaf is renamed, moved and deleted by keyboard, and each change can be undone', async ({
  page,
  db,
  baseURL,
}) => {
  // The tree shows the leaves of other tests too.
  const name = `planets ${randomUUID().slice(0, 8)}`;
  const { folder, leaf } = await makeLeafIn(db, makeFreeform(), name);
  const other = await makeFolder(db);
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto(`/taxonomy/${leaf.id}`);
  const nameNow = async () => (await db.node.findUniqueOrThrow({ where: { id: leaf.id } })).name;
  const parentNow = async () => (await db.node.findUniqueOrThrow({ where: { id: leaf.id } })).parentId;
  const isDeleted = async () => (await db.node.findUniqueOrThrow({ where: { id: leaf.id } })).deletedAt !== null;

  await row(page, name).focus();
  await page.keyboard.press('F2');
  await page.keyboard.type('moons');
  await page.keyboard.press('Enter');
  await expect.poll(nameNow).toBe('moons');
  await expect(row(page, 'moons')).toBeFocused();
  await done(page, `Renamed “${name}” to “moons”`);
  // In review, Ctrl Z is about decisions.
  await page
    .getByRole('navigation', { name: 'Seedleaf' })
    .getByRole('link', { name: /^Review/ })
    .click();
  await expect(page.getByRole('heading', { name: 'Review', level: 1 })).toBeVisible();
  await expect(page.getByText(`Renamed “${name}” to “moons”`)).toBeHidden();
  await page.locator('body').press('Control+z');
  await page.goBack();
  await done(page, `Renamed “${name}” to “moons”`);
  expect(await nameNow()).toBe('moons');
  await row(page, 'moons').focus();
  await page.keyboard.press('Control+z');
  await expect.poll(nameNow).toBe(name);

  await page.keyboard.press('Control+Shift+m');
  await expect(page.getByRole('combobox', { name: 'Search the taxonomy' })).toBeFocused();
  // Folders are listed before anything is typed.
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.type(other.folder.name);
  await expect(page.getByText('1 found')).toBeVisible();
  await expect(page.getByRole('option', { name: other.folder.name })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect.poll(parentNow).toBe(other.folder.id);
  await done(page, `Moved “${name}”`);
  await page.keyboard.press('Control+z');
  await expect.poll(parentNow).toBe(folder.id);

  await row(page, name).focus();
  await page.keyboard.press('Delete');
  await expect.poll(isDeleted).toBe(true);
  await expect(row(page, name)).toBeHidden();
  await done(page, `Deleted “${name}”`);
  await page.keyboard.press('Control+z');
  await expect.poll(isDeleted).toBe(false);
  await expect(row(page, name)).toBeVisible();
});

test('a search finds words of several levels and the text of seeds, with the path beside each result', async ({
  page,
  db,
  baseURL,
}) => {
  const { folder } = await makeLeafIn(db);
  await signInAs(page, db, 'viewer', baseURL ?? '');
  await page.goto('/taxonomy');
  await page.getByRole('treeitem').first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type(`planets ${folder.name}`);
  await expect(page.getByText('1 found')).toBeVisible();
  await expect(page.getByRole('option', { name: `planets Compositional skills / ${folder.name}` })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'planets', level: 1 })).toBeVisible();
});

test('the number of problems of a folder leads to the leaves that have them', async ({ page, db, baseURL }) => {
  const [first, ...seeds] = makeFreeform().seeds as SkillSeed[];
  const { folder, leaf } = await makeLeafIn(
    db,
    makeFreeform({ seeds: [{ ...first!, answer: '' }, ...seeds] }),
    'comets',
  );
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto(`/taxonomy/${folder.id}`);
  await page.getByRole('button', { name: '1 problem: show the leaves' }).click();
  const dialog = page.getByRole('dialog', { name: 'Leaves with problems' });
  await expect(dialog.getByText('1 problem', { exact: true })).toBeVisible();
  await dialog.getByRole('link', { name: 'comets' }).click();
  await expect(page).toHaveURL(new RegExp(`/taxonomy/${leaf.id}$`));
  await expect(page.getByText('The answer is empty.')).toBeVisible();
});

test('a folder whose contents could not be loaded says so on its row, and can be retried', async ({
  page,
  db,
  baseURL,
}) => {
  const { folder } = await makeLeafIn(db);
  const { root } = await makeBranch(db, 'compositional_skills');
  // A small tree is sent whole.
  const { folder: large } = await makeFolder(db);
  for (let i = 0; i < 90; i += 1) await makeFolders(db, large, `folder ${i}`);
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto(`/taxonomy/${root.id}`);
  await expect(row(page, folder.name)).toBeVisible();

  await page.route(/\/tree\?.*parents=/, (route) => route.abort());
  await row(page, folder.name).click();
  const retry = row(page, folder.name).getByRole('button', { name: 'Try again' });
  await expect(retry).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'could not be loaded' })).toBeVisible();
  await expect(row(page, 'planets')).toHaveCount(0);

  // Nothing retries by itself while it fails; closing and opening tries again, as the button does.
  await row(page, folder.name).press('ArrowLeft');
  await row(page, folder.name).press('ArrowRight');
  await expect(retry).toBeVisible();
  const asked = page.waitForRequest(/\/tree\?.*parents=/);
  await retry.click();
  await asked;
  await expect(retry).toBeVisible();

  await page.unrouteAll();
  // A change elsewhere may load it before the button is pressed.
  await expect(async () => {
    if (await retry.isVisible()) await retry.click({ timeout: 1_000 });
    await expect(row(page, 'planets')).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(retry).toHaveCount(0);
  await deleteNode(db, curator, large.id);
});
