import { readFileSync } from 'node:fs';
import { resultsOf, type RequestLine } from '../support/batch-server';
import { expect } from '../support/e2e';
import { expectNoBarrier, makeLeaf, stateOf, test } from '../support/run-pages';
import { signInAs } from '../support/sign-in';

test('a batch run is answered with files, from the requests to its samples', async ({ page, db, teacher, baseURL }) => {
  test.setTimeout(180_000);
  const leaf = await makeLeaf(db);
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto(`/runs/new?scope=${leaf.id}`);
  await page.getByLabel(teacher.name).click();
  await page.getByLabel('A target for each leaf').click();
  await page.getByLabel('Samples per leaf').fill('10');
  await page.getByText('Advanced', { exact: true }).click();
  await page.getByLabel('With files').click();
  await page.getByRole('button', { name: 'Start run' }).click();
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}$/);

  const panel = page.getByRole('region', { name: 'Batch' });
  await expect(panel.getByText(/requests? waits? for/)).toBeVisible({ timeout: 30_000 });
  await expectNoBarrier(page);
  await panel.locator('input[type=file]').setInputFiles({
    name: 'wrong.jsonl',
    mimeType: 'application/jsonl',
    buffer: Buffer.from('{"no":"answer"}\n'),
  });
  await expect(panel.getByText('0 of 1 line stored, 1 unreadable.')).toBeVisible();

  for (let wave = 0; (await stateOf(page).textContent()) !== 'Completed'; wave += 1) {
    expect(wave).toBeLessThan(20);
    const link = panel.getByRole('link', { name: 'Download requests' });
    await expect(link.or(page.getByText('Completed', { exact: true })).first()).toBeVisible({ timeout: 30_000 });
    if (!(await link.isVisible())) continue;
    const download = page.waitForEvent('download');
    await link.click();
    const file = readFileSync(await (await download).path(), 'utf8');
    const lines = file
      .trimEnd()
      .split('\n')
      .map((line): RequestLine => JSON.parse(line));
    const results = await resultsOf(lines, teacher.url);
    const uploaded = page.waitForResponse((response) => response.url().endsWith('/batch/answers'));
    await panel.locator('input[type=file]').setInputFiles({
      name: 'answers.jsonl',
      mimeType: 'application/jsonl',
      buffer: Buffer.from(results.join('\n')),
    });
    await uploaded;
    await expect(panel.getByText(new RegExp(`^${lines.length} of ${lines.length} lines? stored`))).toBeVisible();
    await expect(link).toBeHidden();
  }
  await expect(page.getByRole('link', { name: 'Review samples' })).toBeVisible();
});
