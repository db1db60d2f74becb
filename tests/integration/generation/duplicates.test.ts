import type { Database } from '@/prisma/client';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { failItem } from '@/taxonomy/generation/engine/end-item';
import { finishItem } from '@/taxonomy/generation/engine/finish-item';
import { finishRun } from '@/taxonomy/generation/engine/finish-run';
import { getRun } from '@/taxonomy/generation/runs/get-run';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { cancelRun } from '@/taxonomy/generation/runs/stop-run';
import { claim } from '@/taxonomy/jobs/queue';
import { test } from '../../support/database';
import { revisionOf } from '../../support/factories';
import {
  actor,
  brokenRules,
  makeFreeformLeaf,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
} from '../../support/generation-factories';

let practice: PracticeTeacher;
beforeAll(async () => void (practice = await makePracticeTeacher({ latencyMs: 80, sigma: 0.3 })));
afterAll(() => practice.close());

describe('two items with equal questions', { timeout: 600_000 }, () => {
  const sampleOf = (question: string) => ({
    row: {
      context: null,
      question,
      answer: `An answer to ${question}`,
      documentVariant: null,
      scores: [
        { step: 'judge-question', label: 'Question', score: 1, scale: '0 to 1', explanation: 'Clear.', callKey: 'one' },
        { step: 'judge-pair', label: 'Answer', score: null, scale: 'yes or no', explanation: '', callKey: 'two' },
      ],
      calls: [],
    },
    path: '0.0.0.0',
  });

  /** Two claimed items of a leaf: each can be finished with a question at any time. */
  async function twoItems(db: Database) {
    const leafId = await makeFreeformLeaf(db);
    const { id: runId } = await startRun(
      db,
      actor,
      requestOf(await makeTeacher(db, practice.url), [leafId], { target: 2 }),
    );
    const { taxonomyId } = await db.run.findUniqueOrThrow({ where: { id: runId } });
    const jobs = await claim(db, { kinds: ['generate-item'], owner: 'me', groupId: runId, limit: 2 });
    const finish = async (place: number, question: string) => {
      const job = jobs[place]!;
      const item = await db.runItem.findUniqueOrThrow({ where: { id: job.id } });
      await finishItem(db, {
        item: { ...item, input: { seedIds: ['s1'], chunkId: null, count: 1, round: 0 } },
        job,
        kind: 'freeform',
        taxonomyId,
        isPractice: true,
        pipelineVersion: 1,
        revisionId: await revisionOf(db, item.leafId),
        result: {
          kept: [sampleOf(question)],
          dropped: [],
          tallies: [{ step: 'write-questions', ordinal: 0, entered: 1, made: 1, kept: 1, dropped: 0 }],
        },
      });
    };
    const fail = async (place: number) => {
      const item = await db.runItem.findUniqueOrThrow({ where: { id: jobs[place]!.id } });
      const input = { seedIds: ['s1'], chunkId: null, count: 1, round: 0 };
      await failItem(db, { ...item, input }, jobs[place]!, { kind: 'internal', message: 'It broke.' });
    };
    const stored = () =>
      db.sample.findMany({ where: { leafId }, select: { id: true, itemOrdinal: true, status: true } });
    return { leafId, runId, finish, fail, stored };
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
    const again = await startRun(
      db,
      actor,
      requestOf(await makeTeacher(db, practice.url), [first.leafId], { target: 1 }),
    );
    const { taxonomyId } = await db.run.findUniqueOrThrow({ where: { id: again.id } });
    const [job] = await claim(db, { kinds: ['generate-item'], owner: 'me', groupId: again.id, limit: 1 });
    const item = await db.runItem.findUniqueOrThrow({ where: { id: job!.id } });
    await finishItem(db, {
      item: { ...item, input: { seedIds: ['s1'], chunkId: null, count: 1, round: 0 } },
      job: job!,
      kind: 'freeform',
      taxonomyId,
      isPractice: true,
      pipelineVersion: 1,
      revisionId: await revisionOf(db, item.leafId),
      result: { kept: [sampleOf('Which is the largest?')], dropped: [], tallies: [] },
    });
    expect(await first.stored()).toEqual([before]);
    expect(await getRun(db, again.id)).toMatchObject({ samplesKept: 0, rowsDropped: 1 });
  });
});
