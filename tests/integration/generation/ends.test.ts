import { afterAll, beforeAll, describe, expect } from 'vitest';
import { DomainError } from '@/taxonomy/errors';
import { healthLimits } from '@/taxonomy/generation/engine/teacher-health';
import type { OpenTeacherOf } from '@/taxonomy/generation/engine/teacher-in-use';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { getRun } from '@/taxonomy/generation/runs/get-run';
import { resumeRun } from '@/taxonomy/generation/runs/resume-run';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { test } from '../../support/database';
import {
  actor,
  brokenRules,
  makeFreeformLeaf,
  makePracticeTeacher,
  makeTeacher,
  openTeacherOf,
  requestOf,
  startWorker,
  until,
  untilOver,
} from '../../support/generation-factories';

let practice: PracticeTeacher;
beforeAll(async () => void (practice = await makePracticeTeacher({ latencyMs: 20 })));
afterAll(() => practice.close());

describe('a run', { timeout: 600_000 }, () => {
  test('whose jobs are missing fails with a remedy, and the remedy works', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const { id } = await startRun(db, actor, requestOf(await makeTeacher(db, practice.url), [leafId], { target: 5 }));
    await db.job.deleteMany({ where: { groupId: id } });
    const worker = await startWorker(db);
    expect(await untilOver(db, id)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('Resume the run'),
    });
    await resumeRun(db, actor, id, {});
    const run = await untilOver(db, id);
    await worker.stop();
    expect(run).toMatchObject({ state: 'completed', itemsDone: run.itemsTotal });
    expect(await brokenRules(db, id)).toEqual([]);
  });

  test('that is small does not wait for a large one with the same teacher', async ({ db }) => {
    const [large, small] = [await makeFreeformLeaf(db), await makeFreeformLeaf(db)];
    const teacherId = await makeTeacher(db, practice.url, { slots: 4 });
    const first = await startRun(db, actor, requestOf(teacherId, [large], { target: 600 }));
    const worker = await startWorker(db);
    await until(async () => (await getRun(db, first.id)).calls > 4);
    const second = await startRun(db, actor, requestOf(teacherId, [small], { target: 2 }));
    expect(await untilOver(db, second.id)).toMatchObject({ itemsDone: 2 });
    const { itemsDone, itemsTotal } = await getRun(db, first.id);
    expect(itemsDone).toBeLessThan(itemsTotal / 2);
    await worker.stop();
  });

  test('counts calls that timed out towards its limit, because the teacher may have worked on them', async ({ db }) => {
    const hanging = await makePracticeTeacher({ faults: [{ fault: 'hang', share: 1 }] });
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, hanging.url, { timeoutSeconds: 1, slots: 1 });
    const { id } = await startRun(db, actor, requestOf(teacherId, [leafId], { target: 5, maxCalls: 2 }));
    const worker = await startWorker(db);
    const run = await untilOver(db, id);
    await worker.stop();
    await hanging.close();
    expect(run).toMatchObject({ state: 'over_budget', calls: 2, failedCalls: 2 });
    expect(run.lastFailure).toMatch(/did not answer within 1 s/);
  });

  test('with a teacher that cannot be opened yet says so and continues by itself', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const { id } = await startRun(db, actor, requestOf(await makeTeacher(db, practice.url), [leafId], { target: 20 }));
    let isAway = true;
    const openTeacher: OpenTeacherOf = (teacherId) =>
      isAway
        ? Promise.reject(new DomainError('unavailable', 'The practice teacher is not running.'))
        : openTeacherOf(db)(teacherId);
    const worker = await startWorker(db, { openTeacher });
    await until(async () => (await getRun(db, id)).error === 'The practice teacher is not running.');
    expect(await getRun(db, id)).toMatchObject({ state: 'queued' });
    isAway = false;
    expect(await untilOver(db, id)).toMatchObject({ state: 'completed', error: null });
    await worker.stop();
  });

  test.for([
    ['stays away for too long', 'unavailable'],
    ['is gone', 'not_found'],
  ] as const)('fails with the reason when its teacher %s', async ([, code], { db }) => {
    const leafId = await makeFreeformLeaf(db);
    const { id } = await startRun(db, actor, requestOf(await makeTeacher(db, practice.url), [leafId], { target: 2 }));
    const openTeacher: OpenTeacherOf = () => Promise.reject(new DomainError(code, 'No teacher is there.'));
    const limits = { ...healthLimits, neverAnsweredMs: code === 'not_found' ? 60_000 : 0 };
    const worker = await startWorker(db, { openTeacher, healthLimits: limits });
    expect(await untilOver(db, id)).toMatchObject({ state: 'failed', error: 'No teacher is there.' });
    await worker.stop();
  });
});
