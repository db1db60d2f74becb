import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Database } from '@/prisma/client';
import { expect, test as base } from '../support/e2e';
import { makeQueue } from '../support/review-queue';
import { signInAs } from '../support/sign-in';

/** Two people, each in their own browser, at the same desk: `reviewer` is "A reviewer", `curator` "A curator". */
const test = base.extend<{ reviewer: Page; other: Page }>({
  reviewer: async ({ page, db, server }, use) => {
    await signInAs(page, db, 'reviewer', server.url);
    await use(page);
  },
  other: async ({ browser, baseURL, db, server }, use) => {
    const context = await browser.newContext({ baseURL: baseURL ?? server.url });
    const page = await context.newPage();
    await signInAs(page, db, 'curator', server.url);
    await use(page);
    await context.close();
  },
});

async function open(page: Page, leafId: string, question: string): Promise<void> {
  await page.goto(`/review/${leafId}`);
  await expect(page.getByText(question).first()).toBeVisible();
  // The page's script renders the tree: from then on, keys work.
  await expect(page.getByRole('treeitem').first()).toBeVisible();
}

const notice = (page: Page) => page.getByText('Someone else was first').locator('xpath=ancestor::*[.//button][1]');
const decisionsOn = (db: Database, sampleId: string) =>
  db.decision.findMany({ where: { sampleId }, orderBy: { decidedAt: 'asc' } });

test('of two who decide on one sample, the second sees who was first, and can continue', async ({
  db,
  reviewer,
  other,
}) => {
  const names = ['first', 'second', 'third'].map((name) => `The ${name} of ${randomUUID().slice(0, 8)}?`);
  const [first = '', second = '', third = ''] = names;
  const { leafId, sampleIds } = await makeQueue(db, names);
  await Promise.all([open(reviewer, leafId, first), open(other, leafId, first)]);

  await reviewer.keyboard.press('a');
  await expect(reviewer.getByText(second).first()).toBeVisible();
  await expect(reviewer.getByText('All saved')).toBeVisible();
  await other.keyboard.press('r');
  await other.keyboard.press('1');

  await expect(notice(other)).toContainText(`A reviewer approved “${first}”. Your decision was not recorded.`);
  await expect(other.getByRole('status').filter({ hasText: 'to review' })).toHaveText('2 to review');
  await expect(other.getByText('1 approved')).toBeVisible();
  await expect(other.getByText('0 rejected')).toBeVisible();
  await other.getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice(other)).toBeHidden();

  await expect(other.getByText(second).first()).toBeVisible();
  await other.keyboard.press('a');
  await expect(other.getByText(third).first()).toBeVisible();
  await expect(other.getByText('All saved')).toBeVisible();
  await reviewer.keyboard.press('r');
  await reviewer.keyboard.press('1');
  await expect(notice(reviewer)).toContainText(`A curator approved “${second}”`);

  const [one = '', two = ''] = sampleIds;
  expect((await decisionsOn(db, one)).map(({ verdict }) => verdict)).toEqual(['approve']);
  expect((await decisionsOn(db, two)).map(({ verdict }) => verdict)).toEqual(['approve']);
});

test('of two simultaneous decisions one counts, and the other reviewer is told', async ({ db, reviewer, other }) => {
  const question = `Who was first, ${randomUUID().slice(0, 8)}?`;
  const { leafId, sampleIds } = await makeQueue(db, [question]);
  await Promise.all([open(reviewer, leafId, question), open(other, leafId, question)]);
  await Promise.all([reviewer.keyboard.press('a'), other.keyboard.press('a')]);

  await expect
    .poll(async () => Number(await notice(reviewer).isVisible()) + Number(await notice(other).isVisible()))
    .toBe(1);
  expect(await decisionsOn(db, sampleIds[0] ?? '')).toHaveLength(1);
});

test('the second reviewer’s text is still there to read', async ({ db, reviewer, other }) => {
  const question = `What was written, ${randomUUID().slice(0, 8)}?`;
  const { leafId, sampleIds } = await makeQueue(db, [question, `${question} Again.`]);
  await Promise.all([open(reviewer, leafId, question), open(other, leafId, question)]);
  await other.keyboard.press('e');
  await other.getByLabel('Answer', { exact: true }).fill('Words that took an hour.');
  await reviewer.keyboard.press('r');
  await reviewer.keyboard.press('1');
  await expect(reviewer.getByText(`${question} Again.`)).toBeVisible();
  await expect(reviewer.getByText('All saved')).toBeVisible();
  await other.getByRole('button', { name: /Save and approve/ }).click();

  await expect(notice(other)).toContainText('A reviewer rejected');
  await other.getByText('Your text').click();
  await expect(other.getByText('Words that took an hour.')).toBeVisible();
  expect((await decisionsOn(db, sampleIds[0] ?? '')).map(({ verdict }) => verdict)).toEqual(['reject']);
});
