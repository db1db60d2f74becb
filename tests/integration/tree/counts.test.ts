import { describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import { test } from '../../support/database';
import { makeLeaf, makeSample } from '../../support/factories';
import { curator, makeBranch, makeFolders } from '../../support/tree-factories';
import { changeSampleCounts, countsUnder, recountSamples } from '@/taxonomy/tree/counts';
import { getNode, leavesUnder, listNodesPage } from '@/taxonomy/tree/nodes';
import { listSamples } from '@/taxonomy/review/queue';
import { deleteNode } from '@/taxonomy/tree/delete-node';
import { updateNode } from '@/taxonomy/tree/update-node';

/** A promise that the test resolves at the right moment. */
function signal() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

describe('sample counts', () => {
  test('sum the deltas of one counter, and are visible on the node and above', async ({ db }) => {
    const { root, taxonomyId } = await makeBranch(db, 'compositional_skills');
    const [folder] = await makeFolders(db, root, 'counted');
    const leaf = await makeLeaf(db, { taxonomyId, parentId: folder!.id, parentPath: folder!.path });
    await changeSampleCounts(db, [
      { leafId: leaf.id, status: 'pending', by: 3 },
      { leafId: leaf.id, status: 'pending', by: -1 },
      { leafId: leaf.id, status: 'approved', by: 1 },
    ]);
    await changeSampleCounts(db, [{ leafId: leaf.id, status: 'pending', by: -2 }]);
    expect(await countsUnder(db, { taxonomyId, path: folder!.path })).toEqual({ pending: 0, approved: 1, rejected: 0 });
    expect(await getNode(db, leaf.id)).toMatchObject({ counts: { pending: 0, approved: 1, rejected: 0 } });
  });

  test('never go below zero', async ({ db }) => {
    const leaf = await makeLeaf(db);
    await expect(changeSampleCounts(db, [{ leafId: leaf.id, status: 'pending', by: -1 }])).rejects.toThrow();
  });

  test('handle many simultaneous changes, whatever the order of the counters', async ({ db }) => {
    const [one, two] = [await makeLeaf(db), await makeLeaf(db)];
    const deltas = [one, two].flatMap(({ id: leafId }) =>
      (['pending', 'approved'] as const).map((status) => ({ leafId, status, by: 1 })),
    );
    const changes = Array.from({ length: 40 }, (_, i) => (i % 2 ? deltas : deltas.toReversed()));
    await Promise.all(changes.map((each) => db.$transaction((tx) => changeSampleCounts(tx, each))));
    expect(await countsUnder(db, { taxonomyId: one.taxonomyId })).toEqual({ pending: 40, approved: 40, rejected: 0 });
  });

  test('are corrected by a recount, which says how many were wrong', async ({ db }) => {
    const sample = await makeSample(db);
    await changeSampleCounts(db, [{ leafId: sample.leafId, status: 'rejected', by: 7 }]);
    expect(await recountSamples(db)).toBeGreaterThan(0);
    expect(await recountSamples(db)).toBe(0);
    expect(await countsUnder(db, { taxonomyId: sample.taxonomyId })).toEqual({ pending: 1, approved: 0, rejected: 0 });
  });
});

describe('a recount', () => {
  test('waits for transactions that change counters, and includes their changes', async ({ db }) => {
    const leaf = await makeLeaf(db);
    await makeSample(db, { leaf });
    await changeSampleCounts(db, [{ leafId: leaf.id, status: 'pending', by: 5 }]); // wrong on purpose
    const isWritten = signal();
    const mayCommit = signal();
    const writing = db.$transaction(
      async (tx) => {
        await tx.sample.updateMany({ where: { leafId: leaf.id }, data: { status: 'approved', version: 1 } });
        await changeSampleCounts(tx, [
          { leafId: leaf.id, status: 'pending', by: -1 },
          { leafId: leaf.id, status: 'approved', by: 1 },
        ]);
        isWritten.resolve();
        await mayCommit.promise;
      },
      { timeout: 60_000 },
    );
    await isWritten.promise;
    const counting = recountSamples(db);
    await untilSomebodyWaits(db);
    mayCommit.resolve();
    await writing;
    await counting;
    expect(await getNode(db, leaf.id)).toMatchObject({ counts: { pending: 0, approved: 1, rejected: 0 } });
  });
});

/** Waits until a statement of this database waits for a lock. */
async function untilSomebodyWaits(db: Database): Promise<void> {
  for (;;) {
    const waiting = await db.$queryRaw<unknown[]>`
      SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    if (waiting.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('samples of a subtree', () => {
  test('are found in the new place as soon as their folder is moved, even while more are written', async ({ db }) => {
    const { root, taxonomyId } = await makeBranch(db, 'compositional_skills');
    const [from, to] = [(await makeFolders(db, root, 'from'))[0]!, (await makeFolders(db, root, 'to'))[0]!];
    const leaf = await makeLeaf(db, { taxonomyId, parentId: from.id, parentPath: from.path });
    const first = await makeSample(db, { leaf });
    const isWritten = signal();
    const mayCommit = signal();
    const writing = db.$transaction(async (tx) => {
      await tx.sample.update({ where: { id: first.id }, data: { version: { increment: 1 } } });
      isWritten.resolve();
      await mayCommit.promise;
    });
    await isWritten.promise;
    await updateNode(db, curator, from.id, { parentId: to.id });
    mayCommit.resolve();
    await writing;
    const second = await makeSample(db, { leaf });
    const below = async (nodeId: string, newestFirst = false) =>
      (await listSamples(db, { taxonomyId, nodeId, limit: 10, newestFirst })).items.map(({ id }) => id);
    expect(await below(to.id)).toEqual([first.id, second.id]);
    expect(await below(to.id, true)).toEqual([second.id, first.id]);
    await deleteNode(db, curator, from.id);
    expect(await below(to.id)).toEqual([]);
  });

  test('stay when the node is deleted, which says how many it has hidden', async ({ db }) => {
    const { root, taxonomyId } = await makeBranch(db, 'compositional_skills');
    const [folder] = await makeFolders(db, root, 'going');
    const leaf = await makeLeaf(db, { taxonomyId, parentId: folder!.id, parentPath: folder!.path });
    await makeSample(db, { leaf });
    expect(await leavesUnder(db, taxonomyId, [folder!.id, root.id])).toContainEqual(
      expect.objectContaining({ nodeId: leaf.id }),
    );
    expect(await deleteNode(db, curator, folder!.id)).toMatchObject({ nodes: 2, samples: 1 });
    expect(await db.sample.count({ where: { leafId: leaf.id } })).toBe(1);
    expect((await leavesUnder(db, taxonomyId, [])).map((each) => each.nodeId)).not.toContain(leaf.id);
    expect((await listNodesPage(db, taxonomyId, { limit: 5000 })).items.map((each) => each.id)).not.toContain(leaf.id);
  });
});
