import { describe, expect } from 'vitest';
import { test } from '../../support/database';
import { makeFreeform, makeGrounded, makeKnowledge, makeSkillSeed } from '../../support/seeds-factories';
import { curator, makeBranch, makeFolders } from '../../support/tree-factories';
import type { Database } from '@/prisma/client';
import { LeafDetail, SaveLeafRequest } from '@/taxonomy/seeds/contract';
import { getLeaf, leafForRun } from '@/taxonomy/seeds/leaf';
import { getRevision, listRevisions, restoreRevision } from '@/taxonomy/seeds/revisions';
import { createLeaf, saveLeaf } from '@/taxonomy/seeds/save-leaf';
import { deleteNode } from '@/taxonomy/tree/delete-node';
import { getNode } from '@/taxonomy/tree/nodes';

const other = { ...curator, id: 'other', name: 'Otto' };

async function makeLeaf(db: Database, name: string) {
  const { root } = await makeBranch(db, 'compositional_skills');
  return createLeaf(db, curator, { parentId: root.id, name, leafKind: 'freeform' });
}

describe('a leaf', () => {
  test('starts empty, as version 1, and says that it cannot generate yet', async ({ db }) => {
    const node = await makeLeaf(db, 'empty');
    expect(node.leaf).toEqual({ kind: 'freeform', version: 1, seedCount: 0, problemCount: 1 });
    const leaf = await getLeaf(db, node.id);
    expect(LeafDetail.parse(leaf)).toMatchObject({
      version: 1,
      content: { kind: 'freeform', createdBy: curator.name, seeds: [] },
    });
    expect((await leafForRun(db, node.id)).problems).toContainEqual(expect.objectContaining({ severity: 'error' }));
  });

  test('keeps every save as a revision, and is read back as it was saved', async ({ db }) => {
    const node = await makeLeaf(db, 'saved');
    const content = makeFreeform({ seeds: [makeSkillSeed(1, { answer: 'line 1\n\n  line 2 🌱 "quoted"\ttab' })] });
    const saved = await saveLeaf(db, curator, node.id, { baseVersion: 1, content, note: 'first seed' });
    expect(saved).toMatchObject({ version: 2, content, crumbs: [{ name: 'Compositional skills' }, { name: 'saved' }] });
    const { items } = await listRevisions(db, node.id, { limit: 50 });
    expect(items).toMatchObject([
      { number: 2, note: 'first seed', seedCount: 1 },
      { number: 1, seedCount: 0 },
    ]);
    expect(await getRevision(db, items[0]!.id)).toMatchObject({ content });
    expect((await getNode(db, node.id)).leaf).toMatchObject({ version: 2, seedCount: 1, problemCount: 0 });
    await expect(db.leafRevision.deleteMany({ where: { nodeId: node.id } })).rejects.toThrow();
  });

  test('creates no revision for a save that changes nothing, however often it is sent', async ({ db }) => {
    const node = await makeLeaf(db, 'same');
    const save = { baseVersion: 1, content: makeFreeform() };
    for (let i = 0; i < 3; i++) expect(await saveLeaf(db, curator, node.id, save)).toMatchObject({ version: 2 });
  });

  test('tells the second of two curators, and shows them the version of the first', async ({ db }) => {
    const node = await makeLeaf(db, 'stale');
    const first = makeFreeform({ taskDescription: 'By the first.' });
    await saveLeaf(db, curator, node.id, { baseVersion: 1, content: first });
    const second = saveLeaf(db, other, node.id, {
      baseVersion: 1,
      content: makeFreeform({ taskDescription: 'By the second.' }),
    });
    const refusal: unknown = await second.catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('version 2'),
      detail: { version: 2, content: first },
    });
  });

  test('has exactly one winner when many save at once, and all others see that version', async ({ db }) => {
    const node = await makeLeaf(db, 'race');
    const contents = Array.from({ length: 8 }, (_, i) => makeFreeform({ taskDescription: `By ${i}.` }));
    const saves = await Promise.allSettled(
      contents.map((content) => saveLeaf(db, curator, node.id, { baseVersion: 1, content })),
    );
    const won = saves.flatMap((save) => (save.status === 'fulfilled' ? [save.value] : []));
    expect(won).toHaveLength(1);
    for (const save of saves) {
      if (save.status === 'rejected')
        expect(save.reason).toMatchObject({ code: 'conflict', detail: { content: won[0]!.content } });
    }
    expect(await db.leafRevision.count({ where: { nodeId: node.id } })).toBe(2);
  });

  test('refuses a version that never existed', async ({ db }) => {
    const node = await makeLeaf(db, 'ahead');
    await expect(saveLeaf(db, curator, node.id, { baseVersion: 7, content: makeFreeform() })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('can be created from a folder, once', async ({ db }) => {
    const { root } = await makeBranch(db, 'compositional_skills');
    const [folder] = await makeFolders(db, root, 'was a folder');
    await expect(getLeaf(db, folder!.id)).rejects.toMatchObject({ code: 'not_found' });
    const contents = [makeFreeform(), makeGrounded()];
    const both = await Promise.allSettled(
      contents.map((content) => saveLeaf(db, curator, folder!.id, { baseVersion: 0, content })),
    );
    expect(both.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await getLeaf(db, folder!.id)).toMatchObject({ version: 1 });
  });

  test('can only be of the kinds of its branch', async ({ db }) => {
    const node = await makeLeaf(db, 'kinds');
    await expect(saveLeaf(db, curator, node.id, { baseVersion: 1, content: makeKnowledge() })).rejects.toMatchObject({
      code: 'invalid',
    });
    const { root } = await makeBranch(db, 'knowledge');
    await expect(createLeaf(db, curator, { parentId: root.id, name: 'x', leafKind: 'grounded' })).rejects.toMatchObject(
      { code: 'invalid' },
    );
    expect(await saveLeaf(db, curator, node.id, { baseVersion: 1, content: makeGrounded() })).toMatchObject({
      content: { kind: 'grounded' },
    });
    expect(await getNode(db, node.id)).toMatchObject({ leaf: { kind: 'grounded' } });
  });

  test('returns to an earlier version by saving it again', async ({ db }) => {
    const node = await makeLeaf(db, 'back');
    const [one, two] = [makeFreeform({ taskDescription: 'One.' }), makeFreeform({ taskDescription: 'Two.' })];
    await saveLeaf(db, curator, node.id, { baseVersion: 1, content: one });
    await saveLeaf(db, curator, node.id, { baseVersion: 2, content: two });
    const { items } = await listRevisions(db, node.id, { limit: 50 });
    const revisionId = items.find((each) => each.number === 2)!.id;
    await expect(restoreRevision(db, curator, revisionId, { baseVersion: 2 })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await restoreRevision(db, curator, revisionId, { baseVersion: 3 })).toMatchObject({
      version: 4,
      content: one,
    });
    const pages = await listRevisions(db, node.id, { limit: 3 });
    expect(pages.items.map((each) => each.number)).toEqual([4, 3, 2]);
    expect(
      (await listRevisions(db, node.id, { limit: 3, cursor: pages.nextCursor! })).items.map((each) => each.number),
    ).toEqual([1]);
  });

  test('cannot be saved after it was deleted', async ({ db }) => {
    const node = await makeLeaf(db, 'gone');
    await deleteNode(db, curator, node.id);
    await expect(saveLeaf(db, curator, node.id, { baseVersion: 1, content: makeFreeform() })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('is refused when it contains text that the database cannot store', () => {
    const content = makeFreeform({ seeds: [makeSkillSeed(1, { answer: 'a\0b' })] });
    expect(SaveLeafRequest.safeParse({ baseVersion: 1, content }).success).toBe(false);
  });
});
