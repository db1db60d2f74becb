import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expectNoBarrier } from '../support/run-pages';
import { makeLeaf, makeRun, makeSample } from '../support/factories';
import { expect, test } from '../support/e2e';
import { signInAs } from '../support/sign-in';
import { makeBranch, makeFolders } from '../support/tree-factories';

test('a version with its own phases, a balance, an imported dataset and held-out rows comes with a bundle', async ({
  page,
  db,
  server,
}) => {
  test.setTimeout(180_000);
  const { taxonomyId, root } = await makeBranch(db, 'compositional_skills');
  const [folder] = await makeFolders(db, root, `recipes ${randomUUID().slice(0, 8)}`);
  const { id: parentId, path } = await db.node.findUniqueOrThrow({ where: { id: folder?.id ?? '' } });
  const { id: runId } = await makeRun(db, taxonomyId);
  const leaf = await makeLeaf(db, { taxonomyId, parentId, parentPath: path, name: 'poems' });
  for (let seed = 0; seed < 10; seed += 1) {
    const sample = await makeSample(db, { leaf, runId, status: 'approved' });
    const provenance = { pipelineVersion: 1, seedIds: [`s${seed}`], documentVariant: null, calls: [] };
    await db.sample.update({ where: { id: sample.id }, data: { provenance } });
  }
  await signInAs(page, db, 'curator', server.url);

  const general = `general ${randomUUID().slice(0, 8)}`;
  await page.goto('/datasets/imported');
  await page.getByRole('button', { name: 'Import dataset…' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Import a dataset' });
  const lines = [1, 2, 3].map((i) => JSON.stringify({ instruction: `Question ${i}?`, output: `Answer ${i}.` }));
  await dialog.getByLabel('File', { exact: true }).setInputFiles({
    name: `${general}.jsonl`,
    mimeType: 'application/jsonl',
    buffer: Buffer.from(`${lines.join('\n')}\nnonsense\n`),
  });
  await dialog.getByRole('button', { name: 'Check file' }).click();
  await expect(dialog.getByText('3 conversations (alpaca); 1 line would be left out.')).toBeVisible();
  await expect(dialog.getByText('Line 4: It is not JSON')).toBeVisible();
  await expectNoBarrier(page);
  await dialog.getByRole('button', { name: 'Import 3 rows' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: general })).toContainText('3 rows');

  await page.goto(`/datasets/new?scope=${parentId}`);
  const name = `recipe-${randomUUID().slice(0, 8)}`;
  await page.getByLabel('Name', { exact: true }).fill(name);
  const summary = page.getByRole('region', { name: 'Summary' });
  await expect(summary.getByRole('status')).toHaveText('10 rows');
  await page.getByText('Phases and replay').click();
  await page.getByRole('radio', { name: 'InstructLab' }).check();
  const phases = page.getByRole('list', { name: 'Phases in training order' });
  await expect(phases.locator('summary')).toHaveText([/Knowledge \(p07\)/, /Skills \(p10\)10 own rows/]);
  await phases.locator('summary').last().click();
  await phases.getByRole('button', { name: 'Add replay' }).click();
  await phases
    .getByLabel('Source')
    .last()
    .selectOption({ label: `${general} (imported)` });
  await expect(summary.getByRole('status')).toHaveText('13 rows');
  await page.getByText('Balance and held-out rows').click();
  await page.getByRole('radio', { name: 'At most a number' }).check();
  await page.getByRole('textbox', { name: 'Rows of each leaf' }).fill('8');
  await expect(summary.getByRole('status')).toHaveText('11 rows');
  await page.getByLabel('Held out for test (%)').fill('60');
  await expect(page.getByText('Enter a number from 0 to 50.')).toBeVisible();
  await page.getByLabel('Held out for test (%)').fill('25');
  await expect(summary).toContainText('Held outabout 2');
  await expectNoBarrier(page);

  await page.getByRole('button', { name: 'Publish version 1' }).click();
  await page.waitForURL(/\/datasets\/[0-9a-f-]{36}$/);
  const rows = page.getByRole('radiogroup', { name: 'Phase' });
  await expect(rows.getByLabel('Skills (p10) (9)')).toBeVisible({ timeout: 30_000 });
  await expect(rows.getByLabel('Skills (p10), test (2)')).toBeVisible();
  await page.getByRole('tab', { name: 'Statistics' }).click();
  await expect(page.getByRole('region', { name: 'Balance over leaves' })).toContainText('8 to 8');
  await expectNoBarrier(page);

  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await page.getByRole('radio', { name: 'Try it out' }).check();
  const plan = page.getByRole('region', { name: 'Plan' });
  await expect(plan).toContainText('Skills (p10)');
  await plan.getByRole('button', { name: 'Prepare bundle' }).click();
  const link = plan.getByRole('link', { name: 'Download bundle' });
  await expect(link).toBeVisible({ timeout: 60_000 });
  await expectNoBarrier(page);
  const started = page.waitForEvent('download');
  await link.click();
  const zip = await readFile(await (await started).path());
  expect(zip.subarray(0, 2).toString()).toBe('PK');
  for (const file of ['data/skills.jsonl', 'data/skills.test.jsonl', 'prepare.py', 'train.py', 'run.sh'])
    expect(zip.includes(file), file).toBe(true);
});
