import { expect, test } from '../support/e2e';
import { signInAs } from '../support/sign-in';
import { field, makeLeafIn } from '../support/curating';

test('a new run says why it cannot start', async ({ page, db, baseURL }) => {
  const { leaf } = await makeLeafIn(db);
  await signInAs(page, db, 'curator', baseURL ?? '');
  const start = page.getByRole('button', { name: 'Start run' });
  // Deleted places, and ids that never existed, as in a link that was cut off.
  for (const gone of ['zzzzzzzzzzzz', 'zzz']) {
    await page.goto(`/runs/new?scope=${gone}`);
    await expect(page.getByText('Nothing is chosen')).toBeVisible();
    await expect(page.getByText('1 chosen leaf or folder no longer exists')).toBeVisible();
  }
  await expect(page.getByText('Choose a leaf or folder first.').first()).toBeVisible();
  await expect(start).toBeDisabled();

  await page.goto(`/runs/new?scope=zzzzzzzzzzzz,${leaf.id}`);
  await expect(page.getByRole('button', { name: /^Leave out .*planets/ })).toBeVisible();
  await expect(page.getByText('1 chosen leaf or folder no longer exists')).toBeVisible();
  await page.getByRole('radio', { name: /A target for each leaf/ }).click();
  for (const wrong of ['0', '-3', '']) {
    await field(page, 'Samples per leaf').fill(wrong);
    await expect(page.getByText('Enter a whole number from 1 to 100,000.')).toBeVisible();
    await expect(start).toBeDisabled();
  }
  await field(page, 'Samples per leaf').fill('5');
  await expect(page.getByText('Enter a whole number from 1 to 100,000.')).toBeHidden();
});

test('the estimate and the start button of a new run stay in view', async ({ page, db, baseURL }) => {
  await makeLeafIn(db);
  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.setViewportSize({ width: 1440, height: 420 });
  await page.goto('/runs/new');
  await page.getByText('Advanced').click();
  await page.mouse.wheel(0, 10_000);
  const bar = await page
    .getByRole('heading', { name: 'New run', level: 1 })
    .locator('xpath=ancestor::header')
    .boundingBox();
  await expect
    .poll(
      async () => ((await page.getByRole('heading', { name: 'Estimate' }).boundingBox())?.y ?? 0) >= (bar?.height ?? 0),
    )
    .toBe(true);
  await expect(page.getByRole('button', { name: 'Start run' })).toBeInViewport();
  await page.setViewportSize({ width: 390, height: 700 });
  await page.mouse.wheel(0, -10_000);
  await expect(page.getByRole('button', { name: 'Start run' })).toBeInViewport();
});
