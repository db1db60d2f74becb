import { expect, test } from '../support/e2e';
import { makeQueue } from '../support/review-queue';
import { signInAs } from '../support/sign-in';
import { card, names, open, sampleOf, setValue, toReview } from '../support/reviewing';

test.beforeEach(async ({ page, db, server }) => {
  await signInAs(page, db, 'reviewer', server.url);
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
