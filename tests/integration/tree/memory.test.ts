import { expect } from 'vitest';
import { connect } from '@/prisma/client';
import { changeSampleCounts } from '@/taxonomy/tree/counts';
import { makeTreeMemory } from '@/taxonomy/tree/memory';
import { updateNode } from '@/taxonomy/tree/update-node';
import { test } from '../../support/database';
import { makeLeaf } from '../../support/factories';
import { curator, makeBranch, makeFolders } from '../../support/tree-factories';

/** Counts how often the database was asked for the sum of all counters. */
function countingSum() {
  const memory = makeTreeMemory<{ n: number }>();
  let asked = 0;
  const read = (db: Parameters<typeof memory>[0]) =>
    memory(db, 'sum', async () => {
      asked += 1;
      const { _sum } = await db.sampleCount.aggregate({ _sum: { n: true } });
      return { n: _sum.n ?? 0 };
    });
  return { read, asked: () => asked };
}

test('what was read of the tree is remembered until a node, a leaf or a count changes', async ({ db }) => {
  const leaf = await makeLeaf(db);
  const { root } = await makeBranch(db, 'knowledge');
  const [folder] = await makeFolders(db, root, 'remembered');
  const { read, asked } = countingSum();
  const before = await read(db);
  expect(await read(db)).toBe(before);
  await changeSampleCounts(db, [{ leafId: leaf.id, status: 'pending', by: 3 }]);
  expect(await read(db)).toEqual({ n: before.n + 3 });
  await updateNode(db, curator, folder!.id, { name: 'renamed' });
  await read(db);
  expect(asked()).toBe(3);
  await db.leaf.update({ where: { nodeId: leaf.id }, data: { problemCount: 1 } });
  await Promise.all([read(db), read(db), read(db)]);
  const afterAll = asked();
  await read(db);
  expect(asked()).toBe(afterAll);
});

test('what was read while somebody was writing is not remembered', async ({ db, databaseUrl }) => {
  const leaf = await makeLeaf(db);
  const { read } = countingSum();
  const { n } = await read(db);
  const other = connect(databaseUrl, 2);
  try {
    await other.$transaction(async (tx) => {
      await changeSampleCounts(tx, [{ leafId: leaf.id, status: 'pending', by: 5 }]);
      expect(await read(db)).toEqual({ n });
    });
    expect(await read(db)).toEqual({ n: n + 5 });
  } finally {
    await other.$disconnect();
  }
});
