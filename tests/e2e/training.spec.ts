import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { watchTraining } from '@/taxonomy/training/runs/watch-training';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import { expect } from '../support/e2e';
import { expectNoBarrier, test } from '../support/run-pages';
import { signInAs } from '../support/sign-in';

const key = randomUUID().slice(0, 8);

/** A results file of lm-evaluation-harness. */
const resultsOf = (winogrande: number) =>
  JSON.stringify({
    results: {
      winogrande: { 'acc,none': winogrande, 'acc_stderr,none': 0.01 },
      arc_challenge: { 'acc_norm,none': 0.61, 'acc_norm_stderr,none': 'N/A' },
    },
    'n-shot': { winogrande: 5, arc_challenge: 25 },
  });

test('results are imported, stand beside the base and the model card’s rows, and can be taken out', async ({
  page,
  db,
  baseURL,
}) => {
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto('/training');
  await page.getByRole('link', { name: 'Evaluation' }).click();
  const [tuned, base] = [`birds ${key}`, `base ${key}`];
  await page.getByRole('button', { name: 'Import results…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import results' });
  const send = async (name: string, text: string, base = '') => {
    await dialog.getByLabel('File', { exact: true }).setInputFiles({
      name: `results_${name}.json`,
      mimeType: 'application/json',
      buffer: Buffer.from(text),
    });
    await dialog.getByLabel('Model', { exact: true }).fill(name);
    await dialog.getByLabel('Base model').fill(base);
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  };
  await send(base, '{"results": {"winogrande": }}');
  await expect(dialog.getByRole('alert')).toContainText(`results_${base}.json, line 1, column 28: this is not JSON.`);
  await expectNoBarrier(page);
  await send(base, resultsOf(0.76));
  await expect(dialog.getByRole('status')).toContainText('Imported 2 results');
  await send(tuned, resultsOf(0.7), base);
  await expect(dialog.getByRole('status')).toContainText(`results_${tuned}.json`);
  await dialog.getByRole('button', { name: 'Done' }).click();

  const table = page.getByRole('table').first();
  const own = table.getByRole('row').filter({ hasText: tuned });
  await expect(own).toContainText('−6.00 worse');
  await expect(own).toContainText('no interval');
  const card = table.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /^Labradorite-13b/ }) });
  await expect(card.getByRole('cell')).toHaveText(['7.23 b', '58.89', '61.69', '83.15', '79.56', '40.11']);
  await expect(page.getByRole('list', { name: 'Footnotes' })).toContainText('Mean of 4 runs.');

  await page.getByRole('combobox', { name: 'Benchmark' }).selectOption('Winogrande');
  const picture = page.getByRole('img', { name: /^Winogrande, 5-shot, percent\./ });
  await expect(picture).toHaveAccessibleName(
    new RegExp(`${tuned}: 70\\.00 ± 1\\.96;.*Orca-2 \\(13b\\): 78\\.22, published`),
  );

  const tasks = page.getByRole('region', { name: 'One model by task' });
  await tasks.getByRole('combobox', { name: 'Model' }).selectOption(tuned);
  await expect(tasks.getByRole('img', { name: /^Difference to base/ })).toHaveAccessibleName(
    /winogrande: −6\.00 worse/,
  );
  await expect(tasks.getByRole('row').filter({ hasText: 'winogrande' })).toContainText('(−8.77 to −3.23)');
  await expectNoBarrier(page);

  await page.getByRole('button', { name: `Remove results_${tuned}.json` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove import' }).click();
  await expect(own).toHaveCount(0);
});

test('a training is followed from its logs: its loss grows on the page, by phase', async ({ page, db, baseURL }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'seedleaf-training-'));
  const name = `training ${key}`;
  const log = path.join(folder, 'skills/metrics.jsonl');
  mkdirSync(path.dirname(log));
  writeFileSync(log, '{"step":1,"loss":3.5,"lr":2e-5,"grad_norm":4}\n{"step":2,"loss":3,"lr":2e-5,"grad_norm":3}\n');
  const stop = new AbortController();
  const request = { name, folder, versionId: null, isOnce: false, signal: stop.signal, everyMs: 200 };
  const { id: taxonomyId } = await getTheTaxonomy(db);
  const watching = watchTraining(db, commandLine, { ...request, taxonomyId });
  try {
    await signInAs(page, db, 'viewer', baseURL ?? '');
    await expect(async () => {
      await page.goto('/training');
      await expect(page.getByRole('row').filter({ hasText: name })).toContainText('Followed now', { timeout: 1_000 });
    }).toPass();
    await page.getByRole('link', { name }).click();
    await expect(page.getByRole('img', { name: 'Loss: skills from 3.5 at step 1 to 3 at step 2' })).toBeVisible();
    await expect(page.getByRole('img', { name: /^Learning rate: / })).toBeVisible();
    await expectNoBarrier(page);

    appendFileSync(log, '{"step":3,"loss":1.25,"lr":2e-5,"grad_norm":2}\n');
    await expect(page.getByRole('img', { name: /^Loss: .* to 1\.25 at step 3/ })).toBeVisible({ timeout: 20_000 });
    await page.getByText('Loss in numbers').click();
    const numbers = page.getByRole('region', { name: 'Loss in numbers' });
    await expect(numbers.getByRole('row').last()).toHaveText('skills31.25');
    await expect(page.getByRole('row').filter({ hasText: 'metrics in JSON lines' })).toContainText('3.500 → 1.250');
  } finally {
    stop.abort();
    await watching;
    rmSync(folder, { recursive: true });
  }
  await expect(page.getByText('Followed now')).toHaveCount(0, { timeout: 20_000 });
});
