import { describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import type { YieldOrder } from '@/taxonomy/generation/contract-yields';
import { listLeafYields } from '@/taxonomy/generation/runs/list-leaf-yields';
import { test } from '../../support/database';
import { makeLeaf, makeRun } from '../../support/factories';

/** Leaves whose two steps kept these numbers of rows, of 10 written in the first. */
async function makeYields(db: Database, kept: [number, number][]) {
  const first = await makeLeaf(db);
  const { id: runId } = await makeRun(db, first.taxonomyId);
  const leaves = [first];
  while (leaves.length < kept.length) {
    leaves.push(await makeLeaf(db, { ...first, parentPath: `${first.parentId}/`, name: `leaf ${leaves.length}` }));
  }
  const steps = kept.flatMap(([one, two], place) =>
    [
      { step: 'write', ordinal: 0, entered: 5, made: 10, kept: one, dropped: 10 - one },
      { step: 'judge', ordinal: 1, entered: one, made: one, kept: two, dropped: one - two },
    ].map((each) => ({ ...each, runId, leafId: leaves[place]!.id, pipeline: 'freeform' })),
  );
  await db.stepCount.createMany({ data: steps });
  return { runId, leaves };
}

async function inPages(db: Database, runId: string, order: YieldOrder, limit: number) {
  const seen: { leafId: string; survival: number }[] = [];
  let cursor: string | undefined;
  do {
    const page = await listLeafYields(db, runId, { pipeline: 'freeform', order, limit, cursor });
    seen.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return seen;
}

describe('the funnel of each leaf', () => {
  test('has what every step kept, and the share that survives all of them', async ({ db }) => {
    const { runId, leaves } = await makeYields(db, [[8, 2]]);
    expect(await listLeafYields(db, runId, { pipeline: 'freeform', order: 'tree', limit: 10 })).toEqual({
      items: [
        {
          leafId: leaves[0]!.id,
          name: expect.stringContaining('leaf'),
          above: 'compositional_skills',
          survival: 0.2,
          steps: [
            { step: 'write', made: 10, kept: 8 },
            { step: 'judge', made: 8, kept: 2 },
          ],
        },
      ],
      nextCursor: null,
    });
  });

  test.for([1, 2, 3, 10])('is listed completely in pages of %i, the worst first', async (limit, { db }) => {
    // Equal shares, nothing kept at a step or at all, and all kept.
    const { runId, leaves } = await makeYields(db, [
      [10, 10],
      [9, 3],
      [6, 3],
      [0, 0],
      [7, 0],
      [3, 3],
      [7, 7],
    ]);
    const seen = await inPages(db, runId, 'worst', limit);
    expect(seen.map(({ survival }) => survival)).toEqual([0, 0, 0.3, 0.3, 0.3, 0.7, 1]);
    expect(seen.map(({ leafId }) => leafId).toSorted()).toEqual(leaves.map(({ id }) => id).toSorted());

    const inTree = await inPages(db, runId, 'tree', limit);
    expect(inTree.map(({ leafId }) => leafId)).toEqual(
      leaves.toSorted((a, b) => (a.path < b.path ? -1 : 1)).map(({ id }) => id),
    );
  });

  test('is empty for another pipeline, and refuses a cursor of another list', async ({ db }) => {
    const { runId } = await makeYields(db, [[5, 5]]);
    expect((await listLeafYields(db, runId, { pipeline: 'grounded', order: 'worst', limit: 5 })).items).toEqual([]);
    await expect(
      listLeafYields(db, runId, { pipeline: 'freeform', order: 'worst', limit: 5, cursor: 'x' }),
    ).rejects.toMatchObject({ code: 'invalid' });
  });
});
