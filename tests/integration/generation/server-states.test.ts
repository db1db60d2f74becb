import { describe, expect } from 'vitest';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { stopRun } from '@/taxonomy/generation/runs/stop-run';
import { listServerStates } from '@/taxonomy/generation/teacher/server-states';
import { addTeacher } from '@/taxonomy/generation/teacher/teachers';
import { practiceModel } from '@/taxonomy/generation/vocabulary';
import { test } from '../../support/database';
import {
  actor,
  makeFreeformLeaf,
  makePracticeTeacher,
  requestOf,
  startWorker,
  until,
} from '../../support/generation-factories';
import { testAccess } from '../../support/teacher-access';

describe('the servers of a teacher', { timeout: 300_000 }, () => {
  test('are seen by other processes: which are given no calls, and why, as long as a worker uses them', async ({
    db,
  }) => {
    const good = await makePracticeTeacher({ latencyMs: 50 });
    const bad = await makePracticeTeacher({ faults: [{ fault: '500', share: 1 }] });
    const { id } = await addTeacher(db, actor, testAccess, {
      name: 'Two servers',
      baseUrl: good.url,
      otherUrls: [bad.url],
      model: practiceModel,
      extraFields: {},
      slots: 8,
      timeoutSeconds: 10,
      ownPrice: null,
    });
    expect(await listServerStates(db)).toEqual([]);
    const worker = await startWorker(db, { patience: { busyMs: 600_000, tries: 100, firstPauseMs: 5 } });
    const run = await startRun(db, actor, requestOf(id, [await makeFreeformLeaf(db)], { target: 5_000 }));
    await until(async () => (await listServerStates(db)).some(({ state }) => state !== 'closed'));
    const [first, second] = await listServerStates(db);
    expect(first).toMatchObject({ teacherId: id, address: good.url, state: 'closed', ofWorkers: 1 });
    expect(second).toMatchObject({ teacherId: id, address: bad.url, workers: 1 });
    expect(second?.reason).toMatch(/failed \(500\)/);
    expect(Date.parse(second?.nextTryAt ?? '')).toBeGreaterThan(Date.parse(second?.since ?? ''));

    await stopRun(db, run.id, { state: 'failed', error: 'Enough.' });
    await until(async () => (await listServerStates(db)).length === 0);
    await worker.stop();
    await good.close();
    await bad.close();
  });
});
