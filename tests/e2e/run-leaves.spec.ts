import { expect } from '../support/e2e';
import { makeLeaf, runIdOf, startRun, stateOf, test } from '../support/run-pages';
import { signInAs } from '../support/sign-in';

test('the table of many leaves is folded, and drawn when somebody opens it', async ({ page, db, teacher, baseURL }) => {
  const leaf = await makeLeaf(db);
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto(`/runs/new?scope=${leaf.id}`);
  await startRun(page, teacher.name, '2');
  await expect(stateOf(page)).toHaveText('Completed', { timeout: 60_000 });
  const [row] = await db.runLeaf.findMany({ where: { runId: runIdOf(page) } });
  if (!row) throw new Error('no leaf');
  for (let i = 0; i < 30; i++) {
    const { id: leafId } = await makeLeaf(db);
    const { currentRevisionId: revisionId } = await db.leaf.findUniqueOrThrow({ where: { nodeId: leafId } });
    const { runId, pipeline, pipelineVersion } = row;
    await db.runLeaf.create({ data: { runId, pipeline, pipelineVersion, leafId, revisionId, itemsTotal: 0 } });
  }

  await page.reload();
  const table = page.getByRole('region', { name: 'Leaves of the run' });
  await expect(page.getByText('Leaves 31')).toBeVisible();
  await expect(table).toHaveCount(0);
  expect(await page.content()).not.toContain('Tasks of ');
  await page.getByText('Leaves 31').click();
  await expect(table.getByRole('row')).toHaveCount(32);
  await expect(table).toContainText(leaf.name);
});
