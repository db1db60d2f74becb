import { randomUUID } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { expect, test } from '../support/e2e';
import { makeKnowledge } from '../support/seeds-factories';
import { signInAs } from '../support/sign-in';
import { createLeaf, saveLeaf } from '@/taxonomy/seeds/save-leaf';
import { curator, makeBranch } from '../support/tree-factories';

test('a leaf shows its uploads in progress: read, refused at once, or failed until dismissed', async ({
  page,
  db,
  server,
}) => {
  const { root } = await makeBranch(db, 'knowledge');
  const name = `birds ${randomUUID().slice(0, 8)}`;
  const { id } = await createLeaf(db, curator, { parentId: root.id, name, leafKind: 'knowledge' });
  await saveLeaf(db, curator, id, { baseVersion: 1, content: makeKnowledge() });
  const error = 'slow.md takes longer than 120 seconds to split into passages. Divide it into smaller files.';
  await db.documentSource.create({
    data: { id: uuid(), leafId: id, kind: 'upload', name: 'slow.md', sha256: 'x', state: 'failed', error },
  });
  await signInAs(page, db, 'curator', server.url);
  await page.goto(`/taxonomy/${id}`);
  await expect(page.getByText(error)).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss slow.md' }).click();
  await expect(page.getByText(error)).toBeHidden();

  await page.locator('input[type=file]').setInputFiles([
    { name: 'birds.md', mimeType: 'text/markdown', buffer: Buffer.from('# Birds\n\nSeeds are hidden in bark.') },
    { name: 'torn.md', mimeType: 'text/markdown', buffer: Buffer.from([0xc3]) },
    { name: 'large.md', mimeType: 'text/markdown', buffer: Buffer.from('Seeds are hidden. '.repeat(500_000)) },
  ]);
  const waiting = page.getByRole('list', { name: 'Uploads in progress' });
  await expect(waiting.getByText('large.md')).toBeVisible();
  await expect(waiting.getByText(/Waiting|Splitting into passages/).first()).toBeVisible();
  await expect(page.getByText('torn.md is not UTF-8 (line 1)')).toBeVisible();
  await expect(page.getByRole('link', { name: 'birds.md' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'large.md' })).toBeVisible({ timeout: 60_000 });

  await page
    .locator('input[type=file]')
    .setInputFiles([
      { name: 'birds.md', mimeType: 'text/markdown', buffer: Buffer.from('# Birds\n\nSeeds are hidden in bark.') },
    ]);
  await expect(page.getByText('birds.md is already in this leaf.')).toBeVisible();
  await expect(waiting).toBeHidden();

  await page.getByRole('button', { name: 'Choose a passage…' }).click();
  await page.getByRole('button', { name: 'birds.md' }).click();
  await expect(page.getByRole('list', { name: 'Passages' })).not.toContainText('#');
  await page
    .getByRole('button', { name: /^Use as seed/ })
    .first()
    .click();
  await expect(page.getByRole('textbox', { name: 'Context' })).toHaveValue(/Seeds are hidden in bark/);
  const question = page.getByRole('textbox', { name: 'Question 1' });
  await expect(question).toBeFocused();
  await expect(question).toBeInViewport({ ratio: 1 });
});
