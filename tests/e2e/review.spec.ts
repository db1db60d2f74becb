import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Database } from '@/prisma/client';
import { makeSample } from '../support/factories';
import { expect, test } from '../support/e2e';
import { makeQueue } from '../support/review-queue';
import { signInAs } from '../support/sign-in';

const names = (...words: string[]) => words.map((word) => `The ${word} of ${randomUUID().slice(0, 8)}?`);

async function open(page: Page, leafId: string, question: string): Promise<void> {
  await page.goto(`/review/${leafId}`);
  await expect(page.getByText(question).first()).toBeVisible();
  // The page's script renders the tree: from then on, keys work.
  await expect(page.getByRole('treeitem').first()).toBeVisible();
}

const card = (page: Page) => page.getByRole('article', { name: 'Sample' });
const toReview = (page: Page, n: number) =>
  expect(page.getByRole('status').filter({ hasText: 'to review' })).toHaveText(`${n} to review`);
const sampleOf = (db: Database, id: string | undefined) => db.sample.findUniqueOrThrow({ where: { id: id ?? '' } });
const setValue = (page: Page, label: string, value: string) =>
  page.getByLabel(label, { exact: true }).evaluate((area, text) => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(area, text);
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }, value);

test.beforeEach(async ({ page, db, server }) => {
  await signInAs(page, db, 'reviewer', server.url);
});

test('while a reason is being chosen, no other key works, and the page says so', async ({ page, db }) => {
  const [first = '', second = ''] = names('first', 'second');
  const { leafId, sampleIds } = await makeQueue(db, [first, second]);
  await open(page, leafId, first);
  await page.keyboard.press('r');
  // Without a source there is no reason "Not in the source", and the others are numbered without a gap.
  const reasons = page.getByRole('group', { name: 'Why is it rejected?' });
  await expect(reasons.getByRole('button').nth(1)).toHaveText(/2.*Off task/);
  await expect(reasons).not.toContainText('Not in the source');
  for (const key of ['9', 'a', 'e', 's', 'j', 'u', 'q', '?']) {
    await page.keyboard.press(key);
    await expect(reasons.getByRole('alert')).toContainText(`“${key.toUpperCase()}” did nothing.`);
  }
  expect(await sampleOf(db, sampleIds[0])).toMatchObject({ status: 'pending', version: 0 });
  await page.keyboard.press('2');
  await expect(card(page)).toContainText(second);
  await page.keyboard.press('r');
  await page.keyboard.press('Escape');
  await expect(reasons).toBeHidden();
  await expect(page.getByText('All saved')).toBeVisible();
  const [decision] = await db.decision.findMany({ where: { sampleId: sampleIds[0] ?? '' } });
  expect(decision).toMatchObject({ verdict: 'reject', reason: 'off_task' });
  expect(await sampleOf(db, sampleIds[1])).toMatchObject({ status: 'pending' });
});

test('every character is shown, formatted and raw', async ({ page, db }) => {
  const [question = ''] = names('types');
  const { leafId, sampleIds } = await makeQueue(db, [question]);
  const answer =
    'Use vector<int> v; or List<String>; <PATIENT-1> came. <!-- unseen --> <b>bold</b> &lt;i&gt; \\(a\\) 2*3*4 a\u200bb';
  await db.sample.update({ where: { id: sampleIds[0] ?? '' }, data: { answer, version: 1 } });
  await open(page, leafId, question);
  await expect(card(page).getByRole('region', { name: 'Answer' })).toContainText(answer);
  await page.getByRole('button', { name: '1 invisible character' }).click();
  await expect(card(page).getByRole('region', { name: 'Answer' })).toContainText('aZWSPb');
  await page.keyboard.press('v');
  await expect(card(page).getByRole('region', { name: 'Answer' }).locator('p').first()).toHaveAttribute('dir', 'auto');
});

test('the server sends the first sample formatted', async ({ page, db, baseURL }) => {
  const [question = ''] = names('form');
  const { leafId, sampleIds } = await makeQueue(db, [question]);
  await db.sample.update({ where: { id: sampleIds[0] ?? '' }, data: { answer: 'It is **bold**.', version: 1 } });
  const html = await (await page.request.get(`${baseURL}/review/${leafId}`)).text();
  // The marks stay, because a model learns them too.
  expect(html).toMatch(/<strong>[^\n]{0,20}bold/);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  await open(page, leafId, question);
  await expect(card(page).locator('strong')).toHaveText('**bold**');
  expect(faults).toEqual([]);
});

test('an edit is saved exactly as written, including spaces', async ({ page, db }) => {
  const [first = '', second = ''] = names('first', 'second');
  const { leafId, sampleIds } = await makeQueue(db, [first, second]);
  await open(page, leafId, first);
  await page.keyboard.press('e');
  const written = '    def f():\n        return 3\n';
  await page.getByLabel('Answer', { exact: true }).fill(written);
  await page.keyboard.press('Control+Enter');
  await expect(card(page)).toContainText(second);
  await expect(page.getByText('All saved')).toBeVisible();
  expect(await sampleOf(db, sampleIds[0])).toMatchObject({ answer: written, status: 'approved' });
});

for (const [name, bad] of [
  ['a NUL', 'x \u0000 y'],
  ['half a character', 'x \ud800 y'],
] as const) {
  test(`${name} in an edit does not block other decisions, and its text is kept to be corrected`, async ({
    page,
    db,
  }) => {
    const questions = names('first', 'second', 'third', 'fourth');
    const { leafId, sampleIds } = await makeQueue(db, questions);
    await open(page, leafId, questions[0] ?? '');
    await page.keyboard.press('e');
    await setValue(page, 'Answer', bad);
    await page.getByRole('button', { name: /^Save and approve/ }).click();
    await expect(page.getByText('1 decision was not recorded')).toBeVisible();
    await expect(card(page)).toContainText(questions[0] ?? '');
    await page.keyboard.press('s');
    for (const question of questions.slice(1)) {
      await expect(card(page)).toContainText(question);
      await page.keyboard.press('a');
    }
    await expect(page.getByText('All saved')).toBeVisible();
    for (const id of sampleIds.slice(1)) expect(await sampleOf(db, id)).toMatchObject({ status: 'approved' });
    expect(await sampleOf(db, sampleIds[0])).toMatchObject({ status: 'pending', version: 0 });
    await page.reload();
    await page.getByText('Your text').click();
    await expect(page.getByText('x').first()).toBeVisible();
    await page.getByRole('button', { name: 'Discard' }).click();
    await expect(page.getByText('1 decision was not recorded')).toBeHidden();
  });
}

test('decisions made offline are not shown again after a reload, and are sent later', async ({ page, db }) => {
  const questions = names('first', 'second', 'third', 'fourth');
  const { leafId, sampleIds } = await makeQueue(db, questions);
  await open(page, leafId, questions[0] ?? '');
  await page.route('**/api/v1/decisions', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  for (const question of questions.slice(0, 3)) {
    await expect(card(page)).toContainText(question);
    await page.keyboard.press('a');
  }
  await expect(page.getByText('3 not saved yet, kept on this device.')).toBeVisible();
  await page.reload();
  await expect(card(page)).toContainText(questions[3] ?? '');
  await toReview(page, 1);
  await page.unroute('**/api/v1/decisions');
  await page.reload();
  await expect(card(page)).toContainText(questions[3] ?? '');
  await expect(page.getByText('All saved')).toBeVisible();
  await expect.poll(async () => (await sampleOf(db, sampleIds[2])).status).toBe('approved');
  await toReview(page, 1);
});

test('another person’s sign-in on the same device never sends unsent decisions', async ({ page, db, server }) => {
  const [first = '', second = ''] = names('first', 'second');
  const { leafId, sampleIds } = await makeQueue(db, [first, second]);
  await open(page, leafId, first);
  await page.route('**/api/v1/decisions', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  await page.keyboard.press('a');
  await expect(page.getByText('1 not saved yet, kept on this device.')).toBeVisible();
  // Somebody else signs in in another tab; this one continues.
  await page.context().clearCookies();
  await signInAs(page, db, 'curator', server.url);
  await page.unroute('**/api/v1/decisions');
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(page.getByText('You are signed in as someone else now.')).toBeVisible();
  await page.reload();
  await expect(card(page)).toContainText(first);
  await expect(page.getByRole('treeitem').first()).toBeVisible();
  await page.keyboard.press('s');
  await expect(card(page)).toContainText(second);
  await page.keyboard.press('a');
  await expect(page.getByText('All saved')).toBeVisible();
  expect(await sampleOf(db, sampleIds[0])).toMatchObject({ status: 'pending' });
  expect(await sampleOf(db, sampleIds[1])).toMatchObject({ status: 'approved' });
});

test('signing out warns of unsaved decisions', async ({ page, db }) => {
  const [first = '', second = ''] = names('first', 'second');
  const { leafId } = await makeQueue(db, [first, second]);
  await open(page, leafId, first);
  await page.route('**/api/v1/decisions', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  await page.keyboard.press('a');
  const signOut = async () => {
    await page
      .getByRole('button', { name: /account and sign out/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
  };
  await signOut();
  await expect(page.getByText('1 decision is not saved yet.').first()).toBeVisible();
  await expect(page).toHaveURL(/review/);
  await signOut();
  await expect(page).toHaveURL(/sign-in/);
});

test('a decision is saved even if the tab is closed right after it', async ({ page, db }) => {
  const [first = '', second = ''] = names('first', 'second');
  const { leafId, sampleIds } = await makeQueue(db, [first, second]);
  await open(page, leafId, first);
  // A slow request: without keepalive the browser drops it when the page closes.
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 600,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
  await page.keyboard.press('a');
  await expect(card(page)).toContainText(second);
  await page.close({ runBeforeUnload: false });
  await expect.poll(async () => (await sampleOf(db, sampleIds[0])).status, { timeout: 20_000 }).toBe('approved');
});

test('a reload before a decision was sent shows the next sample, and hydrates without errors', async ({ page, db }) => {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.text().includes('React') && faults.push(message.text()));
  const [first = '', second = ''] = names('first', 'second');
  const { leafId } = await makeQueue(db, [first, second]);
  await open(page, leafId, first);
  await page.route('**/api/v1/decisions', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  await page.keyboard.press('a');
  await expect(card(page)).toContainText(second);
  await page.reload();
  await expect(card(page)).toContainText(second);
  await toReview(page, 1);
  expect(faults).toEqual([]);
  await page.unroute('**/api/v1/decisions');
  await expect(page.getByText('All saved')).toBeVisible({ timeout: 30_000 });
});

test('K returns to the last decided sample; undo and redo work after a reload', async ({ page, db }) => {
  const [first = '', second = '', third = ''] = names('first', 'second', 'third');
  const { leafId, sampleIds } = await makeQueue(db, [first, second, third]);
  await open(page, leafId, first);
  await page.keyboard.press('a');
  await expect(card(page)).toContainText(second);
  await page.keyboard.press('k');
  await expect(card(page)).toContainText(first);
  await expect(page.getByText('You approved this')).toBeVisible();
  await page.keyboard.press('j');
  await expect(card(page)).toContainText(second);
  await page.keyboard.press('a');
  await expect(card(page)).toContainText(third);
  await expect(page.getByText('All saved')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeEnabled();
  await page.keyboard.press('k');
  await expect(card(page)).toContainText(second);
  await page.keyboard.press('u');
  await expect(page.getByText('You approved this')).toBeHidden();
  await expect(card(page)).toContainText(second);
  await toReview(page, 2);
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(card(page)).toContainText(third);
  await expect(page.getByRole('button', { name: 'Redo' })).toBeDisabled();
  await page.keyboard.press('u');
  await page.keyboard.press('Control+z');
  await expect(card(page)).toContainText(first);
  await toReview(page, 3);
  await expect(page.getByText('All saved')).toBeVisible();
  await expect(page.getByText('Your decision was not recorded')).toBeHidden();
  for (const id of sampleIds) expect(await sampleOf(db, id)).toMatchObject({ status: 'pending' });
});

test('a skipped sample stays last after a reload, until it is decided', async ({ page, db }) => {
  const [first = '', second = '', third = ''] = names('first', 'second', 'third');
  const { leafId } = await makeQueue(db, [first, second, third]);
  await open(page, leafId, first);
  await page.keyboard.press('s');
  await expect(card(page)).toContainText(second);
  await page.reload();
  await expect(card(page)).toContainText(second);
  await page.keyboard.press('a');
  await expect(card(page)).toContainText(third);
  await page.keyboard.press('a');
  await expect(card(page)).toContainText(first);
  await page.keyboard.press('a');
  await expect(page.getByText('Nothing left to review')).toBeVisible();
  const kept = await page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.includes('skipped')));
  expect(kept.map(([, ids]) => ids)).toEqual(['[]']);
});

test('question and answer are visible below a long context', async ({ page, db }) => {
  const [question = ''] = names('report');
  const { leafId, sampleIds } = await makeQueue(db, [question]);
  const context = 'A long report about the northern ice. '.repeat(200);
  await db.sample.update({ where: { id: sampleIds[0] ?? '' }, data: { context, kind: 'grounded', version: 1 } });
  await open(page, leafId, question);
  await expect(card(page).getByRole('region', { name: 'Question' })).toBeInViewport({ ratio: 1 });
  await expect(card(page).getByRole('region', { name: 'Answer' })).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('c');
  await expect(page.getByRole('button', { name: 'Collapse context' })).toBeVisible();
  await page.keyboard.press('e');
  await expect(page.getByLabel('Context')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Save and approve/ })).toBeInViewport({ ratio: 1 });
});

test('the repeated sample is named', async ({ page, db }) => {
  const [question = '', other = ''] = names('pond', 'frog');
  const { leafId } = await makeQueue(db, [question, other]);
  await open(page, leafId, question);
  const same = page.getByRole('region', { name: 'Same answer', exact: true });
  await expect(same.getByRole('link', { name: other })).toBeVisible();
});

test('counts update when others decide', async ({ page, db }) => {
  const [first = '', second = ''] = names('first', 'second');
  const { leafId } = await makeQueue(db, [first, second]);
  await open(page, leafId, first);
  await toReview(page, 2);
  const leaf = await db.leaf.findUniqueOrThrow({ where: { nodeId: leafId }, include: { node: true } });
  await makeSample(db, {
    leaf: { id: leafId, taxonomyId: leaf.node.taxonomyId },
    question: 'One more?',
  });
  await toReview(page, 3);
  await expect(page.getByRole('treeitem', { selected: true })).toContainText('3');
});

test('tree, header and sidebar show a decision at once, before the server has it', async ({ page, db }) => {
  const questions = names('first', 'second', 'third');
  const { leafId } = await makeQueue(db, questions);
  await open(page, leafId, questions[0] ?? '');
  const inTree = page.getByRole('treeitem', { selected: true });
  const inSidebar = page.getByRole('navigation', { name: 'Seedleaf' }).getByRole('link', { name: /^Review/ });
  await expect(inTree).toContainText('3');
  await expect(inSidebar).toContainText('to review');
  await page.route('**/api/v1/**', (route) => route.abort());
  const before = Number((await inSidebar.textContent())?.replaceAll(/\D/g, ''));
  await page.keyboard.press('a');
  await expect(card(page)).toContainText(questions[1] ?? '');
  await toReview(page, 2);
  await expect(inTree).toContainText('2');
  await expect(inSidebar).toContainText(`${before - 1} to review`);
  await page.keyboard.press('u');
  await expect(inTree).toContainText('3');
  await expect(inSidebar).toContainText(`${before} to review`);
  await page.unroute('**/api/v1/**');
  await expect(page.getByText('All saved')).toBeVisible({ timeout: 30_000 });
});

test('the tab title names the page', async ({ page }) => {
  await page.goto('/review');
  await expect(page).toHaveTitle(/^Review/);
});

test('decided samples can be searched by their text', async ({ page, db }) => {
  const [first = '', second = ''] = names('first', 'second');
  const { leafId } = await makeQueue(db, [first, second]);
  await open(page, leafId, first);
  await page.keyboard.press('a');
  await expect(card(page)).toContainText(second);
  await page.keyboard.press('a');
  await expect(page.getByText('All saved')).toBeVisible();
  await page.goto(`/review/${leafId}?status=approved`);
  await page.getByPlaceholder('Search approved samples').fill('the SECOND of');
  const list = page.getByRole('list', { name: 'Approved samples' });
  await expect(list.getByRole('link')).toHaveText([second]);
  await page.getByPlaceholder('Search approved samples').fill('nowhere to be found');
  await expect(page.getByText('No results for “nowhere to be found”')).toBeVisible();
});
