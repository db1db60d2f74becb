import { randomUUID } from 'node:crypto';
import type { Database } from '@/prisma/client';
import { deleteNode } from '@/taxonomy/tree/delete-node';
import { makeLeaf, makeRun } from '../support/factories';
import { expect, test } from '../support/e2e';
import { signInAs } from '../support/sign-in';
import { curator, makeBranch, makeFolders } from '../support/tree-factories';

const LEAVES = 56;

/** A run of more leaves than its page comes with; each has one dropped row, named after it. */
async function makeWideRun(db: Database): Promise<{ runId: string; folderId: string; names: string[] }> {
  const { taxonomyId, root } = await makeBranch(db, 'compositional_skills');
  const [folder] = await makeFolders(db, root, `wide ${randomUUID().slice(0, 8)}`);
  const { path } = await db.node.findUniqueOrThrow({ where: { id: folder?.id ?? '' } });
  const { id: runId } = await makeRun(db, taxonomyId);
  const names: string[] = [];
  for (let i = 1; i <= LEAVES; i += 1) {
    const name = `letter ${String(i).padStart(2, '0')}`;
    const { id: leafId, revisionId } = await makeLeaf(db, { taxonomyId, parentId: folder?.id, parentPath: path, name });
    await db.runLeaf.create({
      data: { runId, leafId, revisionId, pipeline: 'freeform', pipelineVersion: 1, itemsTotal: 1 },
    });
    await db.droppedRow.create({
      data: {
        runId,
        itemId: randomUUID(),
        leafId,
        pipeline: 'freeform',
        step: 'judge-question',
        reason: 'judged_bad',
        detail: 'It is unclear.',
        row: { question: `A question about ${name}?` },
      },
    });
    names.push(name);
  }
  await db.run.update({ where: { id: runId }, data: { rowsDropped: LEAVES } });
  return { runId, folderId: folder?.id ?? '', names };
}

test('the details of a dropped row show what each judge said of it', async ({ page, db, server }) => {
  const { id: leafId, taxonomyId } = await makeLeaf(db);
  const { id: runId } = await makeRun(db, taxonomyId);
  const said = (step: string, label: string, scale: string, score: number | null, explanation: string) => ({
    step,
    label,
    scale,
    score,
    explanation,
    callKey: step,
  });
  const scores = [
    said('judge-faithfulness', 'Faithfulness judged', 'yes or no', null, 'The passage says so.'),
    said('judge-relevancy', 'Relevancy judged', '0 to 2', 2, ''),
    said('judge-safety', 'Checked for safety', 'safe or not', null, 'It gives an address.'),
  ];
  await db.droppedRow.create({
    data: {
      runId,
      itemId: randomUUID(),
      leafId,
      pipeline: 'knowledge',
      step: 'judge-safety',
      reason: 'unsafe_personal_data',
      detail: 'Personal data. It gives an address.',
      row: { question: 'Where does she live?', scores },
    },
  });
  await db.run.update({ where: { id: runId }, data: { rowsDropped: 1 } });
  await signInAs(page, db, 'viewer', server.url);
  await page.goto(`/runs/${runId}`);
  const line = page.getByRole('list', { name: 'Dropped rows' }).getByRole('listitem');
  await line.locator('summary').click();
  await expect(line.getByRole('term').filter({ hasText: 'judged' })).toHaveText([
    'Faithfulness judgedyes',
    'Relevancy judged2 of 2 (2 is best)',
  ]);
  await expect(line.getByRole('term').filter({ hasText: 'Checked for safety' })).toContainText('not safe');
  await expect(line.getByText('The passage says so.')).toBeVisible();
  // The reason of the judge that dropped it is said once.
  await expect(line.getByText('It gives an address.')).toHaveCount(1);
});

test('dropped rows are filtered by any leaf of the run, found by its name or in pages', async ({
  page,
  db,
  server,
}) => {
  const { runId, folderId, names } = await makeWideRun(db);
  const last = names.at(-1) ?? '';
  await signInAs(page, db, 'curator', server.url);
  await page.goto(`/runs/${runId}`);
  const panel = page.getByRole('region', { name: 'Dropped rows' });
  const rows = panel.getByRole('list', { name: 'Dropped rows' }).getByRole('listitem');
  await expect(rows).toHaveCount(20);

  await panel.getByRole('button', { name: 'Leaf: All leaves' }).click();
  const dialog = page.getByRole('dialog', { name: 'Choose a leaf' });
  await dialog.getByRole('combobox').fill(last.toUpperCase());
  await expect(dialog.getByRole('option')).toHaveCount(1);
  await dialog.getByRole('combobox').press('Enter');
  await expect(dialog).toBeHidden();
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText(`A question about ${last}?`);

  // Without words all are listed, in pages.
  await panel.getByRole('button', { name: `Leaf: ${last}` }).click();
  await expect(dialog.getByRole('option')).toHaveCount(50);
  await dialog.getByRole('button', { name: 'Show more' }).click();
  await expect(dialog.getByRole('option')).toHaveCount(LEAVES);
  await dialog.getByRole('button', { name: 'All leaves' }).click();
  await expect(rows).toHaveCount(20);
  await deleteNode(db, curator, folderId);
});
