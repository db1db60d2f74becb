import { randomUUID } from 'node:crypto';
import type { Database } from '@/prisma/client';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { finishItem } from '@/taxonomy/generation/engine/finish-item';
import { getRun } from '@/taxonomy/generation/runs/get-run';
import type { RunDetail } from '@/taxonomy/generation/contract';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { resumeRun } from '@/taxonomy/generation/runs/resume-run';
import { estimateRun } from '@/taxonomy/generation/runs/estimate-run';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { cancelRun } from '@/taxonomy/generation/runs/stop-run';
import { watchRun } from '@/taxonomy/generation/runs/watch-run';
import { claim } from '@/taxonomy/jobs/queue';
import { test } from '../../support/database';
import {
  actor,
  brokenRules,
  forgetSamples,
  makeFreeformLeaf,
  makeLeafWith,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  runToEnd,
  startWorker,
  until,
  untilOver,
} from '../../support/generation-factories';
import { makeFreeform, makeKnowledge } from '../../support/seeds-factories';

let practice: PracticeTeacher;
beforeAll(async () => void (practice = await makePracticeTeacher({ latencyMs: 80, sigma: 0.3 })));
afterAll(() => practice.close());

describe('starting a run', { timeout: 120_000 }, () => {
  test('of fifty requests with one key at once makes one run', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const request = requestOf(await makeTeacher(db, practice.url), [leafId]);
    const started = await Promise.all(Array.from({ length: 50 }, () => startRun(db, actor, request)));
    expect(new Set(started.map(({ id }) => id)).size).toBe(1);
    expect(await db.run.count({ where: { requestKey: request.requestKey } })).toBe(1);
    expect(await db.runItem.count({ where: { runId: started[0]!.id } })).toBe(5);
    await cancelRun(db, actor, started[0]!.id);
  });

  test('is refused while a run that does the same work is under way, unless another seed is named', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url);
    const { id } = await startRun(db, actor, requestOf(teacherId, [leafId]));
    await expect(startRun(db, actor, requestOf(teacherId, [leafId]))).rejects.toMatchObject({
      code: 'conflict',
      detail: { runId: id },
    });
    const other = await startRun(db, actor, requestOf(teacherId, [leafId], { seed: 'other' }));
    await cancelRun(db, actor, id);
    await cancelRun(db, actor, other.id);
  });

  test('is refused for a leaf that cannot run, and says why', async ({ db }) => {
    const leafId = await makeLeafWith(db, makeFreeform({ seeds: [] }), 'empty_one');
    const teacherId = await makeTeacher(db, practice.url);
    await expect(startRun(db, actor, requestOf(teacherId, [leafId]))).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('“empty_one”'),
    });
    const knowledge = await makeLeafWith(db, makeKnowledge(), 'no_documents');
    await expect(startRun(db, actor, requestOf(teacherId, [knowledge]))).rejects.toThrow(/no documents/);
    const estimate = await estimateRun(db, { teacherId, scope: [leafId, knowledge], target: null });
    expect(estimate).toMatchObject({ leaves: 0, items: 0, calls: 0 });
    expect(estimate.blocked.map(({ name }) => name).toSorted()).toEqual(['empty_one', 'no_documents']);
  });

  test('never costs more than was estimated', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url, { slots: 64 });
    const estimate = await estimateRun(db, { teacherId, scope: [leafId], target: 20 });
    expect(estimate).toMatchObject({ leaves: 1, items: 5, samples: 20, calls: 65, blocked: [] });
    const run = await runToEnd(db, requestOf(teacherId, [leafId], { target: 20 }));
    expect(run.calls).toBeLessThanOrEqual(estimate.calls);
    expect(run.samplesKept).toBeLessThanOrEqual(estimate.samples);
    expect(run.promptTokens).toBeLessThanOrEqual(estimate.promptTokens);
    expect(run.completionTokens).toBeLessThanOrEqual(estimate.completionTokens);
  });
});

describe('a run that is cancelled', { timeout: 120_000 }, () => {
  test('makes no new call after a second, keeps what it has, and can be resumed without paying again', async ({
    db,
  }) => {
    await forgetSamples(db);
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url, { slots: 8 });
    const { id } = await startRun(db, actor, requestOf(teacherId, [leafId]));
    practice.resetStats();
    const worker = await startWorker(db);
    await until(() => practice.stats().calls > 40);
    await cancelRun(db, actor, id);
    await sleep(1_000);
    const calls = practice.stats().calls;
    const cancelled = await untilOver(db, id);
    await sleep(300);
    expect(practice.stats().calls).toBe(calls);
    expect(cancelled.state).toBe('cancelled');
    expect(await brokenRules(db, id)).toEqual([]);
    expect(await db.teacherCall.count({ where: { runId: id } })).toBe(calls);

    await resumeRun(db, actor, id, {});
    const run = await untilOver(db, id);
    await worker.stop();
    expect(run).toMatchObject({ state: 'completed', itemsDone: 5 });
    expect(practice.stats().calls).toBe(run.calls);
    expect(await brokenRules(db, id)).toEqual([]);
  });

  test('before any worker took it is cancelled at once, and again does nothing', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const { id } = await startRun(db, actor, requestOf(await makeTeacher(db, practice.url), [leafId]));
    expect(await cancelRun(db, actor, id)).toMatchObject({ state: 'cancelled' });
    expect(await cancelRun(db, actor, id)).toMatchObject({ state: 'cancelled' });
    expect(await db.job.count({ where: { groupId: id } })).toBe(0);
    expect(await db.auditEvent.count({ where: { subjectId: id, action: 'run.cancel' } })).toBe(1);
  });
});

describe('the budget of a run', { timeout: 120_000 }, () => {
  test('is never passed, and raising it goes on from there', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url, { slots: 64 });
    practice.resetStats();
    const { id } = await startRun(db, actor, requestOf(teacherId, [leafId], { maxCalls: 120 }));
    const worker = await startWorker(db);
    const stopped = await untilOver(db, id);
    expect(stopped).toMatchObject({ state: 'over_budget', error: expect.stringContaining('budget') });
    await until(async () => (await db.job.count({ where: { groupId: id } })) === 0);
    expect(practice.stats().calls).toBeLessThanOrEqual(120);
    expect(await brokenRules(db, id)).toEqual([]);

    await expect(resumeRun(db, actor, id, {})).rejects.toMatchObject({ code: 'invalid' });
    await resumeRun(db, actor, id, { maxCalls: 1_000 });
    const run = await untilOver(db, id);
    await worker.stop();
    expect(run).toMatchObject({ state: 'completed', maxCalls: 1_000 });
    expect(practice.stats().calls).toBe(run.calls);
  });

  test('that is small is spent on finishing items rather than on beginning many', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url, { slots: 64 });
    const run = await runToEnd(db, requestOf(teacherId, [leafId], { maxCalls: 150 }));
    expect(run).toMatchObject({ state: 'over_budget', itemsDone: 1 });
    expect(run.samplesKept).toBeGreaterThan(10);
  });
});

describe('an item', { timeout: 120_000 }, () => {
  test('that another worker has taken over is not written twice', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const { id } = await startRun(db, actor, requestOf(await makeTeacher(db, practice.url), [leafId], { target: 1 }));
    const [late] = await claim(db, { kinds: ['generate-item'], owner: 'late', groupId: id, limit: 1, leaseSeconds: 0 });
    const [next] = await claim(db, { kinds: ['generate-item'], owner: 'next', groupId: id, limit: 1 });
    expect(next?.id).toBe(late?.id);
    const row = await db.runItem.findUniqueOrThrow({ where: { id: late!.id } });
    const finished = (job: NonNullable<typeof late>) => ({
      item: { ...row, input: { seedIds: ['s1'], chunkId: null, count: 1, round: 0 } },
      job,
      kind: 'freeform' as const,
      taxonomyId: '',
      isPractice: true,
      pipeline: { name: 'freeform', version: 1, steps: 4 },
      revisionId: randomUUID(),
      result: { kept: [], dropped: [], tallies: [] },
    });
    expect(await finishItem(db, finished(late!))).toBe(false);
    expect(await getRun(db, id)).toMatchObject({ itemsDone: 0 });
    expect(await finishItem(db, finished(next!))).toBe(true);
    expect(await getRun(db, id)).toMatchObject({ itemsDone: 1 });
  });

  test('that kills its worker each time is given up, and the others end well', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const { id } = await startRun(db, actor, requestOf(await makeTeacher(db, practice.url), [leafId], { target: 10 }));
    const poison = await db.job.findFirstOrThrow({ where: { groupId: id } });
    await db.job.update({ where: { id: poison.id }, data: { attempts: 5 } });
    const worker = await startWorker(db);
    const run = await untilOver(db, id);
    expect(run).toMatchObject({ state: 'completed_with_errors', itemsFailed: 1, itemsDone: 4 });
    expect(run.errors).toMatchObject([{ kind: 'worker_died', items: 1, example: { itemId: poison.id } }]);
    expect(await brokenRules(db, id)).toEqual([]);

    await resumeRun(db, actor, id, {});
    expect(await untilOver(db, id)).toMatchObject({ state: 'completed', itemsFailed: 0, itemsDone: 5, errors: [] });
    await worker.stop();
    expect(await brokenRules(db, id)).toEqual([]);
  });
});

describe('a run whose rows are damaged', { timeout: 120_000 }, () => {
  test('fails with a word, and holds up no other run', async ({ db }) => {
    const teacherId = await makeTeacher(db, practice.url);
    const [bad, good] = [await makeFreeformLeaf(db), await makeFreeformLeaf(db)];
    const damaged = await startRun(db, actor, requestOf(teacherId, [bad], { target: 5 }));
    const sound = await startRun(db, actor, requestOf(teacherId, [good], { target: 5 }));
    await db.runItem.updateMany({ where: { runId: damaged.id }, data: { input: { not: 'an item' } } });
    const worker = await startWorker(db);
    expect(await untilOver(db, sound.id)).toMatchObject({ state: 'completed' });
    expect(await untilOver(db, damaged.id)).toMatchObject({ state: 'failed', error: expect.stringContaining('read') });
    await worker.stop();
  });
});

describe('watching a run', { timeout: 120_000 }, () => {
  test('tells each change once to everyone who watches, and ends with the run', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url, { slots: 8 });
    const { id } = await startRun(db, actor, requestOf(teacherId, [leafId], { target: 40 }));
    const seen: RunDetail[][] = [[], []];
    let ended = 0;
    for (const list of seen) watchRun(db, id, { changed: (run) => list.push(run), ended: () => (ended += 1) });
    await until(() => seen.every((list) => list.length > 0));
    const worker = await startWorker(db);
    await until(() => ended === 2);
    await worker.stop();
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]!.length).toBeGreaterThan(1);
    expect(seen[0]!.at(-1)).toMatchObject({ state: 'completed' });
    expect(seen[0]!.at(0)!.state).toBe('queued');
  });
});

describe('what a run says of itself', { timeout: 120_000 }, () => {
  test('is that it is stalled when it has work and nobody holds any of it', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const { id } = await startRun(db, actor, requestOf(await makeTeacher(db, practice.url), [leafId]));
    expect(await getRun(db, id)).toMatchObject({ state: 'queued', isStalled: false });
    await db.run.update({ where: { id }, data: { createdAt: new Date(Date.now() - 60_000) } });
    expect(await getRun(db, id)).toMatchObject({ isStalled: true });
    const [job] = await claim(db, { kinds: ['generate-item'], owner: 'me', groupId: id, limit: 1 });
    expect(await getRun(db, id)).toMatchObject({ isStalled: false });
    await db.job.update({ where: { id: job!.id }, data: { dueAt: new Date(Date.now() - 1_000) } }); // its worker died
    expect(await getRun(db, id)).toMatchObject({ isStalled: true });
    await cancelRun(db, actor, id);
  });

  test('is never that it is completed when what it counted is not what is stored', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const { id } = await startRun(db, actor, requestOf(await makeTeacher(db, practice.url), [leafId], { target: 5 }));
    await db.run.update({ where: { id }, data: { samplesKept: 1 } });
    const worker = await startWorker(db);
    const run = await untilOver(db, id);
    await worker.stop();
    expect(run).toMatchObject({ state: 'failed', error: expect.stringContaining('samples: ') });
  });
});

describe('of two items that say the same', { timeout: 120_000 }, () => {
  const sampleOf = (question: string) => ({
    row: {
      context: null,
      question,
      answer: `An answer to ${question}`,
      documentVariant: null,
      scores: [],
      calls: [],
    },
    path: '0.0.0.0',
  });

  /** Two items of a leaf, claimed: each can be finished with a question, at any time. */
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
        pipeline: { name: 'freeform', version: 1, steps: 1 },
        revisionId: randomUUID(),
        result: {
          kept: [sampleOf(question)],
          dropped: [],
          tallies: [{ step: 'write-questions', ordinal: 0, entered: 1, made: 1, kept: 1, dropped: 0 }],
        },
      });
    };
    const stored = () =>
      db.sample.findMany({ where: { leafId }, select: { id: true, itemOrdinal: true, status: true } });
    return { leafId, runId, finish, stored };
  }

  test.for([
    ['in order', [0, 1]],
    ['out of order', [1, 0]],
  ] as const)('the lower one stays, when they come %s', async ([, order], { db }) => {
    const { finish, stored, runId } = await twoItems(db);
    for (const place of order) await finish(place, place === 0 ? 'Which is the largest?' : 'WHICH is   the largest?');
    expect(await stored()).toMatchObject([{ itemOrdinal: 0 }]);
    expect(await getRun(db, runId)).toMatchObject({ samplesKept: 1, rowsDropped: 1, itemsDone: 2 });
    expect(await brokenRules(db, runId)).toEqual([]);
  });

  test('the one that a person has judged stays, whichever it is', async ({ db }) => {
    const { finish, stored, runId, leafId } = await twoItems(db);
    await finish(1, 'Which is the largest?');
    await db.sample.updateMany({ where: { leafId }, data: { status: 'approved', version: 1 } });
    await db.sampleCount.deleteMany({ where: { leafId } });
    await db.sampleCount.create({ data: { leafId, status: 'approved', n: 1 } });
    await finish(0, 'Which is the largest?');
    expect(await stored()).toMatchObject([{ itemOrdinal: 1, status: 'approved' }]);
    expect(await brokenRules(db, runId)).toEqual([]);
  });

  test('and a sample of an earlier run stays', async ({ db }) => {
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
      pipeline: { name: 'freeform', version: 1, steps: 0 },
      revisionId: randomUUID(),
      result: { kept: [sampleOf('Which is the largest?')], dropped: [], tallies: [] },
    });
    expect(await first.stored()).toEqual([before]);
    expect(await getRun(db, again.id)).toMatchObject({ samplesKept: 0, rowsDropped: 1 });
  });
});
