import { afterAll, beforeAll, describe, expect } from 'vitest';
import { getRun } from '@/taxonomy/generation/runs/get-run';
import type { RunDetail } from '@/taxonomy/generation/contract';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { cancelRun } from '@/taxonomy/generation/runs/stop-run';
import { watchRun } from '@/taxonomy/generation/runs/watch-run';
import { claim } from '@/taxonomy/jobs/queue';
import { test } from '../../support/database';
import {
  actor,
  makeFreeformLeaf,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  startWorker,
  until,
  untilOver,
} from '../../support/generation-factories';

let practice: PracticeTeacher;
beforeAll(async () => void (practice = await makePracticeTeacher({ latencyMs: 80, sigma: 0.3 })));
afterAll(() => practice.close());

describe('watching a run', { timeout: 600_000 }, () => {
  test('reports each change once to everyone who watches, and ends with the run', async ({ db }) => {
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

describe('the state of a run', { timeout: 600_000 }, () => {
  test('is stalled when it has work and nobody works on it', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const { id } = await startRun(db, actor, requestOf(await makeTeacher(db, practice.url), [leafId]));
    expect(await getRun(db, id)).toMatchObject({ state: 'queued', isStalled: false });
    const aMinuteAgo = new Date(Date.now() - 60_000);
    await db.run.update({ where: { id }, data: { createdAt: aMinuteAgo } });
    await db.job.updateMany({ where: { groupId: id }, data: { dueAt: aMinuteAgo } });
    expect(await getRun(db, id)).toMatchObject({ isStalled: true });
    const [job] = await claim(db, { kinds: ['generate-item'], owner: 'me', groupId: id, limit: 1 });
    expect(await getRun(db, id)).toMatchObject({ isStalled: false });
    await db.job.update({ where: { id: job!.id }, data: { dueAt: new Date(Date.now() - 1_000) } }); // its worker died
    expect(await getRun(db, id)).toMatchObject({ isStalled: true });
    await cancelRun(db, actor, id);
  });

  test('is never completed when its counters differ from what is stored', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const { id } = await startRun(db, actor, requestOf(await makeTeacher(db, practice.url), [leafId], { target: 5 }));
    await db.run.update({ where: { id }, data: { samplesKept: 1 } });
    const worker = await startWorker(db);
    const run = await untilOver(db, id);
    await worker.stop();
    expect(run).toMatchObject({ state: 'failed', error: expect.stringContaining('samples: ') });
  });
});
