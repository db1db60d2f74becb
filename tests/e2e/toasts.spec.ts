import { v7 as uuid } from 'uuid';
import { createLeaf, saveLeaf } from '@/taxonomy/seeds/save-leaf';
import { expect, test } from '../support/e2e';
import { makeFreeform } from '../support/seeds-factories';
import { signInAs } from '../support/sign-in';
import { curator, makeBranch, makeFolders } from '../support/tree-factories';

test('a message that a run has finished stays from page to page, until the run is opened, and tells nobody else', async ({
  page,
  browser,
  db,
  server,
}) => {
  const { root } = await makeBranch(db, 'compositional_skills');
  const [folder] = await makeFolders(db, root, `folder ${uuid().slice(-8)}`);
  const leaf = await createLeaf(db, curator, { parentId: folder!.id, name: 'planets', leafKind: 'freeform' });
  await saveLeaf(db, curator, leaf.id, { baseVersion: 1, content: makeFreeform() });
  await signInAs(page, db, 'curator', server.url);
  const headers = { origin: new URL(server.url).origin };
  const teacher = await (await page.request.post('/api/v1/teachers/practice', { data: {}, headers })).json();
  await page.goto('/documents');
  const other = await (await browser.newContext({ baseURL: server.url })).newPage();
  await signInAs(other, db, 'curator', server.url);
  await other.goto('/documents');
  const request = { requestKey: uuid(), scope: [leaf.id], teacherId: teacher.id, target: 100 };
  const started = await page.request.post('/api/v1/runs', { data: request, headers });
  expect(started.ok()).toBe(true);
  const { id } = (await started.json()) as { id: string };
  for (const each of [page, other])
    await expect(each.getByRole('button', { name: /^Background work/ }).first()).toBeVisible();
  const toast = page.getByRole('listitem').filter({ hasText: 'has finished' });
  await expect(toast).toBeVisible({ timeout: 90_000 });
  // The other page has been told that the run is over. Runs of other tests may still be in work.
  await other.waitForResponse(
    async (response) =>
      response.url().endsWith('/api/v1/activity') && response.ok() && !(await response.text()).includes(id),
  );
  await page.getByRole('link', { name: /^Runs/ }).first().click();
  await expect(page.getByRole('heading', { name: 'Runs' })).toBeVisible();
  await expect(toast).toBeVisible();
  await toast.getByRole('link', { name: 'Open' }).click();
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}$/);
  await expect(toast).toBeHidden({ timeout: 3_000 });
  await expect(other.getByRole('listitem').filter({ hasText: 'has finished' })).toHaveCount(0);
  await other.context().close();
});
