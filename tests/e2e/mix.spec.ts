import { randomUUID } from 'node:crypto';
import { makeLeaf, makeRun, makeSample } from '../support/factories';
import { expect, test } from '../support/e2e';
import { signInAs } from '../support/sign-in';
import { makeBranch, makeFolders } from '../support/tree-factories';

test('on a phone, leaves whose names begin alike can be told apart in the mix', async ({ page, db, server }) => {
  const { taxonomyId, root } = await makeBranch(db, 'compositional_skills');
  const [folder] = await makeFolders(db, root, `mix ${randomUUID().slice(0, 8)}`);
  const { id: parentId, path } = await db.node.findUniqueOrThrow({ where: { id: folder?.id ?? '' } });
  const { id: runId } = await makeRun(db, taxonomyId);
  const names = ['summaries of long letters to a bank', 'summaries of long letters to a court'];
  for (const name of names) {
    const leaf = await makeLeaf(db, { taxonomyId, parentId, parentPath: path, name });
    await makeSample(db, { leaf, runId, status: 'approved' });
  }
  await signInAs(page, db, 'curator', server.url);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/datasets/new?scope=${parentId}`);
  for (const name of names) {
    // What is in the picture is hidden from screen readers, so it is found by its title: the full path.
    const shown = page.getByRole('figure', { name: 'The mix' }).getByTitle(new RegExp(`${name}$`));
    const end = shown.locator('span').last();
    await expect(end).toHaveText(name.slice(-7));
    const [outer, inner] = [await shown.boundingBox(), await end.boundingBox()];
    expect((inner?.x ?? 0) + (inner?.width ?? 0)).toBeLessThanOrEqual((outer?.x ?? 0) + (outer?.width ?? 0) + 1);
  }
});
