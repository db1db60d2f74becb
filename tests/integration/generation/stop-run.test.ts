import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { resumeRun } from '@/taxonomy/generation/runs/resume-run';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { cancelRun } from '@/taxonomy/generation/runs/stop-run';
import { test } from '../../support/database';
import {
  actor,
  brokenRules,
  forgetSamples,
  makeFreeformLeaf,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  runToEnd,
  startWorker,
  until,
  untilOver,
} from '../../support/generation-factories';

let practice: PracticeTeacher;
beforeAll(async () => void (practice = await makePracticeTeacher({ latencyMs: 80, sigma: 0.3 })));
afterAll(() => practice.close());

describe('a cancelled run', { timeout: 600_000 }, () => {
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
    expect(await db.teacherCall.count({ where: { runId: id } })).toBe(run.calls);
    expect(await brokenRules(db, id)).toEqual([]);
  });

  test('that no worker has started is cancelled at once, and cancelling it again does nothing', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const { id } = await startRun(db, actor, requestOf(await makeTeacher(db, practice.url), [leafId]));
    expect(await cancelRun(db, actor, id)).toMatchObject({ state: 'cancelled' });
    expect(await cancelRun(db, actor, id)).toMatchObject({ state: 'cancelled' });
    expect(await db.job.count({ where: { groupId: id } })).toBe(0);
    expect(await db.auditEvent.count({ where: { subjectId: id, action: 'run.cancel' } })).toBe(1);
  });
});

describe('the budget of a run', { timeout: 600_000 }, () => {
  test('is never exceeded, and raising it lets the run continue', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url, { slots: 64 });
    practice.resetStats();
    const { id } = await startRun(db, actor, requestOf(teacherId, [leafId], { maxCalls: 120 }));
    const worker = await startWorker(db);
    const stopped = await untilOver(db, id);
    expect(stopped).toMatchObject({ state: 'over_budget', error: expect.stringContaining('limit') });
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

  test('may be in tokens: the run stops soon after them, says so, and continues when the limit is raised', async ({
    db,
  }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url, { slots: 2 });
    const stopped = await runToEnd(db, requestOf(teacherId, [leafId], { target: 10, maxTokens: 3_000 }));
    const tokens = stopped.promptTokens + stopped.completionTokens;
    expect(stopped).toMatchObject({ state: 'over_budget', error: expect.stringContaining('token limit') });
    expect(tokens).toBeGreaterThanOrEqual(3_000);
    await expect(resumeRun(db, actor, stopped.id, {})).rejects.toMatchObject({ code: 'invalid' });
    await resumeRun(db, actor, stopped.id, { maxTokens: 10_000_000 });
    const worker = await startWorker(db);
    expect(await untilOver(db, stopped.id)).toMatchObject({ state: 'completed', maxTokens: 10_000_000 });
    await worker.stop();
    expect(await brokenRules(db, stopped.id)).toEqual([]);
  });

  test('that is small is spent on finishing items rather than on starting many', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url, { slots: 64 });
    const run = await runToEnd(db, requestOf(teacherId, [leafId], { maxCalls: 150 }));
    expect(run).toMatchObject({ state: 'over_budget', itemsDone: 1 });
    expect(run.samplesKept).toBeGreaterThan(10);
  });
});
