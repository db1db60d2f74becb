import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished } from 'vitest';
import type { Database } from '@/prisma/client';
import { getRunSummary } from '@/taxonomy/generation/runs/get-run';
import { resumeRun } from '@/taxonomy/generation/runs/resume-run';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import type { StartRunRequest } from '@/taxonomy/generation/contract';
import { test } from '../../support/database';
import {
  actor,
  brokenRules,
  makeFreeformLeaf,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  startWorker,
  until,
  untilOver,
} from '../../support/generation-factories';

describe('the time limit of a run', { timeout: 120_000 }, () => {
  const endsByOf = async (db: Database, id: string) => (await db.run.findUniqueOrThrow({ where: { id } })).endsBy;
  /** As if its minutes were over. */
  const endNow = (db: Database, id: string) => db.run.update({ where: { id }, data: { endsBy: new Date() } });

  async function started(db: Database, options: Partial<StartRunRequest> = {}) {
    const practice = await makePracticeTeacher({ latencyMs: 100, sigma: 0.5 });
    onTestFinished(() => practice.close());
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url, { slots: 4 });
    const { id } = await startRun(db, actor, requestOf(teacherId, [leafId], { target: 60, maxMinutes: 5, ...options }));
    return { practice, id };
  }

  test('counts from when its work begins; then it makes no more calls, and a resume gives it as long again', async ({
    db,
  }) => {
    const { practice, id } = await started(db);
    expect(await endsByOf(db, id)).toBeNull();
    const worker = await startWorker(db);
    await until(() => practice.stats().calls > 5);
    const { startedAt, endsBy } = await db.run.findUniqueOrThrow({ where: { id } });
    expect(endsBy!.getTime() - startedAt!.getTime()).toBe(5 * 60_000);

    await endNow(db, id);
    const run = await untilOver(db, id);
    expect(run).toMatchObject({ state: 'over_budget', maxMinutes: 5 });
    expect(run.error).toBe('The run has reached its time limit of 5 minutes. Resume it to let it run as long again.');
    await until(async () => (await db.job.count({ where: { groupId: id } })) === 0);
    const { calls } = practice.stats();
    await sleep(1_000);
    expect(practice.stats().calls).toBe(calls);
    expect(await brokenRules(db, id)).toEqual([]);

    await resumeRun(db, actor, id, { maxMinutes: 7 });
    await until(async () => (await endsByOf(db, id)) !== null);
    const left = (await endsByOf(db, id))!.getTime() - Date.now();
    expect(left).toBeGreaterThan(6.5 * 60_000);
    expect((await getRunSummary(db, id)).maxMinutes).toBe(7);
    expect(await untilOver(db, id)).toMatchObject({ state: 'completed' });
    await worker.stop();
    expect(await brokenRules(db, id)).toEqual([]);
  });

  test('ends a run whose tasks all wait for answers', async ({ db }) => {
    const { id } = await started(db, { batch: 'files', target: 5 });
    const worker = await startWorker(db);
    await until(async () => (await db.waitingCall.count({ where: { runId: id } })) > 0);
    await until(async () => (await db.job.count({ where: { groupId: id } })) === 0);
    await endNow(db, id);
    expect(await untilOver(db, id)).toMatchObject({ state: 'over_budget' });
    await worker.stop();
    expect(await db.waitingCall.count({ where: { runId: id } })).toBe(0);
  });
});
