import { writeQuestions } from '@/taxonomy/generation/prompts/write-questions';
import { savePrompt } from '@/taxonomy/generation/prompt-texts/prompt-texts';
import { practiceModel } from '@/taxonomy/generation/vocabulary';
import { expect } from '../support/e2e';
import { expectNoBarrier, makeLeaf, runIdOf, startRun, stateOf, test } from '../support/run-pages';
import { signInAs } from '../support/sign-in';
import { curator } from '../support/tree-factories';

test('a text of a leaf’s prompt is tried on real items, saved beside another person, used by a run, and ended', async ({
  page,
  db,
  teacher,
  baseURL,
}) => {
  const leaf = await makeLeaf(db);
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto(`/taxonomy/${leaf.id}`);
  await page.getByRole('link', { name: 'Prompts', exact: true }).last().click();
  await page.waitForURL(/\/settings\/prompts\?leaf=/);
  await page.getByRole('link', { name: 'Write questions', exact: true }).click();

  const text = page.getByLabel('Text of the prompt');
  await expect(text).toHaveValue(writeQuestions.text.trim());
  await text.fill('Write about {{leafname}}.');
  await page.getByRole('button', { name: 'Save as version 1' }).click();
  await expect(
    page.getByText(/there is no variable \{\{leafname\}\}.*The line “\[QUESTION\]” is missing/),
  ).toBeVisible();
  const own = (words: string) => `${words}\n${writeQuestions.text.trim()}`;
  await text.fill(own('Write for {{leaf name}}.'));

  const preview = page.getByRole('region', { name: 'Preview' });
  await preview.getByLabel('Teacher').selectOption({ label: `${teacher.name}, ${practiceModel}` });
  await preview.getByRole('button', { name: 'Choose three items' }).click();
  await expect(preview.getByText(/At most 6 calls, about [\d,]+ tokens/)).toBeVisible();
  expect(teacher.stats().calls).toBe(0);
  await preview.getByRole('button', { name: 'Ask the teacher' }).click();
  await expect(preview.getByRole('group', { name: /: new answer$/ })).toHaveCount(3, { timeout: 30_000 });
  await expect(preview.getByRole('group', { name: /: old answer$/ })).toHaveCount(3);
  expect(await db.promptText.count({ where: { leafId: leaf.id } })).toBe(0);
  await expectNoBarrier(page);

  // Another person saves meanwhile.
  const other = { leaf: leaf.id, after: 0, text: own('Theirs.') };
  await savePrompt(db, curator, writeQuestions.name, other);
  await page.getByRole('button', { name: 'Save as version 1' }).click();
  await expect(page.getByText(/Version 1 was saved.* while you edited/)).toBeVisible();
  await expect(page.locator('ins', { hasText: 'Write for' })).toBeVisible();
  await expectNoBarrier(page);
  await page.getByRole('button', { name: 'Save mine as version 2' }).click();
  await expect(page.getByText('Own text of the leaf, version 2')).toBeVisible();

  const versions = page.getByRole('region', { name: 'Versions' });
  await expect(versions.getByRole('listitem')).toHaveCount(2);
  await expect(versions.locator('del')).toContainText('Theirs');
  await versions.getByRole('button', { name: 'Restore version 1' }).click();
  await expect(page.getByText('Own text of the leaf, version 3')).toBeVisible();
  await versions.getByRole('button', { name: 'Restore version 2' }).click();
  await expect(page.getByText('Own text of the leaf, version 4')).toBeVisible();

  await page.goto(`/runs/new?scope=${leaf.id}`);
  await startRun(page, teacher.name, '8');
  await expect(stateOf(page)).toHaveText('Completed', { timeout: 60_000 });
  const sample = await db.sample.findFirstOrThrow({ where: { runId: runIdOf(page) } });
  await page.goto(`/samples/${sample.id}`);
  await page.getByText('Calls to the teacher, in order').scrollIntoViewIfNeeded();
  await expect(page.getByText(/prompt write-questions \(own text of the leaf, version 4, by /)).toBeVisible();

  await page.goto(`/settings/prompts/write-questions?leaf=${leaf.id}`);
  await page.getByRole('button', { name: 'Back to the built-in text' }).click();
  await expect(text).toHaveValue(writeQuestions.text.trim());
  await expect(versions.getByText('Version 5 · back to the built-in text')).toBeVisible();
});

test('a reviewer reads prompts but cannot change them', async ({ page, db, baseURL }) => {
  await signInAs(page, db, 'reviewer', baseURL ?? '');
  await page.goto('/settings/prompts');
  await expect(page.getByRole('row', { name: /Judge pair Answers judged Built-in, version/ })).toBeVisible();
  await expectNoBarrier(page);
  await page.getByRole('link', { name: 'Judge pair' }).click();
  await expect(page.getByLabel('Text of the prompt')).not.toBeEditable();
  await expect(page.getByRole('button', { name: /Save|Choose/ })).toHaveCount(0);
});
