import { describe, expect } from 'vitest';
import { test } from '../../support/database';
import { curator, makeBranch, makeFolders } from '../../support/tree-factories';
import { createNode } from '@/taxonomy/tree/create-node';
import { deleteNode, restoreNode } from '@/taxonomy/tree/delete-node';
import { crumbsOf, ensureTaxonomy, getNode, leavesUnder, listNodesPage } from '@/taxonomy/tree/nodes';
import { updateNode } from '@/taxonomy/tree/update-node';

const namesUnder = async (db: Parameters<typeof getNode>[0], parentId: string) =>
  (await db.node.findMany({ where: { parentId, deletedAt: null }, orderBy: { position: 'asc' } })).map(
    (node) => node.name,
  );

describe('the tree', () => {
  test('is created once with its three branches, however many processes start at once', async ({ db }) => {
    const made = await Promise.all([1, 2, 3, 4].map(() => ensureTaxonomy(db)));
    expect(new Set(made.map((each) => each.id)).size).toBe(1);
    expect(await db.taxonomy.count()).toBe(1);
    const roots = await db.node.findMany({ where: { parentId: null }, orderBy: { position: 'asc' } });
    expect(roots.map((root) => root.branch)).toEqual(['knowledge', 'foundational_skills', 'compositional_skills']);
  });

  test('refuses a second child of the same name, ignoring case, and names it', async ({ db }) => {
    const { root } = await makeBranch(db, 'knowledge');
    await makeFolders(db, root, 'Clash');
    await expect(createNode(db, curator, { parentId: root.id, name: 'clash' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('“Clash”'),
    });
  });

  test('lets one win of two who create the same name at once', async ({ db }) => {
    const { root } = await makeBranch(db, 'knowledge');
    const both = await Promise.allSettled(
      [1, 2].map(() => createNode(db, curator, { parentId: root.id, name: 'twice' })),
    );
    expect(both.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((each) => each.status === 'rejected')?.reason).toMatchObject({ code: 'conflict' });
  });

  test('renames without changing any path', async ({ db }) => {
    const { root } = await makeBranch(db, 'knowledge');
    const [folder] = await makeFolders(db, root, 'old name');
    const renamed = await updateNode(db, curator, folder!.id, { name: 'new name' });
    expect(renamed).toMatchObject({ name: 'new name', path: folder!.path });
    const audit = await db.auditEvent.findMany({ where: { subjectId: folder!.id }, orderBy: { id: 'asc' } });
    expect(audit.map((event) => event.action)).toEqual(['node.create', 'node.rename']);
  });

  test('moves a subtree: parent, depth and every path below follow', async ({ db }) => {
    const { root } = await makeBranch(db, 'knowledge');
    const [a, b, c] = await makeFolders(db, root, 'm-a', 'm-b', 'm-c');
    const [target] = await makeFolders(db, root, 'm-target');
    await updateNode(db, curator, b!.id, { parentId: target!.id });
    expect(await getNode(db, c!.id)).toMatchObject({
      path: `${target!.path}${b!.id}/${c!.id}/`,
      depth: 3,
      parentId: b!.id,
    });
    expect((await crumbsOf(db, c!.id)).map((crumb) => crumb.name)).toEqual(['Knowledge', 'm-target', 'm-b', 'm-c']);
    expect(await namesUnder(db, a!.id)).toEqual([]);
  });

  test('refuses a move under itself, into another branch, onto a taken name, and of a branch', async ({ db }) => {
    const { root } = await makeBranch(db, 'knowledge');
    const { root: skills } = await makeBranch(db, 'compositional_skills');
    const [a, b] = await makeFolders(db, root, 'r-a', 'r-b');
    const [other] = await makeFolders(db, root, 'r-other');
    await makeFolders(db, other!, 'R-B');
    const refusal = (nodeId: string, parentId: string) => expect(updateNode(db, curator, nodeId, { parentId })).rejects;
    await refusal(a!.id, b!.id).toMatchObject({ code: 'invalid', message: expect.stringContaining('into itself') });
    await refusal(a!.id, a!.id).toMatchObject({ code: 'invalid' });
    await refusal(a!.id, skills.id).toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('branch decides'),
    });
    await refusal(b!.id, other!.id).toMatchObject({ code: 'conflict', message: expect.stringContaining('“R-B”') });
    await refusal(root.id, a!.id).toMatchObject({ code: 'invalid', message: expect.stringContaining('branches') });
    await refusal(a!.id, 'zzzzzzzzzzzz').toMatchObject({ code: 'not_found' });
  });

  test('never creates a cycle when two move at once', async ({ db }) => {
    const { root } = await makeBranch(db, 'knowledge');
    const [a] = await makeFolders(db, root, 'c-a');
    const [b] = await makeFolders(db, root, 'c-b');
    const both = await Promise.allSettled([
      updateNode(db, curator, a!.id, { parentId: b!.id }),
      updateNode(db, curator, b!.id, { parentId: a!.id }),
    ]);
    expect(both.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    expect(both.find((each) => each.status === 'rejected')?.reason).toMatchObject({ code: 'invalid' });
  });

  test('reorders among siblings', async ({ db }) => {
    const { root } = await makeBranch(db, 'foundational_skills');
    const made = [];
    for (const name of ['one', 'two', 'three']) made.push((await makeFolders(db, root, name))[0]!);
    await updateNode(db, curator, made[2]!.id, { position: 0 });
    expect(await namesUnder(db, root.id)).toEqual(['three', 'one', 'two']);
    await updateNode(db, curator, made[2]!.id, { position: 99 });
    expect(await namesUnder(db, root.id)).toEqual(['one', 'two', 'three']);
  });

  test('hides what is deleted and restores exactly that', async ({ db }) => {
    const { root } = await makeBranch(db, 'knowledge');
    const [a, b, c] = await makeFolders(db, root, 'd-a', 'd-b', 'd-c');
    const [before] = await makeFolders(db, b!, 'deleted before');
    await deleteNode(db, curator, before!.id);
    expect(await deleteNode(db, curator, a!.id)).toEqual({ id: a!.id, name: 'd-a', nodes: 3, samples: 0 });
    await expect(getNode(db, c!.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(createNode(db, curator, { parentId: c!.id, name: 'x' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(restoreNode(db, curator, b!.id)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('“d-a”'),
    });
    await restoreNode(db, curator, a!.id);
    expect(await getNode(db, c!.id)).toMatchObject({ name: 'd-c' });
    await expect(getNode(db, before!.id)).rejects.toMatchObject({ code: 'not_found' });
    await restoreNode(db, curator, before!.id);
    expect(await getNode(db, before!.id)).toMatchObject({ name: 'deleted before' });
    expect(await restoreNode(db, curator, before!.id)).toMatchObject({ name: 'deleted before' });
  });

  test('does not restore a node whose name was taken meanwhile', async ({ db }) => {
    const { root } = await makeBranch(db, 'knowledge');
    const [first] = await makeFolders(db, root, 'taken');
    await deleteNode(db, curator, first!.id);
    await makeFolders(db, root, 'Taken');
    await expect(restoreNode(db, curator, first!.id)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('lists all nodes in pages by key, and searches names literally', async ({ db }) => {
    const { root, taxonomyId } = await makeBranch(db, 'compositional_skills');
    for (const name of ['100%_sure', '100 percent', 'Émile']) await makeFolders(db, root, name);
    const all: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await listNodesPage(db, taxonomyId, { limit: 2, cursor: cursor ?? undefined });
      all.push(...page.items.map((node) => node.id));
      cursor = page.nextCursor;
    }
    expect(all).toHaveLength(await db.node.count({ where: { taxonomyId, deletedAt: null } }));
    expect(new Set(all).size).toBe(all.length);
    const found = async (search: string) =>
      (await listNodesPage(db, taxonomyId, { limit: 50, search })).items.map((n) => n.name);
    expect(await found('100%_')).toEqual(['100%_sure']);
    expect(await found('émil')).toEqual(['Émile']);
  });

  test('says so when a scope contains a node that does not exist', async ({ db }) => {
    const { taxonomyId } = await makeBranch(db, 'knowledge');
    await expect(leavesUnder(db, taxonomyId, ['zzzzzzzzzzzz'])).rejects.toMatchObject({ code: 'not_found' });
    expect(await leavesUnder(db, taxonomyId, [])).toEqual([]);
  });
});
