import { expect } from '../support/e2e';
import { expectNoBarrier, makeLeaf, runIdOf, startRun, stateOf, test } from '../support/run-pages';
import { signInAs } from '../support/sign-in';
import { webhookReceiver } from '../support/webhook-receiver';

test('a webhook is told of a run, whose funnel shows its leaf, and another run starts like it', async ({
  page,
  db,
  teacher,
  baseURL,
}) => {
  const receiver = await webhookReceiver();
  const leaf = await makeLeaf(db);
  await signInAs(page, db, 'owner', baseURL ?? '');
  await page.goto('/settings/webhooks');
  await page.getByRole('button', { name: 'Add webhook…' }).click();
  await page.getByLabel('Address').fill('http://10.1.2.3/hook');
  await page.getByRole('dialog').getByRole('button', { name: 'Add webhook' }).click();
  await expect(page.getByRole('alert')).toContainText('SEEDLEAF_WEBHOOK_HOSTS');
  await page.getByLabel('Address').fill(receiver.url);
  await page.getByRole('dialog').getByRole('button', { name: 'Add webhook' }).click();
  await expect(page.getByTestId('webhook-secret')).toHaveText(/^whsec_/);
  await page.getByRole('button', { name: 'Done' }).click();
  const card = page.getByRole('region', { name: receiver.url });
  await expect(card).toContainText('Is told of every event');
  await card.getByRole('button', { name: 'Events…' }).click();
  await page.getByLabel('Stalled').uncheck();
  await expectNoBarrier(page);
  await page.getByRole('button', { name: 'Save events' }).click();
  await expect(card).toContainText('Is told of completed, failed, reached a limit, cancelled, paused');
  await card.getByRole('button', { name: 'Send test' }).click();
  await expect(card.getByRole('status')).toContainText('Delivered');
  await expectNoBarrier(page);

  await page.goto(`/runs/new?scope=${leaf.id}`);
  await startRun(page, teacher.name, '10');
  await expect(stateOf(page)).toHaveText('Completed', { timeout: 60_000 });
  const runId = runIdOf(page);
  await expect.poll(() => receiver.received.map(({ body }) => body).join()).toContain(`/runs/${runId}`);
  await page.getByText('Funnel by leaf').click();
  const heat = page.getByRole('table').filter({ hasText: 'Survive' });
  await expect(heat.getByRole('rowheader')).toContainText(leaf.name);
  await expect(heat.getByRole('row').nth(1)).toContainText('%');
  await expectNoBarrier(page);

  await page.getByRole('link', { name: 'Start like this one' }).click();
  await expect(page.getByText('Filled in like')).toBeVisible();
  await expect(page.getByLabel('Samples per leaf')).toHaveValue('10');
  await expect(page.getByLabel(teacher.name)).toBeChecked();
  await expect(page.getByRole('button', { name: `Leave out` })).toHaveCount(1);
  await page.getByRole('button', { name: 'Start run' }).click();
  await page.waitForURL((url) => /\/runs\/[0-9a-f-]{36}$/.test(url.pathname) && !url.pathname.endsWith(runId));

  await page.goto(`/taxonomy/${leaf.id}`);
  await page.getByRole('link', { name: 'Runs over this leaf' }).click();
  await expect(page.getByRole('list', { name: 'Runs' }).getByRole('listitem')).toHaveCount(2);
  await receiver.close();
});
