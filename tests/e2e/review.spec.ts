import { makeSample } from '../support/factories';
import { expect, test } from '../support/e2e';
import { makeQueue } from '../support/review-queue';
import { signInAs } from '../support/sign-in';
import { card, names, open, sampleOf, toReview } from '../support/reviewing';

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
