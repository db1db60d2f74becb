import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Database } from '@/prisma/client';
import { TreePart } from '@/taxonomy/tree/contract';
import { makeLeaf, makeRun, makeSample } from '../support/factories';
import { expect, test } from '../support/e2e';
import { makeQueue } from '../support/review-queue';
import { signInAs } from '../support/sign-in';

// What a page shows while its data is loading, and when it cannot be loaded.

const questions = (count: number) => Array.from({ length: count }, (_, i) => `Question ${i} of ${randomUUID()}?`);

/** Holds back the responses to requests until they are released. */
async function hold(page: Page, address: string): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(address, async (route) => {
    await released;
    await route.continue().catch(() => {}); // the page may be gone
  });
  return release;
}

/** A leaf with approved samples. */
async function makeApproved(db: Database, approved: string[]): Promise<string> {
  const { leafId } = await makeQueue(db, []);
  const { taxonomyId } = await db.node.findUniqueOrThrow({ where: { id: leafId } });
  const { id: runId } = await makeRun(db, taxonomyId);
  for (const question of approved)
    await makeSample(db, { leaf: { id: leafId, taxonomyId }, runId, question, status: 'approved' });
  return leafId;
}

const refuse = (page: Page, address: string) =>
  page.route(address, (route) =>
    route.fulfill({ status: 503, json: { code: 'unavailable', message: 'The database does not respond.' } }),
  );

test.beforeEach(async ({ page, db, server }) => {
  await signInAs(page, db, 'curator', server.url);
});

test('a list says why its next page could not be loaded, and loads it at the next click', async ({ page, db }) => {
  const leafId = await makeApproved(db, questions(26));
  await page.goto(`/review/${leafId}?status=approved`);
  const rows = page.getByRole('list', { name: 'Approved samples' }).getByRole('listitem');
  await expect(rows).toHaveCount(25);
  await refuse(page, '**/api/v1/review/*/queue?*');
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(page.getByText('No more could be loaded')).toBeVisible();
  await expect(page.getByText('The database does not respond.')).toBeVisible();
  await expect(rows).toHaveCount(25);
  await page.unroute('**/api/v1/review/*/queue?*');
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(rows).toHaveCount(26);
  await expect(page.getByText('No more could be loaded')).toBeHidden();
});

test('the server sends the decided samples with the page', async ({ page, db }) => {
  const [question = ''] = questions(1);
  const leafId = await makeApproved(db, [question]);
  const html = await (await page.request.get(`/review/${leafId}?status=approved`)).text();
  expect(html.replaceAll(/<script[^]*?<\/script>/g, '')).toContain(question);
  const release = await hold(page, '**/api/v1/review/*/queue?*');
  await page.goto(`/review/${leafId}?status=approved`);
  await expect(page.getByRole('link', { name: question })).toBeVisible();
  release();
});

test('a run says that nothing was kept only when nothing was', async ({ page, db }) => {
  const leaf = await makeLeaf(db);
  const run = await makeRun(db, leaf.taxonomyId);
  const [question = ''] = questions(1);
  await makeSample(db, { leaf, runId: run.id, question });
  await db.run.update({ where: { id: run.id }, data: { samplesKept: 1 } });
  const release = await hold(page, '**/api/v1/samples?*');
  await page.goto(`/runs/${run.id}`);
  const newest = page.getByRole('region', { name: 'Newest rows' });
  await expect(newest.getByText('Nothing was dropped yet.')).toBeVisible();
  await expect(newest.getByText('Nothing was kept yet.')).toBeHidden();
  release();
  await expect(newest.getByText(question)).toBeVisible();
  await page.unroute('**/api/v1/samples?*');
  await refuse(page, '**/api/v1/samples?*');
  await page.reload();
  await expect(newest.getByText('The database does not respond.')).toBeVisible();
});

test('while the tree loads, a new run shows no id of a chosen folder and says that its estimate is loading', async ({
  page,
  db,
}) => {
  const { leafId } = await makeQueue(db, questions(1));
  const { name } = await db.node.findUniqueOrThrow({ where: { id: leafId } });
  const release = await hold(page, '**/api/v1/taxonomies/*/tree*');
  await page.goto(`/runs/new?scope=${leafId}`);
  const place = page.getByRole('region', { name: 'For' });
  await expect(place.getByRole('button', { name: 'Leave out this place' })).toBeVisible();
  await expect(page.getByText(leafId)).toBeHidden();
  await expect(page.getByText('No estimate yet.')).toBeHidden();
  release();
  await expect(place.getByText(name)).toBeVisible();
});

test('a new run says that its places could not be loaded, and loads them at the next click', async ({ page, db }) => {
  const { leafId } = await makeQueue(db, questions(1));
  const { name } = await db.node.findUniqueOrThrow({ where: { id: leafId } });
  const place = page.getByRole('region', { name: 'For' });
  const tree = '**/api/v1/taxonomies/*/tree*';
  const refuseTree = () => refuse(page, tree);
  // A large tree comes in parts, and only the part with the leaf fails.
  const refusePart = () =>
    page.route(tree, async (route) => {
      if (route.request().url().includes(`around=${leafId}`)) return route.fulfill({ status: 503, json: {} });
      const response = await route.fetch();
      const { items } = TreePart.parse(await response.json());
      const branches = items.filter(({ depth }) => depth === 0);
      const json = { items: branches, parents: ['root'], nextCursor: null };
      return route.fulfill({ response, json }).catch(() => {}); // no longer routed
    });
  for (const refuseSome of [refuseTree, refusePart]) {
    await refuseSome();
    await page.goto(`/runs/new?scope=${leafId}`);
    await expect(place.getByRole('alert')).toContainText('The taxonomy could not be loaded');
    await expect(place.getByText('Name not loaded')).toBeVisible();
    await expect(place.locator('.animate-pulse')).toHaveCount(0);
    await page.unroute(tree);
    // A change elsewhere may load it before the button is pressed.
    await expect(async () => {
      const again = place.getByRole('button', { name: 'Try again' });
      if (await again.isVisible()) await again.click({ timeout: 1_000 });
      await expect(place.getByText(name)).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await expect(place.getByRole('alert')).toBeHidden();
  }
});

test('the placeholder of a page has its panel where the page has it', async ({ page, db }) => {
  await makeQueue(db, questions(1));
  await page.goto('/runs', { waitUntil: 'networkidle' });
  const release = await hold(page, '**/taxonomy?_rsc=*');
  await page.getByRole('link', { name: 'Taxonomy' }).first().click();
  const placeholder = page.locator('[aria-label=Loading]').getByText('Loading the tree…');
  await expect(placeholder).toBeAttached();
  const before = await placeholder.locator('xpath=ancestor::div[@aria-busy][1]').boundingBox();
  release();
  const panel = page.getByRole('complementary', { name: 'Tree' });
  await expect(panel.getByRole('tree')).toBeVisible();
  const after = await panel.boundingBox();
  expect({ x: before?.x, y: before?.y }).toEqual({ x: after?.x, y: after?.y });
});

test('nothing is said about approved samples before they are counted', async ({ page, db }) => {
  test.skip((await db.datasetVersion.count()) > 0, 'The page only speaks of them while nothing is published.');
  await makeApproved(db, questions(1));
  const release = await hold(page, '**/api/v1/taxonomies/*/tree*');
  await page.goto('/datasets');
  await expect(page.getByText('Loading the versions…')).toBeAttached();
  await expect(page.getByText('Nothing is approved yet.')).toBeHidden();
  release();
});
