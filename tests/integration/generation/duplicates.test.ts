import type { Database } from '@/prisma/client';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { finishRun } from '@/taxonomy/generation/engine/finish-run';
import { getRun } from '@/taxonomy/generation/runs/get-run';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { cancelRun } from '@/taxonomy/generation/runs/stop-run';
import { test } from '../../support/database';
import { claimItems } from '../../support/finished-items';
import {
  actor,
  brokenRules,
  makeFreeformLeaf,
  makePracticeTeacher,
  makeTeacher,
} from '../../support/generation-factories';

let practice: PracticeTeacher;
beforeAll(async () => void (practice = await makePracticeTeacher({ latencyMs: 80, sigma: 0.3 })));
afterAll(() => practice.close());

describe('two items with equal questions', { timeout: 600_000 }, () => {
  async function twoItems(db: Database, leafId?: string) {
    const leaf = leafId ?? (await makeFreeformLeaf(db));
    const items = await claimItems(db, { leafIds: [leaf], teacherId: await makeTeacher(db, practice.url), items: 2 });
    const finish = (place: number, question: string) => items.finish(place, { question });
    const stored = () =>
      db.sample.findMany({ where: { leafId: leaf }, select: { id: true, itemOrdinal: true, status: true } });
    return { ...items, leafId: leaf, finish, stored };
  }

  test.for([
    ['in order', [0, 1]],
    ['out of order', [1, 0]],
  ] as const)('keep only the lower one, when they come %s', async ([, order], { db }) => {
    const { finish, stored, runId } = await twoItems(db);
    for (const place of order) await finish(place, place === 0 ? 'Which is the largest?' : 'WHICH is   the largest?');
    expect(await stored()).toMatchObject([{ itemOrdinal: 0 }]);
    // Those of the sample that stayed, in the order given; the other sample's were dropped with it.
    const judgements = await db.judgement.findMany({ where: { sample: { runId } }, orderBy: { id: 'asc' } });
    expect(judgements.map(({ step, score, callKey }) => ({ step, score, callKey }))).toEqual([
      { step: 'judge-question', score: 1, callKey: 'one' },
      { step: 'judge-pair', score: null, callKey: 'two' },
    ]);
    await expect(db.judgement.updateMany({ where: { sample: { runId } }, data: { score: 0 } })).rejects.toThrow();
    expect(await getRun(db, runId)).toMatchObject({ samplesKept: 1, rowsDropped: 1, itemsDone: 2 });
    expect(await brokenRules(db, runId)).toEqual([]);
  });

  test('give no sample of the higher one until the lower one has ended, so none is taken from a reviewer', async ({
    db,
  }) => {
    const { finish, fail, stored, runId } = await twoItems(db);
    await finish(1, 'Which is the largest?');
    expect(await stored()).toEqual([]);
    expect(await getRun(db, runId)).toMatchObject({ samplesKept: 0, itemsDone: 0 });
    await fail(0);
    expect(await stored()).toMatchObject([{ itemOrdinal: 1 }]);
    expect(await getRun(db, runId)).toMatchObject({ samplesKept: 1, itemsDone: 1, itemsFailed: 1 });
    expect(await brokenRules(db, runId)).toEqual([]);
  });

  test('keep what was written when the run is cancelled', async ({ db }) => {
    const { finish, stored, runId } = await twoItems(db);
    await finish(1, 'Which is the largest?');
    await db.job.updateMany({ where: { groupId: runId }, data: { owner: null } });
    expect(await cancelRun(db, actor, runId)).toMatchObject({ state: 'cancelling' });
    await finishRun(db, runId);
    expect(await getRun(db, runId)).toMatchObject({ state: 'cancelled', samplesKept: 1 });
    expect(await stored()).toMatchObject([{ itemOrdinal: 1 }]);
    expect(await brokenRules(db, runId)).toEqual([]);
  });

  test('keep a sample of an earlier run', async ({ db }) => {
    const first = await twoItems(db);
    await first.finish(0, 'Which is the largest?');
    await db.runItem.deleteMany({ where: { runId: first.runId, state: 'queued' } });
    await cancelRun(db, actor, first.runId);
    const [before] = await first.stored();
    const again = await twoItems(db, first.leafId);
    await again.finish(0, 'Which is the largest?');
    expect(await first.stored()).toEqual([before]);
    expect(await getRun(db, again.runId)).toMatchObject({ samplesKept: 0, rowsDropped: 1 });
  });
});
