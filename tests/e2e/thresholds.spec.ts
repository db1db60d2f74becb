import { expect } from '../support/e2e';
import { expectNoBarrier, makeLeaf, runIdOf, startRun, stateOf, test } from '../support/run-pages';
import { signInAs } from '../support/sign-in';

test('moving a threshold of a finished run shows what would leave, applies it, and is undone as one', async ({
  page,
  db,
  teacher,
  baseURL,
}) => {
  const leaf = await makeLeaf(db);
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto(`/runs/new?scope=${leaf.id}`);
  await startRun(page, teacher.name, '10');
  await expect(stateOf(page)).toHaveText('Completed', { timeout: 60_000 });
  const runId = runIdOf(page);
  const pending = () => db.sample.count({ where: { runId, status: 'pending' } });
  const before = await pending();

  const panel = page.getByRole('region', { name: 'Thresholds' });
  await panel.getByText('Thresholds', { exact: true }).click();
  await panel.getByLabel('Answers judged: at least').fill('3');
  const gone = panel.getByText(/would come back at once, and (\d+) samples? would leave/);
  await expect(gone).toBeVisible();
  const leaving = Number(/and (\d+) sample/.exec((await gone.textContent()) ?? '')?.[1]);
  expect(leaving).toBeGreaterThan(0);
  await expectNoBarrier(page);
  await panel.getByRole('button', { name: 'Apply' }).click();
  await expect(panel.getByText(`0 rows came back, ${leaving} left`)).toBeVisible();
  await expect(panel.getByText(`there are ${before - leaving} sample`)).toBeVisible();
  expect(await pending()).toBe(before - leaving);

  await panel.getByRole('button', { name: 'Undo this change' }).click();
  await expect(panel.getByText(/Undone: /)).toBeVisible();
  await expect.poll(pending).toBe(before);
});
