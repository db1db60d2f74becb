import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { test } from '../../support/database';
import {
  actor,
  brokenRules,
  contentOfRun,
  forgetSamples,
  kill,
  makeFreeformLeaf,
  makeGroundedLeaf,
  makeKnowledgeLeaf,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  runToEnd,
  spawnWorker,
  startWorker,
  until,
  untilOver,
} from '../../support/generation-factories';

const SLOTS = 16;
let practice: PracticeTeacher;
beforeAll(async () => void (practice = await makePracticeTeacher({ latencyMs: 30, sigma: 0.5 })));
afterAll(() => practice.close());

describe('a run whose worker is killed', { timeout: 600_000 }, () => {
  test('loses nothing, duplicates nothing, and pays for no stored answer again', async ({ db, databaseUrl }) => {
    await makeFreeformLeaf(db);
    await makeGroundedLeaf(db);
    const teacherId = await makeTeacher(db, practice.url, { slots: SLOTS });
    const request = () => requestOf(teacherId, [], { target: 60, seed: 'kill' });
    const whole = await runToEnd(db, request());
    const expected = await contentOfRun(db, whole.id);
    await forgetSamples(db);

    practice.resetStats();
    const { id } = await startRun(db, actor, request());
    const KILLS = 2;
    for (let kills = 0; kills < KILLS; kills += 1) {
      const before = practice.stats().calls;
      const worker = spawnWorker(databaseUrl);
      await until(() => practice.stats().calls > before + 60, 300_000);
      await kill(worker, 'SIGKILL');
      await db.$executeRaw`UPDATE "Job" SET "dueAt" = now() WHERE owner IS NOT NULL`; // as if the lease had expired
    }
    const worker = await startWorker(db);
    const run = await untilOver(db, id);
    await worker.stop();

    expect(run).toMatchObject({ state: 'completed', itemsDone: run.itemsTotal });
    expect(await contentOfRun(db, id)).toEqual(expected);
    expect(await brokenRules(db, id)).toEqual([]);
    const written = await db.teacherCall.count({ where: { runId: id } });
    // Calls that were in flight when a worker died, or answered but not yet written (one flush), may be repeated.
    expect(practice.stats().calls - written).toBeLessThanOrEqual(KILLS * (SLOTS + 64));
  });

  test('is finished by another worker while the first one is frozen, which does no harm when it wakes', async ({
    db,
    databaseUrl,
  }) => {
    await forgetSamples(db);
    practice.resetStats();
    const teacherId = await makeTeacher(db, practice.url, { slots: SLOTS });
    const { id } = await startRun(db, actor, requestOf(teacherId, [], { target: 30, seed: 'frozen' }));
    const frozen = spawnWorker(databaseUrl);
    await until(() => practice.stats().calls > 60, 300_000);
    frozen.kill('SIGSTOP');
    await db.$executeRaw`UPDATE "Job" SET "dueAt" = now() WHERE owner IS NOT NULL`; // as if the lease had expired
    const worker = await startWorker(db);
    const run = await untilOver(db, id).finally(() => worker.stop());
    expect(run).toMatchObject({ state: 'completed', itemsDone: run.itemsTotal });
    const content = await contentOfRun(db, id);

    frozen.kill('SIGCONT');
    // A worker that is asked to end first stores or fails what it has.
    await kill(frozen, 'SIGTERM');
    expect(await contentOfRun(db, id)).toEqual(content);
    const broken = await brokenRules(db, id);
    // Both workers make the calls that were in flight when it froze.
    const twice = broken.find(({ rule }) => rule === 'no answer was paid for twice');
    expect(broken.filter((each) => each !== twice)).toEqual([]);
    expect(twice?.n ?? 0).toBeLessThanOrEqual(SLOTS + 64);
  });

  test('gives the same samples with one worker and with three', async ({ db }) => {
    await forgetSamples(db);
    await makeKnowledgeLeaf(db, 4);
    const teacherId = await makeTeacher(db, practice.url, { slots: SLOTS });
    const one = await runToEnd(db, requestOf(teacherId, [], { target: 40, seed: 'same' }));
    const expected = await contentOfRun(db, one.id);
    expect(expected.length).toBeGreaterThan(30);

    await forgetSamples(db);
    const { id } = await startRun(db, actor, requestOf(teacherId, [], { target: 40, seed: 'same' }));
    const workers = await Promise.all([startWorker(db), startWorker(db), startWorker(db)]);
    const run = await untilOver(db, id);
    await Promise.all(workers.map((worker) => worker.stop()));
    expect(run.state).toBe('completed');
    expect(await contentOfRun(db, id)).toEqual(expected);
    expect(await brokenRules(db, id)).toEqual([]);
  });

  test('continues when every connection to Postgres breaks', async ({ db }) => {
    await forgetSamples(db);
    const teacherId = await makeTeacher(db, practice.url, { slots: SLOTS });
    const { id } = await startRun(db, actor, requestOf(teacherId, [], { target: 30, seed: 'cut' }));
    const worker = await startWorker(db);
    practice.resetStats();
    for (const calls of [50, 120]) {
      await until(() => practice.stats().calls > calls);
      await db.$executeRaw`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`;
    }
    // The test's own connections were cut too: the next query on each of them fails.
    const run = await untilOver(db, id, { isPatient: true }).finally(() => worker.stop());
    expect(run.state).toBe('completed');
    expect(await brokenRules(db, id)).toEqual([]);
  });

  test('is returned to the queue by a worker that is asked to stop', async ({ db, databaseUrl }) => {
    await forgetSamples(db);
    await db.worker.deleteMany(); // the workers that were killed above
    practice.resetStats();
    const teacherId = await makeTeacher(db, practice.url, { slots: SLOTS });
    const { id } = await startRun(db, actor, requestOf(teacherId, [], { target: 60, seed: 'term' }));
    const first = spawnWorker(databaseUrl);
    await until(() => practice.stats().calls > 60, 300_000);
    await kill(first, 'SIGTERM');
    expect(first.exitCode).toBe(0);
    expect(await db.job.count({ where: { owner: { not: null } } })).toBe(0);
    expect(await db.worker.count()).toBe(0);
    expect(practice.stats().calls).toBe(await db.teacherCall.count({ where: { runId: id } }));

    const worker = await startWorker(db);
    const run = await untilOver(db, id);
    await worker.stop();
    expect(run.state).toBe('completed');
    expect(practice.stats().calls).toBe(run.calls);
    expect(await brokenRules(db, id)).toEqual([]);
  });
});
