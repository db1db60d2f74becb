import { AxeBuilder } from '@axe-core/playwright';
import { saveLeaf } from '@/taxonomy/seeds/save-leaf';
import { expect, test } from '../support/e2e';
import { makeFreeform } from '../support/seeds-factories';
import { signInAs } from '../support/sign-in';
import { curator } from '../support/tree-factories';
import { contentOf, done, field, makeFolder, makeLeafIn, openSeed, row, save, saved } from '../support/curating';

test('a curator adds to a leaf without touching the mouse', async ({ page, db, baseURL }) => {
  const { folder } = await makeFolder(db);
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto(`/taxonomy/${folder.id}`);

  await row(page, folder.name).focus();
  await page.keyboard.press('Insert');
  await expect(page.getByRole('dialog', { name: 'New leaf' })).toBeVisible();
  await page.keyboard.type('limericks');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'limericks', level: 1 })).toBeVisible();
  await expect(page.getByText('5 of 5 seeds missing')).toBeVisible();

  await field(page, 'Task description').focus();
  await page.keyboard.type('Write a limerick.');
  await page.getByRole('button', { name: 'Add a seed' }).press('Enter');
  await expect(field(page, 'Question')).toBeFocused();
  await page.keyboard.type('Write one about a cat.');
  await page.keyboard.press('Tab');
  await expect(page.getByText('1 problem')).toBeVisible();
  await expect(page.getByText('The answer is empty.'), 'nobody has left it yet').toBeHidden();
  await page.keyboard.press('Tab');
  await expect(page.getByText('The answer is empty.')).toBeVisible();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.type('There once was a cat in a hat.');
  await expect(page.getByText('The answer is empty.')).toBeHidden();
  await expect(page.getByText('4 of 5 seeds missing')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+s');
  await expect(saved(page, 2)).toBeVisible();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();

  const leaf = await db.node.findFirstOrThrow({ where: { parentId: folder.id, name: 'limericks' } });
  expect(await contentOf(db, leaf.id)).toMatchObject({
    taskDescription: 'Write a limerick.',
    seeds: [{ question: 'Write one about a cat.', answer: 'There once was a cat in a hat.' }],
  });
});

test('undoing the creation of a leaf deletes nothing that was written into it', async ({ page, db, baseURL }) => {
  const { folder } = await makeFolder(db);
  await signInAs(page, db, 'curator', baseURL ?? '');
  const make = async (name: string) => {
    await page.goto(`/taxonomy/${folder.id}`);
    await row(page, folder.name).focus();
    await page.keyboard.press('Insert');
    await expect(page.getByRole('dialog', { name: 'New leaf' })).toBeVisible();
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
    await done(page, `Created “${name}”`);
  };

  await make('wheel truing');
  await field(page, 'Task description').fill('Say how to true a wheel.');
  await save(page).click();
  await expect(saved(page, 2)).toBeVisible();
  await expect(page.getByText('Created “wheel truing”')).toBeHidden();
  await page.getByRole('link', { name: 'Generate here' }).click();
  await expect(page.getByRole('heading', { name: 'New run' })).toBeVisible();
  await page.locator('body').press('Control+z');
  const kept = await db.node.findFirstOrThrow({ where: { parentId: folder.id, name: 'wheel truing' } });
  expect(kept.deletedAt).toBeNull();

  await make('spokes');
  await page.getByRole('heading', { name: 'spokes', level: 1 }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await done(page, 'Undone: Created “spokes”');
  await expect(page).toHaveURL(new RegExp(`/taxonomy/${folder.id}$`));
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(row(page, 'spokes')).toBeVisible();
});

test('unsaved edits are back after a reload', async ({ page, db, baseURL }) => {
  const { leaf } = await makeLeafIn(db);
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto(`/taxonomy/${leaf.id}`);
  await openSeed(page, 2);
  await field(page, 'Answer').fill('Venus, of course.');
  await page.reload();

  await expect(page.getByText('Draft restored')).toBeVisible();
  await expect(page.getByText('Venus, of course.')).toBeVisible();
  await save(page).click();
  await expect(saved(page, 3)).toBeVisible();
  expect(await contentOf(db, leaf.id)).toMatchObject({ seeds: [{}, { answer: 'Venus, of course.' }, {}, {}, {}] });
});

test('deleting and moving a seed can be undone before saving', async ({ page, db, baseURL }) => {
  const { leaf } = await makeLeafIn(db);
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto(`/taxonomy/${leaf.id}`);
  const questions = page.getByText(/^Which planet is number/);
  // The page's script renders the tree: a click before that would be lost.
  await expect(page.getByRole('treeitem').first()).toBeVisible();
  await page.getByRole('button', { name: 'Delete seed 1' }).click();
  await expect(questions).toHaveCount(4);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(questions).toHaveCount(5);
  await expect(questions.first()).toHaveText('Which planet is number 1 from the sun?');
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(questions).toHaveCount(4);
  await page.locator('body').press('Control+z');
  await expect(questions).toHaveCount(5);
  await page.getByRole('button', { name: 'Move seed 1 down' }).click();
  await expect(questions.first()).toHaveText('Which planet is number 2 from the sun?');
  await save(page).click();
  await expect(saved(page, 3)).toBeVisible();
  expect(await contentOf(db, leaf.id)).toMatchObject({ seeds: [{ id: 's2' }, { id: 's1' }, {}, {}, {}] });
});

test('of two curators who edit at once, the second is told, sees both versions, and loses nothing', async ({
  page,
  browser,
  db,
  baseURL,
}) => {
  const { leaf } = await makeLeafIn(db);
  const other = await (await browser.newContext({ baseURL })).newPage();
  await signInAs(page, db, 'curator', baseURL ?? '');
  await signInAs(other, db, 'curator', baseURL ?? '');
  await page.goto(`/taxonomy/${leaf.id}`);
  await other.goto(`/taxonomy/${leaf.id}`);

  // Text typed while the page is starting can be lost; a person would notice and type again.
  await expect(async () => {
    await field(other, 'Task description').fill('Name every planet.');
    await expect(field(other, 'Task description')).toHaveValue('Name every planet.', { timeout: 1_000 });
  }).toPass();
  await openSeed(other, 1);
  await field(other, 'Answer').fill('Theirs: Mercury.');
  await save(other).click();
  await expect(saved(other, 3)).toBeVisible();

  await openSeed(page, 1);
  await field(page, 'Answer').fill('Mine: Mercury.');
  await openSeed(page, 5);
  await field(page, 'Answer').fill('Mine: Jupiter.');
  await page.keyboard.press('Control+s');

  const dialog = page.getByRole('dialog', { name: /saved version 3 while you were writing/ });
  await expect(dialog.getByText('1 field was changed by both of you.')).toBeVisible();
  await expect(dialog.getByText('Theirs: Mercury.')).toBeVisible();
  await expect(dialog.getByText('Mine: Mercury.')).toBeVisible();
  expect((await new AxeBuilder({ page }).include('[role=dialog]').analyze()).violations).toEqual([]);
  await dialog.getByRole('region', { name: 'Seed 1' }).getByLabel('Take theirs').click();
  await dialog.getByRole('button', { name: 'Save as version 4' }).click();
  await expect(saved(page, 4)).toBeVisible();

  expect(await contentOf(db, leaf.id)).toMatchObject({
    taskDescription: 'Name every planet.',
    seeds: [{ answer: 'Theirs: Mercury.' }, {}, {}, {}, { answer: 'Mine: Jupiter.' }],
  });
  await other.context().close();
});

test('an earlier version can be compared and restored', async ({ page, db, baseURL }) => {
  const { leaf } = await makeLeafIn(db);
  await saveLeaf(db, curator, leaf.id, {
    baseVersion: 2,
    content: makeFreeform({ taskDescription: 'Name moons.' }),
  });
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto(`/taxonomy/${leaf.id}`);
  const earlier = page.getByRole('button', { name: /^Version 2/ });
  await expect(async () => {
    await page.getByRole('button', { name: 'Show the history' }).click({ timeout: 1_000 });
    await expect(earlier).toBeVisible({ timeout: 5_000 });
  }, 'the page answers as soon as its code is there').toPass();
  await earlier.click();
  const dialog = page.getByRole('dialog', { name: 'Version 2' });
  await dialog.getByLabel('Compared with').selectOption({ label: 'Version 3 (now)' });
  await expect(dialog.locator('del')).toHaveText('planets');
  await expect(dialog.locator('ins')).toHaveText('moons');
  await dialog.getByRole('button', { name: 'Restore this version' }).click();
  await expect(saved(page, 4)).toBeVisible();
  expect(await contentOf(db, leaf.id)).toMatchObject({ taskDescription: 'Name planets.' });
});

test('a viewer can read a leaf and is told why they cannot change it', async ({ page, db, baseURL }) => {
  const { leaf } = await makeLeafIn(db);
  await signInAs(page, db, 'viewer', baseURL ?? '');
  await page.goto(`/taxonomy/${leaf.id}`);
  await expect(page.getByText('Editing requires the curator role')).toBeVisible();
  await expect(page.getByText('Which planet is number 1 from the sun?')).toBeVisible();
  await expect(save(page)).toBeHidden();
  await expect(page.getByRole('button', { name: 'Add a seed' })).toBeHidden();
  await expect(page.getByRole('textbox')).toHaveCount(0);
});
