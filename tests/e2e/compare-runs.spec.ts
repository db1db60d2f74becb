import { makeLeaf, makeRun, makeSample } from '../support/factories';
import { expect, test } from '../support/e2e';
import { signInAs } from '../support/sign-in';
import { makeBranch } from '../support/tree-factories';

test('two runs are chosen in the list and shown side by side', async ({ page, db, server }) => {
  const { taxonomyId, root } = await makeBranch(db, 'compositional_skills');
  const leaf = await makeLeaf(db, { taxonomyId, parentId: root.id, name: 'compared birds' });
  const runs = [await makeRun(db, taxonomyId), await makeRun(db, taxonomyId)];
  for (const [i, { id: runId }] of runs.entries()) {
    await db.runLeaf.create({
      data: {
        runId,
        leafId: leaf.id,
        revisionId: leaf.revisionId,
        pipeline: 'freeform',
        pipelineVersion: 1,
        itemsTotal: 1,
      },
    });
    for (const bird of ['owl', 'lark', 'swan'].slice(0, i + 2)) {
      await makeSample(db, { leaf, runId, question: `Where does the ${bird} of run ${i} sleep?`, status: 'approved' });
    }
  }
  await signInAs(page, db, 'viewer', server.url);
  await page.goto('/runs');
  for (const box of (await page.getByRole('checkbox', { name: 'Compare compared birds' }).all()).slice(0, 2)) {
    await box.check();
  }
  await page.getByRole('link', { name: 'Compare 2 runs' }).click();
  await expect(page.getByRole('list', { name: 'Compared runs' }).getByRole('listitem')).toHaveCount(2);
  // The newest run is the first of the list.
  await expect(page.getByRole('row', { name: 'Rows kept' })).toHaveText(/Rows kept32/);
  await expect(page.getByRole('row', { name: /Similarity to the nearest question/ })).toContainText('0.8');
  await expect(page.getByRole('region', { name: 'Rows by leaf' }).getByRole('row').last()).toContainText(
    'compared birds',
  );
  await expect(page.getByRole('img', { name: /Decisions so far. Run A: 100 % approved/ })).toBeVisible();

  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download CSV' }).click();
  expect((await saving).suggestedFilename()).toBe('run-comparison.csv');

  await page.getByRole('button', { name: 'Leave out run B' }).click();
  await expect(page.getByRole('heading', { name: 'Choose another run' })).toBeVisible();
});
