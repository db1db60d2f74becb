import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import type { Database } from '@/prisma/client';
import type { LeafContent, SkillSeed } from '@/taxonomy/seeds/contract';
import { createLeaf, saveLeaf } from '@/taxonomy/seeds/save-leaf';
import { deleteNode } from '@/taxonomy/tree/delete-node';
import { expect, test } from '../support/e2e';
import { makeFreeform } from '../support/seeds-factories';
import { signInAs } from '../support/sign-in';
import { curator, makeBranch, makeFolders } from '../support/tree-factories';

/** A separate folder for a test, below the compositional skills. */
async function makeFolder(db: Database) {
  const { taxonomyId, root } = await makeBranch(db, 'compositional_skills');
  const [folder] = await makeFolders(db, root, `folder ${randomUUID().slice(0, 8)}`);
  if (!folder) throw new Error('no folder');
  return { taxonomyId, folder };
}

async function makeLeafIn(db: Database, content: LeafContent = makeFreeform(), name = 'planets') {
  const { folder } = await makeFolder(db);
  const leaf = await createLeaf(db, curator, { parentId: folder.id, name, leafKind: 'freeform' });
  await saveLeaf(db, curator, leaf.id, { baseVersion: 1, content });
  return { folder, leaf };
}

const contentOf = async (db: Database, nodeId: string) =>
  (await db.leaf.findUniqueOrThrow({ where: { nodeId }, include: { currentRevision: true } })).currentRevision.content;

const row = (page: Page, name: string) => page.getByRole('treeitem', { name: new RegExp(`^${name},`) });
const save = (page: Page) => page.getByRole('button', { name: /^Save/ });
const field = (page: Page, name: string) => page.getByRole('textbox', { name });
const done = (page: Page, act: string) => expect(page.getByText(act)).toBeVisible();
const saved = (page: Page, version: number) => page.getByRole('heading', { name: `Version ${version}` });
/** A click before the page's code has loaded does nothing; a person would notice and click again. */
const openSeed = (page: Page, number: number) =>
  expect(async () => {
    const seed = page.getByRole('button', { name: new RegExp(`^Seed ${number}`) });
    if ((await seed.getAttribute('aria-expanded', { timeout: 5_000 })) !== 'true') await seed.click({ timeout: 5_000 });
    await expect(seed).toHaveAttribute('aria-expanded', 'true', { timeout: 2_000 });
  }).toPass();

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

test('a new run says why it cannot start', async ({ page, db, baseURL }) => {
  const { leaf } = await makeLeafIn(db);
  await signInAs(page, db, 'curator', baseURL ?? '');
  const start = page.getByRole('button', { name: 'Start run' });
  // Deleted places, and ids that never existed, as in a link that was cut off.
  for (const gone of ['zzzzzzzzzzzz', 'zzz']) {
    await page.goto(`/runs/new?scope=${gone}`);
    await expect(page.getByText('Nothing is chosen')).toBeVisible();
    await expect(page.getByText('1 chosen leaf or folder no longer exists')).toBeVisible();
  }
  await expect(page.getByText('Choose a leaf or folder first.').first()).toBeVisible();
  await expect(start).toBeDisabled();

  await page.goto(`/runs/new?scope=zzzzzzzzzzzz,${leaf.id}`);
  await expect(page.getByRole('button', { name: /^Leave out .*planets/ })).toBeVisible();
  await expect(page.getByText('1 chosen leaf or folder no longer exists')).toBeVisible();
  await page.getByRole('radio', { name: /A target for each leaf/ }).click();
  for (const wrong of ['0', '-3', '']) {
    await field(page, 'Samples per leaf').fill(wrong);
    await expect(page.getByText('Enter a whole number from 1 to 100,000.')).toBeVisible();
    await expect(start).toBeDisabled();
  }
  await field(page, 'Samples per leaf').fill('5');
  await expect(page.getByText('Enter a whole number from 1 to 100,000.')).toBeHidden();
});

test('the estimate and the start button of a new run stay in view', async ({ page, db, baseURL }) => {
  await makeLeafIn(db);
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.setViewportSize({ width: 1440, height: 420 });
  await page.goto('/runs/new');
  await page.getByText('Advanced').click();
  await page.mouse.wheel(0, 10_000);
  const bar = await page
    .getByRole('heading', { name: 'New run', level: 1 })
    .locator('xpath=ancestor::header')
    .boundingBox();
  await expect
    .poll(
      async () => ((await page.getByRole('heading', { name: 'Estimate' }).boundingBox())?.y ?? 0) >= (bar?.height ?? 0),
    )
    .toBe(true);
  await expect(page.getByRole('button', { name: 'Start run' })).toBeInViewport();
  await page.setViewportSize({ width: 390, height: 700 });
  await page.mouse.wheel(0, -10_000);
  await expect(page.getByRole('button', { name: 'Start run' })).toBeInViewport();
});

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
  await page.unrouteAll();
  await retry.click();
  await expect(row(page, 'planets')).toBeVisible();
  await expect(retry).toHaveCount(0);
  await deleteNode(db, curator, large.id);
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
