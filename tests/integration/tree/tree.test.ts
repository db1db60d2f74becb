import { describe, expect } from 'vitest';
import { createLeaf, saveLeaf } from '@/taxonomy/seeds/save-leaf';
import { TreeQuery } from '@/taxonomy/tree/contract';
import { changeSampleCounts, stampTree } from '@/taxonomy/tree/counts';
import { deleteNode } from '@/taxonomy/tree/delete-node';
import { newNodeId, pathOf } from '@/taxonomy/tree/node-id';
import { makePlaces } from '@/taxonomy/tree/places';
import { insertNodes } from '@/taxonomy/tree/repository-structure';
import { searchNodes } from '@/taxonomy/tree/search-nodes';
import { getTree, leavesToReview } from '@/taxonomy/tree/tree';
import { updateNode } from '@/taxonomy/tree/update-node';
import { test } from '../../support/database';
import { makeFreeform } from '../../support/seeds-factories';
import { curator, makeBranch, makeFolders } from '../../support/tree-factories';
import type { Database } from '@/prisma/client';

const query = (part: { parents?: string; around?: string; cursor?: string } = {}) => TreeQuery.parse(part);

async function makeLeafIn(db: Database, parentId: string, name: string) {
  const leaf = await createLeaf(db, curator, { parentId, name, leafKind: 'freeform' });
  await saveLeaf(db, curator, leaf.id, { baseVersion: 1, content: makeFreeform() });
  return leaf;
}

describe('the tree in parts', () => {
  test('sums up what is below each row, without deleted nodes', async ({ db }) => {
    const { taxonomyId, root } = await makeBranch(db, 'compositional_skills');
    const [folder, inner] = await makeFolders(db, root, 'sums', 'inner');
    const leaf = await makeLeafIn(db, inner!.id, 'kept');
    const gone = await makeLeafIn(db, inner!.id, 'gone');
    await changeSampleCounts(db, [
      { leafId: leaf.id, status: 'pending', by: 4 },
      { leafId: gone.id, status: 'approved', by: 7 },
    ]);
    await deleteNode(db, curator, gone.id);
    const { items, parents } = await getTree(db, taxonomyId, query({ parents: `${root.id},${inner!.id}` }));
    expect(parents).toEqual([root.id, inner!.id]);
    expect(items.find(({ id }) => id === folder!.id)).toMatchObject({
      childCount: 1,
      leaf: null,
      counts: { pending: 0 },
      totals: { leaves: 1, seeds: 5, pending: 4, approved: 0 },
    });
    expect(items.find(({ id }) => id === leaf.id)).toMatchObject({ childCount: 0, counts: { pending: 4 } });
    expect(items.some(({ id }) => id === gone.id || id === inner!.id)).toBe(false);
  });

  test('returns the path to a node, pages of a large folder, and a small tree whole', async ({ db }) => {
    const { taxonomyId, root } = await makeBranch(db, 'knowledge');
    const [, deep] = await makeFolders(db, root, 'outer', 'deep');
    const whole = await getTree(db, taxonomyId, query());
    expect(whole.parents).toContain('root');
    expect(whole.items).toHaveLength(await db.node.count({ where: { deletedAt: null } }));

    const numbers = Array.from({ length: 230 }, (_, i) => `n${i}`);
    await db.node.createMany({
      data: numbers.map((name, position) => ({
        id: `many${String(position).padStart(8, '0')}`,
        taxonomyId,
        parentId: deep!.id,
        branch: 'knowledge' as const,
        name,
        path: `${deep!.path}many${String(position).padStart(8, '0')}/`,
        depth: 3,
        position,
      })),
    });
    const names: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const part = await getTree(db, taxonomyId, query({ parents: deep!.id, ...(cursor && { cursor }) }));
      names.push(...part.items.map(({ name }) => name));
      cursor = part.nextCursor;
    }
    expect(names).toEqual(numbers);
    const first = await getTree(db, taxonomyId, query());
    expect(
      first.items.every(({ depth }) => depth < 2),
      'only the first levels of a larger tree',
    ).toBe(true);
    const around = await getTree(db, taxonomyId, query({ around: `many00000007,zzzzzzzzzzzz`, parents: root.id }));
    expect(around.parents.toSorted()).toEqual(
      [root.id, ...deep!.path.split('/').slice(1, 3), 'many00000007'].toSorted(),
    );
  });
});

describe('search', () => {
  test('finds words of several levels, and the text of seeds, with the path to each', async ({ db }) => {
    const { taxonomyId, root } = await makeBranch(db, 'foundational_skills');
    const [invoices] = await makeFolders(db, root, 'Invoices 100%');
    const [csv, plain] = [await makeLeafIn(db, invoices!.id, 'csv'), await makeLeafIn(db, invoices!.id, 'plain')];
    const seeds = [{ id: 's1', context: null, question: 'What is it?', answer: 'A zebra\nin "Köln".' }];
    await saveLeaf(db, curator, plain.id, { baseVersion: 2, content: makeFreeform({ seeds }) });
    const find = async (q: string, more = {}) => {
      const { items, total } = await searchNodes(db, taxonomyId, { q, limit: 50, ...more });
      expect(total).toBe(items.length);
      return items;
    };
    expect(await find('INVOICE csv')).toMatchObject([
      { node: { id: csv.id }, above: [{ id: root.id }, { id: invoices!.id, name: 'Invoices 100%' }], excerpt: null },
    ]);
    expect((await find('csv/invoices')).map(({ node }) => node.id)).toEqual([csv.id]);
    expect((await find('invoices')).map(({ node }) => node.id)).toEqual([invoices!.id]);
    expect(await find('köln')).toMatchObject([{ node: { id: plain.id }, excerpt: 'A zebra in "Köln".' }]);
    expect((await find('invoices zebra')).map(({ node }) => node.id)).toEqual([plain.id]);
    expect(await find('0%')).toHaveLength(1);
    expect(await find('0_')).toEqual([]);
    expect(await find('csv', { only: 'folders' })).toEqual([]);
    expect(await find('csv', { branch: 'knowledge' })).toEqual([]);
    expect((await find('csv', { below: invoices!.id })).map(({ node }) => node.id)).toEqual([csv.id]);
    expect(await find('zebra', { below: csv.id })).toEqual([]);
  });

  test('finds names and seeds as they are after renaming, moving and saving again', async ({ db }) => {
    const { taxonomyId, root } = await makeBranch(db, 'foundational_skills');
    const [outer, inner, other] = [
      ...(await makeFolders(db, root, 'Walrus', 'Ähre')),
      ...(await makeFolders(db, root, 'Elsewhere')),
    ];
    const leaf = await makeLeafIn(db, inner!.id, 'below the walrus');
    const found = async (q: string, more = {}) =>
      (await searchNodes(db, taxonomyId, { q, limit: 50, ...more })).items.map(({ node }) => node.name);
    expect(await found('walrus')).toEqual(['Walrus', 'below the walrus']);
    await updateNode(db, curator, outer!.id, { name: 'Seehund_100%' });
    expect(await found('walrus')).toEqual(['below the walrus']);
    expect(await found('seehund_100% ähre below')).toEqual(['below the walrus']);
    await updateNode(db, curator, inner!.id, { parentId: other!.id });
    expect(await found('seehund below')).toEqual([]);
    expect(await found('elsewhere ÄHRE walrus')).toEqual(['below the walrus']);
    expect(await found('elsewhere walrus', { below: inner!.id })).toEqual([]);

    const saveAnswer = (answer: string, baseVersion: number) =>
      saveLeaf(db, curator, leaf.id, {
        baseVersion,
        content: makeFreeform({ seeds: [{ id: 'quokka', context: null, question: 'Which?', answer }] }),
      });
    await saveAnswer('A Tapir.', 2);
    expect(await found('tapir walrus')).toEqual(['below the walrus']);
    await saveAnswer('An Okapi.', 3);
    expect(await found('tapir')).toEqual([]);
    expect(await found('okapi elsewhere')).toEqual(['below the walrus']);
    expect(await found('quokka')).toEqual([]);
    await deleteNode(db, curator, other!.id);
    expect(await found('okapi')).toEqual([]);
    expect(await found('walrus')).toEqual([]);
  });

  test('finds nodes that were added together with those above them', async ({ db }) => {
    const { taxonomyId, root } = await makeBranch(db, 'knowledge');
    const parents = [{ id: root.id, path: root.path }];
    const nodes = ['Lagoon', 'reef', 'coral'].map((name, depth) => {
      const id = newNodeId();
      const { id: parentId, path: above } = parents[depth]!;
      const node = { id, taxonomyId, parentId, branch: 'knowledge' as const, name, path: pathOf(above, id) };
      parents.push(node);
      return { ...node, depth: depth + 1, position: 99 };
    });
    await insertNodes(db, nodes);
    const { items } = await searchNodes(db, taxonomyId, { q: 'lagoon reef coral', limit: 50 });
    expect(items.map(({ node }) => node.name)).toEqual(['coral']);
  });

  test('lists the leaves with problems at and below a place', async ({ db }) => {
    const { taxonomyId, root } = await makeBranch(db, 'foundational_skills');
    const [some, none] = await makeFolders(db, root, 'some', 'none');
    await makeLeafIn(db, none!.id, 'sound');
    const seeds = [{ id: 's1', context: null, question: 'What is it?', answer: '' }];
    const empty = async (parentId: string, name: string) => {
      const leaf = await makeLeafIn(db, parentId, name);
      await saveLeaf(db, curator, leaf.id, { baseVersion: 2, content: makeFreeform({ seeds }) });
      return leaf.id;
    };
    const bad = await empty(some!.id, 'bad');
    await deleteNode(db, curator, await empty(some!.id, 'deleted'));
    const listed = async (below?: string) =>
      (await searchNodes(db, taxonomyId, { q: '', limit: 50, only: 'problems', below })).items.map(({ node }) => node);
    expect(await listed(some!.id)).toMatchObject([{ id: bad, leaf: { problemCount: 1 } }]);
    expect((await listed(bad)).map(({ id }) => id)).toEqual([bad]);
    expect((await listed()).map(({ id }) => id)).toContain(bad);
    expect((await listed(none!.id)).map(({ id }) => id)).not.toContain(bad);
  });
});

test('the previous and next leaf to review follow the tree and wrap around at its ends', async ({ db }) => {
  const { taxonomyId, root } = await makeBranch(db, 'compositional_skills');
  const [folder] = await makeFolders(db, root, 'zz steps');
  const leaves = [];
  for (const name of ['a', 'b', 'c', 'd']) leaves.push(await makeLeafIn(db, folder!.id, name));
  const [a, b, c, d] = leaves;
  expect(await leavesToReview(db, taxonomyId, null)).toMatchObject({ next: expect.anything() });
  for (const leaf of [a!, c!, d!]) await changeSampleCounts(db, [{ leafId: leaf.id, status: 'pending', by: 1 }]);
  expect(await leavesToReview(db, taxonomyId, b!.id)).toEqual({
    previous: { id: a!.id, name: 'a' },
    next: { id: c!.id, name: 'c' },
  });
  expect((await leavesToReview(db, taxonomyId, a!.id)).next?.id).toBe(c!.id);
  expect((await leavesToReview(db, taxonomyId, d!.id)).previous?.id).toBe(c!.id);
});

test('places that are created together are sorted by name below existing ones', async ({ db }) => {
  const { taxonomyId, root } = await makeBranch(db, 'compositional_skills');
  const [folder] = await makeFolders(db, root, 'imported');
  await makeFolders(db, folder!, 'zebras');
  const names = ['part 10', 'Part 2', 'animals', 'part 1'];
  const places = names.map((name) => ({ branch: 'compositional_skills' as const, steps: ['imported', name] }));
  const { ids } = await db.$transaction((tx) => makePlaces(tx, taxonomyId, places));
  expect(ids).toHaveLength(4);
  const { items } = await getTree(db, taxonomyId, query({ parents: folder!.id }));
  expect(items.map(({ name }) => name)).toEqual(['zebras', 'animals', 'part 1', 'Part 2', 'part 10']);
  expect(items.find(({ id }) => id === ids[0])?.name).toBe('part 10');
});

test('the stamp of the tree changes with names, places, seeds and counts, and with nothing else', async ({ db }) => {
  const { taxonomyId, root } = await makeBranch(db, 'compositional_skills');
  const [a, b] = [await makeLeafIn(db, root.id, 'stamp a'), await makeLeafIn(db, root.id, 'stamp b')];
  const now = async () => (await stampTree(db, taxonomyId)).stamp;
  let before = await now();
  expect(await now()).toBe(before);
  const changes = [
    () => changeSampleCounts(db, [{ leafId: a.id, status: 'pending', by: 1 }]),
    () =>
      changeSampleCounts(db, [
        { leafId: a.id, status: 'pending', by: -1 },
        { leafId: b.id, status: 'pending', by: 1 },
      ]),
    () => updateNode(db, curator, a.id, { name: 'stamp c' }),
    () => saveLeaf(db, curator, b.id, { baseVersion: 2, content: makeFreeform({ taskDescription: 'Another.' }) }),
    () => deleteNode(db, curator, a.id),
  ];
  for (const change of changes) {
    await change();
    const after = await now();
    expect(after).not.toBe(before);
    before = after;
  }
});
