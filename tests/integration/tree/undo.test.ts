import { describe, expect } from 'vitest';
import { createNode } from '@/taxonomy/tree/create-node';
import { deleteNode, restoreNode } from '@/taxonomy/tree/delete-node';
import { getNode } from '@/taxonomy/tree/nodes';
import { updateNode } from '@/taxonomy/tree/update-node';
import { createLeaf, saveLeaf } from '@/taxonomy/seeds/save-leaf';
import { queueUpload } from '@/taxonomy/documents/queue-upload';
import { test } from '../../support/database';
import { makeFreeform } from '../../support/seeds-factories';
import { curator, makeBranch, makeFolders } from '../../support/tree-factories';

describe('undoing the creation of a node', () => {
  test('deletes one that nothing was added to, and can itself be undone', async ({ db }) => {
    const { root } = await makeBranch(db, 'compositional_skills');
    const leaf = await createLeaf(db, curator, { parentId: root.id, name: 'fresh', leafKind: 'freeform' });
    await deleteNode(db, curator, leaf.id, { unused: true });
    await expect(getNode(db, leaf.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await restoreNode(db, curator, leaf.id)).toMatchObject({ name: 'fresh' });
  });

  test('is refused once the leaf was saved, and says how to delete it anyway', async ({ db }) => {
    const { root } = await makeBranch(db, 'compositional_skills');
    const leaf = await createLeaf(db, curator, { parentId: root.id, name: 'saved', leafKind: 'freeform' });
    await saveLeaf(db, curator, leaf.id, { baseVersion: 1, content: makeFreeform() });
    await expect(deleteNode(db, curator, leaf.id, { unused: true })).rejects.toMatchObject({
      code: 'conflict',
      message:
        '“saved” was not removed, because it was saved since it was created. To remove it with everything in it, delete it in the tree.',
    });
    expect(await getNode(db, leaf.id)).toMatchObject({ leaf: { version: 2, seedCount: 5 } });
    await deleteNode(db, curator, leaf.id);
  });

  test('is refused for a folder that became a leaf or has something below it', async ({ db }) => {
    const { root } = await makeBranch(db, 'compositional_skills');
    const [grown, above, below] = await makeFolders(db, root, 'grown', 'above', 'below');
    if (!grown || !above || !below) throw new Error('no folders');
    const leaf = await createNode(db, curator, { parentId: below.id, name: 'to be a leaf' });
    await saveLeaf(db, curator, leaf.id, { baseVersion: 0, content: makeFreeform() });
    await expect(deleteNode(db, curator, leaf.id, { unused: true })).rejects.toMatchObject({ code: 'conflict' });
    await expect(deleteNode(db, curator, above.id, { unused: true })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('something was added below it'),
    });
  });

  test('is refused once a document was added', async ({ db }) => {
    const { root } = await makeBranch(db, 'knowledge');
    const leaf = await createLeaf(db, curator, { parentId: root.id, name: 'read', leafKind: 'knowledge' });
    const bytes = new TextEncoder().encode('# Birds\n\nThey fly.');
    await queueUpload(db, { actor: curator, leafId: leaf.id, name: 'birds.md', bytes });
    await expect(deleteNode(db, curator, leaf.id, { unused: true })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('documents were added'),
    });
  });
});

describe('undoing a rename or a move', () => {
  test('is refused when someone else has renamed the node since', async ({ db }) => {
    const { root } = await makeBranch(db, 'knowledge');
    const node = await createNode(db, curator, { parentId: root.id, name: 'mine' });
    await updateNode(db, curator, node.id, { name: 'theirs' });
    const back = { name: 'first', expected: { name: 'mine' } };
    await expect(updateNode(db, curator, node.id, back)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('from “mine” to “theirs”'),
    });
    expect(await getNode(db, node.id)).toMatchObject({ name: 'theirs' });
  });

  test('is refused when someone else has moved the node since', async ({ db }) => {
    const { root } = await makeBranch(db, 'knowledge');
    const [one] = await makeFolders(db, root, 'place one');
    const [two] = await makeFolders(db, root, 'place two');
    if (!one || !two) throw new Error('no folders');
    const node = await createNode(db, curator, { parentId: two.id, name: 'wanderer' });
    const back = { parentId: root.id, expected: { parentId: one.id } };
    await expect(updateNode(db, curator, node.id, back)).rejects.toMatchObject({ code: 'conflict' });
    expect(await getNode(db, node.id)).toMatchObject({ parentId: two.id });
    expect(await updateNode(db, curator, node.id, { ...back, expected: { parentId: two.id } })).toMatchObject({
      parentId: root.id,
    });
  });
});
