import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, vi } from 'vitest';
import type { Database } from '@/prisma/client';
import { advanceBatches, type BatchAccess } from '@/taxonomy/generation/batch/advance-batches';
import { getBatch } from '@/taxonomy/generation/batch/batch-state';
import { batchJob } from '@/taxonomy/generation/batch/job';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { getRun } from '@/taxonomy/generation/runs/get-run';
import { resumeRun } from '@/taxonomy/generation/runs/resume-run';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { cancelRun } from '@/taxonomy/generation/runs/stop-run';
import { batchClientOf } from '@/taxonomy/generation/teacher/clients';
import { workOnJobs } from '@/taxonomy/jobs/work';
import { test } from '../../support/database';
import {
  actor,
  brokenRules,
  contentOfRun,
  forgetSamples,
  makeFreeformLeaf,
  makeKnowledgeLeaf,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  runToEnd,
  startWorker,
  until,
  untilOver,
} from '../../support/generation-factories';
import { testAccess } from '../../support/teacher-access';

let practice: PracticeTeacher;
beforeAll(async () => {
  practice = await makePracticeTeacher({ faults: [{ fault: '500', share: 0.05 }] });
});
afterAll(() => practice.close());

const never = new AbortController().signal;

const accessOf = (db: Database): BatchAccess => ({
  openClient: (id) => batchClientOf(db, id, testAccess),
  scratch: mkdtempSync(path.join(tmpdir(), 'batches-')),
});

/** Workers for tasks and for batches. */
async function startBoth(db: Database, access: BatchAccess) {
  const worker = await startWorker(db);
  const ending = new AbortController();
  const worked = workOnJobs(db, [batchJob(access)], worker.leases, ending.signal, { idleMs: 50 });
  return async () => {
    ending.abort();
    await worked;
    await worker.stop();
  };
}

const filesOf = (access: BatchAccess) => readdirSync(access.scratch);

describe('a run through a batch API', { timeout: 600_000 }, () => {
  test('makes the samples of a live one, although some requests fail at first', async ({ db }) => {
    const leaves = [await makeFreeformLeaf(db), await makeKnowledgeLeaf(db, 2)];
    const teacherId = await makeTeacher(db, practice.url);
    const request = { target: 20, seed: 'api' };
    const live = await runToEnd(db, requestOf(teacherId, leaves, request));
    const expected = await contentOfRun(db, live.id);
    await forgetSamples(db);

    const access = accessOf(db);
    const stop = await startBoth(db, access);
    const { id } = await startRun(db, actor, requestOf(teacherId, leaves, { ...request, batch: 'api' }));
    const run = await untilOver(db, id);
    await until(async () => (await db.job.count({ where: { kind: 'batch' } })) === 0);
    await stop();
    expect(run).toMatchObject({ state: 'completed', batch: 'api', itemsFailed: 0 });
    expect(expected.length).toBeGreaterThan(0);
    expect(await contentOfRun(db, id)).toEqual(expected);
    expect(await brokenRules(db, id)).toEqual([]);
    expect(await db.remoteBatch.count({ where: { runId: id, state: 'ended' } })).toBeGreaterThan(3);
    expect(await db.remoteBatch.count({ where: { runId: id, state: { not: 'ended' } } })).toBe(0);
    expect(filesOf(access)).toEqual([]);
  });

  test('finds a batch again that was sent right before its worker died, and does not send it twice', async ({ db }) => {
    const slow = await makePracticeTeacher({ latencyMs: 300 });
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, slow.url);
    const { id } = await startRun(db, actor, requestOf(teacherId, [leafId], { target: 10, batch: 'api' }));
    const worker = await startWorker(db);
    await until(async () => (await getBatch(db, id)).working === 0);
    const access = accessOf(db);
    await advanceBatches(db, id, access, never);
    // As if the worker had died between the server's answer and storing it.
    await db.remoteBatch.updateMany({ where: { runId: id }, data: { remoteId: null, state: 'sending' } });
    await advanceBatches(db, id, access, never);
    expect((await getBatch(db, id)).sent).toHaveLength(1);
    // As if it had died before the server had heard of it.
    const lost = await db.remoteBatch.create({ data: { id: crypto.randomUUID(), runId: id, teacherId, requests: 0 } });
    await advanceBatches(db, id, access, never);
    expect(await db.remoteBatch.findUnique({ where: { id: lost.id } })).toBeNull();
    expect(await db.remoteBatch.count({ where: { runId: id } })).toBe(1);
    await cancelRun(db, actor, id);
    await untilOver(db, id);
    expect(await advanceBatches(db, id, access, never)).toBeNull();
    const answer = await fetch(`${slow.url}/batches`);
    expect(await answer.json()).toMatchObject({ data: [{ status: 'cancelled' }] });
    await worker.stop();
    await slow.close();
  });

  test('fails with the words of a server that has no batch API, and can be resumed', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url);
    const { id } = await startRun(db, actor, requestOf(teacherId, [leafId], { target: 5, batch: 'api' }));
    const worker = await startWorker(db);
    await until(async () => (await getBatch(db, id)).working === 0);
    const noSuch = { ...accessOf(db), openClient: () => batchClientOf(db, teacherId, testAccess) };
    await db.teacher.update({ where: { id: teacherId }, data: { baseUrl: practice.url.replace('/v1', '/v9') } });
    await advanceBatches(db, id, noSuch, never);
    expect(await untilOver(db, id)).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(/^The batch API: .*404/),
    });
    await db.teacher.update({ where: { id: teacherId }, data: { baseUrl: practice.url } });
    await db.job.deleteMany({ where: { kind: 'batch' } });
    await resumeRun(db, actor, id, {});
    expect(await db.job.count({ where: { kind: 'batch' } })).toBe(1);
    await worker.stop();
    const stop = await startBoth(db, accessOf(db));
    expect(await untilOver(db, id)).toMatchObject({ state: 'completed' });
    await stop();
  });

  test('waits while the server cannot be reached, and says so', async ({ db }) => {
    const gone = await makePracticeTeacher();
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, gone.url);
    const { id } = await startRun(db, actor, requestOf(teacherId, [leafId], { target: 5, batch: 'api' }));
    const worker = await startWorker(db);
    await until(async () => (await getBatch(db, id)).working === 0);
    await gone.close();
    expect(await advanceBatches(db, id, accessOf(db), never)).toBe(30_000);
    await vi.waitFor(async () =>
      expect(await getRun(db, id)).toMatchObject({ state: 'running', error: expect.stringContaining('The batch API') }),
    );
    expect((await getBatch(db, id)).teachers).toMatchObject([{ waiting: expect.any(Number) }]);
    await worker.stop();
  });
});
