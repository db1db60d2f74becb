import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { addTeacher } from '@/taxonomy/generation/teacher/teachers';
import { testTeacher } from '@/taxonomy/generation/teacher-test/test-teacher';
import { practiceModel } from '@/taxonomy/generation/vocabulary';
import { test } from '../../support/database';
import {
  actor,
  brokenRules,
  makeFreeformLeaf,
  makePracticeTeacher,
  requestOf,
  startWorker,
  untilOver,
} from '../../support/generation-factories';
import { testAccess } from '../../support/teacher-access';

const never = new AbortController().signal;

describe('a teacher with several servers', { timeout: 300_000 }, () => {
  test('uses both in a run, and a run goes on when one of them is gone', async ({ db }) => {
    const [one, other] = [
      await makePracticeTeacher({ latencyMs: 20, slots: 4 }),
      await makePracticeTeacher({ latencyMs: 20, slots: 4 }),
    ];
    const { id, otherUrls } = await addTeacher(db, actor, testAccess, {
      name: randomUUID(),
      baseUrl: one.url,
      otherUrls: [other.url, other.url],
      model: practiceModel,
      extraFields: {},
      slots: 4,
      timeoutSeconds: 10,
      ownPrice: null,
    });
    expect(otherUrls).toHaveLength(1);
    expect(await testTeacher(db, id, { access: testAccess, signal: never })).toMatchObject({
      ok: true,
      message: expect.stringContaining('The other address answered too.'),
    });

    const worker = await startWorker(db);
    const leaf = await makeFreeformLeaf(db);
    const both = await startRun(db, actor, requestOf(id, [leaf], { target: 20 }));
    expect((await untilOver(db, both.id)).state).toBe('completed');
    expect(one.stats().calls).toBeGreaterThan(10);
    expect(other.stats().calls).toBeGreaterThan(10);

    await other.close();
    const alone = await startRun(db, actor, requestOf(id, [leaf], { target: 20, seed: 'other' }));
    expect((await untilOver(db, alone.id)).state).toBe('completed');
    expect(await brokenRules(db, alone.id)).toEqual([]);
    const failed = await testTeacher(db, id, { access: testAccess, signal: never });
    expect(failed).toMatchObject({ ok: false, message: expect.stringContaining(new URL(other.url).host) });
    await worker.stop();
    await one.close();
  });

  test('a call that hangs costs a run little: it is given up long before the time limit', async ({ db }) => {
    const practice = await makePracticeTeacher({
      latencyMs: 20,
      slots: 16,
      faults: [{ fault: 'hang', share: 0.02 }],
    });
    const { id } = await addTeacher(db, actor, testAccess, {
      name: randomUUID(),
      baseUrl: practice.url,
      model: practiceModel,
      extraFields: {},
      slots: 16,
      timeoutSeconds: 600,
      ownPrice: null,
    });
    const worker = await startWorker(db);
    const startedAt = performance.now();
    const run = await startRun(db, actor, requestOf(id, [await makeFreeformLeaf(db)], { target: 60 }));
    expect((await untilOver(db, run.id)).state).toBe('completed');
    expect(practice.stats().byFault['hang']).toBeGreaterThan(0);
    expect(performance.now() - startedAt).toBeLessThan(120_000);
    expect(await brokenRules(db, run.id)).toEqual([]);
    await worker.stop();
    await practice.close();
  });
});
