import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { randomUUID } from 'node:crypto';
import { saveLeaf } from '@/taxonomy/seeds/save-leaf';
import { expect, test } from '../support/e2e';
import { skill } from '../support/import-factories';
import { makeFreeform } from '../support/seeds-factories';
import { signInAs } from '../support/sign-in';
import { curator, makeBranch } from '../support/tree-factories';

/** A folder to import, with a way to add leaves to it. */
async function makeSource() {
  const folder = await mkdtemp(path.join(tmpdir(), 'seedleaf-import-'));
  const put = async (place: string, text: string) => {
    await mkdir(path.join(folder, place), { recursive: true });
    await writeFile(path.join(folder, place, 'qna.yaml'), text);
  };
  return { folder, put };
}

test('a folder is imported after a preview, and a broken file is reported with its line', async ({
  page,
  db,
  baseURL,
}) => {
  const name = `imported-${randomUUID().slice(0, 8)}`;
  const { folder, put } = await makeSource();
  const seeds = [1, 2, 3, 4, 5].map((n) => `  - question: Name planet ${n}.\n    answer: Planet ${n}.\n`).join('');
  await put(
    `compositional_skills/${name}/good`,
    `version: 3\ntask_description: Name planets.\ncreated_by: ada\nseed_examples:\n${seeds}`,
  );
  await put(`compositional_skills/${name}/broken`, 'version: 3\ntask_description: sums: and more\n');

  await signInAs(page, db, 'curator', baseURL ?? '');
  const { root } = await makeBranch(db, 'compositional_skills');
  await page.goto(`/taxonomy/${root.id}`);
  await page.getByRole('button', { name: 'Import…' }).click();
  await page.getByLabel('Folder to import').setInputFiles(folder);
  const dialog = page.getByRole('dialog', { name: 'Import a taxonomy' });
  await expect(dialog.getByText('1 new, 0 changed, 0 unchanged, 1 with errors')).toBeVisible();
  await expect(dialog.getByText(/^Line 2/)).toBeVisible();
  expect(await db.node.count({ where: { name } })).toBe(0);

  await dialog.getByRole('button', { name: 'Import 1 leaf' }).click();
  await expect(dialog.getByText('1 leaf was imported.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByRole('link', { name })).toBeVisible();
  expect(await db.node.count({ where: { name: 'good', parent: { name } } })).toBe(1);
  await rm(folder, { recursive: true });
});

test('only chosen leaves are imported, and the import can be undone later, except for leaves edited since', async ({
  page,
  db,
  baseURL,
}) => {
  const name = `chosen-${randomUUID().slice(0, 8)}`;
  const { folder, put } = await makeSource();
  for (const leaf of ['moons/io', 'moons/europa', 'planets/mars', 'planets/venus', 'planets/earth'])
    await put(`compositional_skills/${name}/${leaf}`, skill(leaf));
  await put(`compositional_skills/${name}/planets/short`, skill('short').split('  - question: Question 3')[0] ?? '');

  await signInAs(page, db, 'curator', baseURL ?? '');
  await page.goto('/taxonomy');
  await makeBranch(db, 'compositional_skills');
  await page.getByRole('button', { name: 'Import…' }).click();
  await page.getByLabel('Folder to import').setInputFiles(folder);
  const dialog = page.getByRole('dialog', { name: 'Import a taxonomy' });
  await expect(dialog.getByText('6 new, 0 changed, 0 unchanged, 1 with errors')).toBeVisible();
  // Leaves with errors are not selected at first, and say why.
  await expect(dialog.getByRole('checkbox', { name: 'short' })).not.toBeChecked();
  await expect(dialog.getByText('Not selected because of its errors.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Import 5 leaves' })).toBeVisible();
  expect((await new AxeBuilder({ page }).include('[role=dialog]').analyze()).violations).toEqual([]);
  await dialog.getByRole('checkbox', { name: 'moons' }).uncheck();
  await dialog.getByRole('checkbox', { name: 'venus' }).uncheck();
  await dialog.getByRole('button', { name: 'With errors (1)' }).click();
  await expect(dialog.getByRole('checkbox', { name: 'venus' })).toBeHidden();
  await dialog.getByRole('button', { name: 'Import 2 leaves' }).click();
  await expect(dialog.getByText('2 leaves were imported.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  const inPlanets = { parent: { name: 'planets', parent: { name } }, deletedAt: null };
  const live = async () =>
    (await db.node.findMany({ where: inPlanets, orderBy: { name: 'asc' } })).map((node) => node.name);
  expect(await live()).toEqual(['earth', 'mars']);
  expect(await db.node.count({ where: { name: 'moons', parent: { name } } })).toBe(0);

  const mars = await db.node.findFirstOrThrow({ where: { ...inPlanets, name: 'mars' } });
  await saveLeaf(db, curator, mars.id, { baseVersion: 1, content: makeFreeform() });
  await page.reload();
  await page.getByRole('button', { name: 'Import…' }).click();
  const line = dialog.getByRole('listitem').filter({ hasText: path.basename(folder) });
  await line.getByRole('button', { name: 'Undo' }).click();
  await expect(line.getByText('1 leaf removed. 1 leaf stays as it is.')).toBeVisible();
  await line.getByText('1 leaf stays', { exact: true }).click();
  await expect(line.getByText('It was saved by Command line since.')).toBeVisible();
  expect(await live()).toEqual(['mars']);
  await rm(folder, { recursive: true });
});
