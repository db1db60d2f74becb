import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/e2e';
import { makeQueue } from '../support/review-queue';
import { signInAs } from '../support/sign-in';

const names = () => ['first', 'second'].map((name) => `The ${name} of ${randomUUID().slice(0, 8)}?`);

async function open(page: Page, leafId: string, question: string): Promise<void> {
  await page.goto(`/review/${leafId}`);
  await expect(page.getByText(question).first()).toBeVisible();
  await expect(page.getByRole('treeitem').first()).toBeVisible();
}

test.beforeEach(async ({ page, db, server }) => {
  await signInAs(page, db, 'reviewer', server.url);
});

test('an approved edit can be undone completely, step by step', async ({ page, db }) => {
  const [first = '', second = ''] = names();
  const { leafId, sampleIds } = await makeQueue(db, [first, second]);
  await open(page, leafId, first);
  await page.keyboard.press('e');
  await page.getByLabel('Answer', { exact: true }).fill('Words of a reviewer.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(second).first()).toBeVisible();
  await page.keyboard.press('u');
  await expect(page.getByText('Words of a reviewer.')).toBeVisible();
  await page.keyboard.press('u');
  await expect(page.getByText('Jupiter.').first()).toBeVisible();
  await expect(page.getByText('All saved')).toBeVisible();
  await expect(page.getByText('Your decision was not recorded')).toBeHidden();
  const sample = await db.sample.findUniqueOrThrow({ where: { id: sampleIds[0] ?? '' } });
  expect(sample).toMatchObject({ status: 'pending', answer: 'Jupiter.', original: null, version: 4 });
});

test('an abandoned draft stays unsaved until it is discarded', async ({ page, db }) => {
  const [first = ''] = names();
  const { leafId } = await makeQueue(db, [first]);
  await open(page, leafId, first);
  await page.keyboard.press('e');
  await page.getByLabel('Answer', { exact: true }).fill('Half a thought');
  await page.keyboard.press('Escape');
  await expect(page.getByText('Unsaved draft')).toBeVisible();
  // Approving would approve the old text: the unsaved edit is shown again instead.
  await page.keyboard.press('a');
  await expect(page.getByLabel('Answer', { exact: true })).toHaveValue('Half a thought');
  await page.keyboard.press('Escape');
  await page.keyboard.press('e');
  await expect(page.getByLabel('Answer', { exact: true })).toHaveValue('Half a thought');
  await page.getByRole('button', { name: 'Discard draft' }).click();
  await expect(page.getByLabel('Answer', { exact: true })).toHaveValue('Jupiter.');
  await page.keyboard.press('Escape');
  await expect(page.getByText('Unsaved draft')).toBeHidden();
});

test('decided samples are listed and can be decided again', async ({ page, db }) => {
  const [first = '', second = ''] = names();
  const { leafId, sampleIds } = await makeQueue(db, [first, second]);
  await open(page, leafId, first);
  await page.keyboard.press('a');
  await expect(page.getByText(second).first()).toBeVisible();
  await expect(page.getByText('All saved')).toBeVisible();

  await page.getByRole('link', { name: '1 approved' }).click();
  const row = page.getByRole('list', { name: 'Approved samples' }).getByRole('link', { name: first });
  await expect(row).toBeVisible();
  await page.keyboard.press('j');
  await expect(row).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Reject…' }).click();
  await page.getByRole('radio', { name: 'Other', exact: true }).click();
  await page.getByLabel('Note').fill('On second thoughts.');
  await page.getByRole('button', { name: 'Reject', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Decisions' })).toContainText('On second thoughts.');
  await page.getByRole('button', { name: 'Return to review' }).click();
  await expect(page.getByRole('region', { name: 'Decisions' })).toContainText('returned it to review');

  const decisions = await db.decision.findMany({ where: { sampleId: sampleIds[0] ?? '' }, orderBy: { seq: 'asc' } });
  expect(decisions.map(({ verdict }) => verdict)).toEqual(['approve', 'reject', 'reopen']);

  // Two steps back is the desk in its earlier state; it must not show samples from before the decisions.
  await page.goBack();
  await page.goBack();
  await expect(page.getByRole('status').filter({ hasText: 'to review' })).toHaveText('2 to review');
  const card = page.locator('[data-sample-id]');
  await expect(card).toContainText(first);
  await page.keyboard.press('a');
  await expect(card).toContainText(second);
  await page.keyboard.press('a');
  await expect(page.getByText('Nothing left to review')).toBeVisible();
  await expect(page.getByText('All saved')).toBeVisible();
  await expect(page.getByText('Your decision was not recorded')).toBeHidden();
});

test('the keys of the review page work on a sample’s own page', async ({ page, db }) => {
  const [first = '', second = ''] = names();
  const { leafId, sampleIds } = await makeQueue(db, [first, second]);
  await open(page, leafId, first);
  await page.keyboard.press('a');
  await expect(page.getByText(second).first()).toBeVisible();
  await page.keyboard.press('a');
  await expect(page.getByText('All saved')).toBeVisible();
  await page.getByRole('link', { name: '2 approved' }).click();
  await page.getByRole('list', { name: 'Approved samples' }).getByRole('link', { name: first }).click();
  await expect(page).toHaveURL(new RegExp(`/samples/${sampleIds[0]}`));
  const decisions = page.getByRole('region', { name: 'Decisions' });
  // Keys work once the page does, which loads these.
  await expect(decisions).toContainText('approved it');

  await page.keyboard.press('u');
  await expect(decisions).toContainText('returned it to review');
  await page.keyboard.press('e');
  await page.getByLabel('Answer', { exact: true }).fill('Words of a reviewer.');
  await page.keyboard.press('Control+Enter');
  await expect(decisions).toContainText('edited it');
  await expect(page.getByRole('button', { name: 'Return to review' })).toBeVisible();
  await page.keyboard.press('r');
  await expect(page.getByRole('dialog', { name: 'Why is it rejected?' })).toBeVisible();
  await page.keyboard.press('1');
  await expect(decisions).toContainText('rejected it');
  await page.keyboard.press('j');
  await expect(page).toHaveURL(new RegExp(`/samples/${sampleIds[1]}`));
  await expect(page.getByText(second).first()).toBeVisible();
  await page.keyboard.press('k');
  await expect(page).toHaveURL(new RegExp(`/samples/${sampleIds[0]}`));
  const sample = await db.sample.findUniqueOrThrow({ where: { id: sampleIds[0] ?? '' } });
  expect(sample).toMatchObject({ status: 'rejected', answer: 'Words of a reviewer.' });
});

test('a sample that someone else changed meanwhile is shown in its current version', async ({ page, db }) => {
  const [first = ''] = names();
  const { sampleIds } = await makeQueue(db, [first]);
  const id = sampleIds[0] ?? '';
  await page.goto(`/samples/${id}`);
  await db.sample.update({ where: { id }, data: { version: 1, status: 'rejected' } });
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByText('Your decision was not recorded')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Return to review' })).toBeVisible();
});

test('a reviewer starts at the review page', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/review$/);
});
