import { randomUUID } from 'node:crypto';
import { expect, test } from '../support/e2e';
import { signInAs } from '../support/sign-in';

const nowhere = [
  '/leaf/nope',
  '/nope',
  '/runs/nope',
  `/runs/${randomUUID()}`,
  '/datasets/nope',
  `/datasets/${randomUUID()}`,
  '/documents/nope',
  `/documents/${randomUUID()}`,
  '/samples/nope',
  `/samples/${randomUUID()}`,
  '/taxonomy/nope',
  '/taxonomy/a/b',
  '/review/nope',
  '/settings/nope',
];

test('what does not exist gets 404 and a page that says so', async ({ page, db, server }) => {
  await signInAs(page, db, 'viewer', server.url);
  for (const address of nowhere) {
    const answer = await page.request.get(address);
    expect(answer.status(), address).toBe(404);
    expect(await answer.text(), address).toContain('Page not found');
  }
});

test('what exists gets 200', async ({ page, db, server }) => {
  await signInAs(page, db, 'owner', server.url);
  for (const address of ['/taxonomy', '/review', '/runs', '/datasets', '/documents', '/settings/people']) {
    expect((await page.request.get(address)).status(), address).toBe(200);
  }
});
