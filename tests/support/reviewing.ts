import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Database } from '@/prisma/client';
import { expect } from './e2e';

export const names = (...words: string[]) => words.map((word) => `The ${word} of ${randomUUID().slice(0, 8)}?`);

export async function open(page: Page, leafId: string, question: string): Promise<void> {
  await page.goto(`/review/${leafId}`);
  await expect(page.getByText(question).first()).toBeVisible();
  // The page's script renders the tree: from then on, keys work.
  await expect(page.getByRole('treeitem').first()).toBeVisible();
}

export const card = (page: Page) => page.getByRole('article', { name: 'Sample' });
export const toReview = (page: Page, n: number) =>
  expect(page.getByRole('status').filter({ hasText: 'to review' })).toHaveText(`${n} to review`);
export const sampleOf = (db: Database, id: string | undefined) =>
  db.sample.findUniqueOrThrow({ where: { id: id ?? '' } });
export const setValue = (page: Page, label: string, value: string) =>
  page.getByLabel(label, { exact: true }).evaluate((area, text) => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(area, text);
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }, value);
