import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { connect, type Database } from '@/prisma/client';
import { limits } from '@/prisma/pool';
import { finishItem } from '@/taxonomy/generation/engine/finish-item';
import { getRun } from '@/taxonomy/generation/runs/get-run';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { resumeRun } from '@/taxonomy/generation/runs/resume-run';
import { startRun } from '@/taxonomy/generation/runs/start-run';
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
  startWorker,
  until,
  untilOver,
} from '../../support/generation-factories';

const LOCK_MS = 300;
let practice: PracticeTeacher;
beforeAll(async () => void (practice = await makePracticeTeacher({ latencyMs: 80, sigma: 0.3 })));
afterAll(() => practice.close());

describe('an item', { timeout: 600_000 }, () => {
  test('that another worker has taken over is not written twice', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const { id } = await startRun(db, actor, requestOf(await makeTeacher(db, practice.url), [leafId], { target: 1 }));
    const [late] = await claim(db, { kinds: ['generate-item'], owner: 'late', groupId: id, limit: 1, leaseSeconds: 0 });
    const [next] = await claim(db, { kinds: ['generate-item'], owner: 'next', groupId: id, limit: 1 });
    expect(next?.id).toBe(late?.id);
    const row = await db.runItem.findUniqueOrThrow({ where: { id: late!.id } });
    const revisionId = await revisionOf(db, leafId);
    const finished = (job: NonNullable<typeof late>) => ({
      item: { ...row, input: { seedIds: ['s1'], chunkId: null, count: 1, round: 0 } },
      job,
      kind: 'freeform' as const,
      taxonomyId: '',
      isPractice: true,
      nearDuplicates: null,
      evaluationSets: [],
      pipelineVersion: 1,
      revisionId,
      result: { kept: [], dropped: [], tallies: [] },
    });
    expect(await finishItem(db, finished(late!))).toBe(false);
    expect(await getRun(db, id)).toMatchObject({ itemsDone: 0 });
    expect(await finishItem(db, finished(next!))).toBe(true);
    expect(await getRun(db, id)).toMatchObject({ itemsDone: 1 });
  });

  test('that kills its worker each time is given up, and the others succeed', async ({ db }) => {
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

describe('items that were in work when their worker died', { timeout: 300_000 }, () => {
  test('are worked on a few at a time, and at last alone', async ({ db }) => {
    const slow = await makePracticeTeacher({ latencyMs: 60 });
    const leafIds = [await makeFreeformLeaf(db), await makeFreeformLeaf(db), await makeFreeformLeaf(db)];
    const teacherId = await makeTeacher(db, slow.url, { slots: 16 });
    const { id } = await startRun(db, actor, requestOf(teacherId, leafIds, { target: 5 }));
    const jobs = await db.job.findMany({ where: { groupId: id }, orderBy: { ordinal: 'asc' } });
    const ids = jobs.map((job) => job.id);
    const [alone, suspects] = [ids.slice(0, 2), ids.slice(2, 12)];
    await db.job.updateMany({ where: { id: { in: suspects } }, data: { attempts: 3 } });
    await db.job.updateMany({ where: { id: { in: alone } }, data: { attempts: 4 } });

    const worker = await startWorker(db);
    let mostSuspects = 0;
    let beside = 0;
    const over = { is: false };
    const looking = (async () => {
      while (!over.is) {
        const held = await db.job.findMany({ where: { groupId: id, owner: { not: null } } });
        mostSuspects = Math.max(mostSuspects, held.filter((job) => suspects.includes(job.id)).length);
        if (held.some((job) => alone.includes(job.id))) beside = Math.max(beside, held.length - 1);
      }
    })();
    const run = await untilOver(db, id);
    over.is = true;
    await looking;
    await worker.stop();
    await slow.close();
    expect(run).toMatchObject({ state: 'completed', itemsDone: 15 });
    expect(mostSuspects).toBeGreaterThan(1);
    expect(mostSuspects).toBeLessThanOrEqual(8);
    expect(beside).toBe(0);
  });
});

describe('an item that cannot be stored at once', { timeout: 600_000 }, () => {
  test('is kept and stored after the lock is released, without being processed again', async ({ db, databaseUrl }) => {
    const leafId = await makeFreeformLeaf(db);
    const { id } = await startRun(db, actor, requestOf(await makeTeacher(db, practice.url), [leafId], { target: 2 }));
    const impatient = connect(databaseUrl, 10, { ...limits.worker, lockMs: LOCK_MS });
    const holder = new pg.Client({ connectionString: databaseUrl });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM "RunLeaf" WHERE "runId" = $1 FOR UPDATE', [id]);
    const worker = await startWorker(impatient, { leaseSeconds: 60 });
    await until(async () => (await waitingForLocks(db)) > 0, 60_000);
    await sleep(3 * LOCK_MS); // longer than the lock timeout
    await holder.query('COMMIT');
    await holder.end();
    const run = await untilOver(db, id).finally(() => worker.stop());
    await impatient.$disconnect();
    expect(run).toMatchObject({ state: 'completed', itemsDone: run.itemsTotal });
    const items = await db.runItem.findMany({ where: { runId: id } });
    expect(items.map(({ attempts }) => attempts)).toEqual(items.map(() => 1));
    expect(await brokenRules(db, id)).toEqual([]);
  });
});

const waitingForLocks = async (db: Database): Promise<number> =>
  (
    await db.$queryRaw<unknown[]>`
    SELECT 1 AS found FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
  ).length;

describe('a run whose rows are damaged', { timeout: 600_000 }, () => {
  test('fails with a message, and blocks no other run', async ({ db }) => {
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
