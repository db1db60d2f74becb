import { randomUUID } from 'node:crypto';
import { expectNoBarrier } from '../support/run-pages';
import { makeLeaf, makeRun, makeSample } from '../support/factories';
import { expect, test } from '../support/e2e';
import { signInAs } from '../support/sign-in';
import { makeBranch, makeFolders } from '../support/tree-factories';

test('samples of a baseline are published when its pipeline is chosen, and the numbers say so before', async ({
  page,
  db,
  server,
}) => {
  const { taxonomyId, root } = await makeBranch(db, 'compositional_skills');
  const [folder] = await makeFolders(db, root, `baselines ${randomUUID().slice(0, 8)}`);
  const { id: parentId, path } = await db.node.findUniqueOrThrow({ where: { id: folder?.id ?? '' } });
  const { id: runId } = await makeRun(db, taxonomyId);
  const leaf = await makeLeaf(db, { taxonomyId, parentId, parentPath: path, name: 'poems' });
  for (const pipeline of ['freeform', 'freeform', 'self-instruct']) {
    const { id } = await makeSample(db, { leaf, runId, status: 'approved' });
    await db.sample.update({ where: { id }, data: { pipeline } });
  }
  await signInAs(page, db, 'curator', server.url);
  await page.goto(`/datasets/new?scope=${parentId}`);
  const lab = page.getByLabel('Freeform skill: LAB');
  const baseline = page.getByLabel('Freeform skill: Self-Instruct (baseline)');
  const summary = page.getByRole('region', { name: 'Summary' });
  await expect(lab).toBeChecked();
  await expect(baseline).not.toBeChecked();
  await expect(summary.getByRole('status')).toHaveText('2 rows');
  await expectNoBarrier(page);

  await baseline.check();
  await expect(summary.getByRole('status')).toHaveText('3 rows');
  await lab.uncheck();
  await expect(summary.getByRole('status')).toHaveText('1 row');
  await expect(summary).toContainText('2 approved samples of others are left out');
  await baseline.uncheck();
  await expect(page.getByText('Choose at least one pipeline.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Publish/ })).toBeDisabled();
  await baseline.check();

  const name = `baseline-${randomUUID().slice(0, 8)}`;
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Publish version 1' }).click();
  await page.waitForURL(/\/datasets\/[0-9a-f-]{36}$/);
  await expect.poll(async () => (await db.datasetVersion.findFirst({ where: { dataset: { name } } }))?.rows).toBe(1);
  const { recipe } = await db.datasetVersion.findFirstOrThrow({ where: { dataset: { name } } });
  expect(recipe).toMatchObject({ selection: { pipelines: ['self-instruct'] } });
});
