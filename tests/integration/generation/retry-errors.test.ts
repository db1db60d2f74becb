import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import { getRun } from '@/taxonomy/generation/runs/get-run';
import { retryErrors } from '@/taxonomy/generation/runs/retry-errors';
import { resumeRun } from '@/taxonomy/generation/runs/resume-run';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { cancelRun } from '@/taxonomy/generation/runs/stop-run';
import { changeThresholds } from '@/taxonomy/generation/threshold-changes/change-thresholds';
import { test } from '../../support/database';
import {
  actor,
  brokenRules,
  makeFreeformLeaf,
  makeTeacher,
  requestOf,
  runToEnd,
  startWorker,
  until,
  untilOver,
} from '../../support/generation-factories';
import { quirkyServer } from '../../support/quirky-server';
import { applied } from '../../support/threshold-factories';

/** A call is tried once, so that a bad answer fails its task at once. */
const patience = { busyMs: 1_000, tries: 1, firstPauseMs: 1 };

/** A teacher that answers three judgements of safety badly, in two ways, until it is mended. */
async function badServer() {
  let isBroken = true;
  const rows: string[] = [];
  const server = await quirkyServer(({ task, good, messages }) => {
    if (!isBroken || task !== 'judge-safety') return good;
    // A request that is sent twice is answered alike.
    const row = messages.at(-1)?.content ?? '';
    if (!rows.includes(row)) rows.push(row);
    const place = rows.indexOf(row);
    if (place === 1 || place === 3) return { status: 200, body: 'This is not JSON.' };
    return place === 2 ? { status: 200, body: { choices: [] } } : good;
  });
  return { ...server, mend: () => void (isBroken = false) };
}

const setUp = async (db: Database, options: Parameters<typeof requestOf>[2] = {}) => {
  const server = await badServer();
  const teacherId = await makeTeacher(db, server.url, { model: 'stub', slots: 2 });
  const request = requestOf(teacherId, [await makeFreeformLeaf(db)], { target: 5, ...options });
  return { server, run: await runToEnd(db, request, { patience }) };
};

/** The group with this many tasks. */
const groupOf = ({ errors }: Awaited<ReturnType<typeof getRun>>, items: number) =>
  errors.find((group) => group.items === items)!;

describe('retrying a group of errors', { timeout: 120_000 }, () => {
  test('does its tasks again and no others, without asking again what was answered', async ({ db }) => {
    const { server, run } = await setUp(db);
    expect(run).toMatchObject({ state: 'completed_with_errors', itemsTotal: 5, itemsDone: 2, itemsFailed: 3 });
    const group = groupOf(run, 2);
    expect(run.errors.map(({ items }) => items)).toEqual([2, 1]);
    server.mend();
    const before = server.asked.length;

    expect(await retryErrors(db, actor, run.id, group.id)).toMatchObject({
      retried: 2,
      run: { state: 'queued', itemsDone: 2, itemsFailed: 1, finishedAt: null },
    });
    const worker = await startWorker(db, { patience });
    const after = await untilOver(db, run.id);
    expect(after).toMatchObject({ state: 'completed_with_errors', itemsDone: 4, itemsFailed: 1 });
    expect(after.errors.map(({ items }) => items)).toEqual([1]);
    expect(server.asked.slice(before).map(({ task }) => task)).toEqual(['judge-safety', 'judge-safety']);
    expect(await brokenRules(db, run.id)).toEqual([]);

    await retryErrors(db, actor, run.id, groupOf(after, 1).id);
    await until(async () => (await getRun(db, run.id)).state === 'completed');
    await worker.stop();
    expect(await getRun(db, run.id)).toMatchObject({ itemsDone: 5, itemsFailed: 0, samplesKept: 5, error: null });
    expect(await brokenRules(db, run.id)).toEqual([]);
    await server.close();
  });

  test('happens once when it is asked for many times at once', async ({ db }) => {
    const { server, run } = await setUp(db);
    const { id } = groupOf(run, 2);
    const all = await Promise.all(Array.from({ length: 8 }, () => retryErrors(db, actor, run.id, id)));
    expect(all.map(({ retried }) => retried).toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, 0, 0, 0, 2]);
    expect(await db.job.count({ where: { groupId: run.id } })).toBe(2);
    expect(await db.auditEvent.count({ where: { subjectId: run.id, action: 'run.retry' } })).toBe(1);
    await server.close();
  });

  test('waits for a change of the run’s thresholds, and so does resuming it', async ({ db }) => {
    const { server, run } = await setUp(db);
    server.mend();
    const { id } = groupOf(run, 2);
    const request = { requestKey: randomUUID(), thresholds: { 'judge-pair': 1 } };
    const change = await changeThresholds(db, actor, run.id, request);
    for (const again of [() => retryErrors(db, actor, run.id, id), () => resumeRun(db, actor, run.id, {})])
      await expect(again()).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('A change of this run’s thresholds is being applied.'),
      });
    expect(await db.job.count({ where: { groupId: run.id } })).toBe(0);

    await applied(db, change);
    expect(await retryErrors(db, actor, run.id, id)).toMatchObject({ retried: 2 });
    const worker = await startWorker(db, { patience });
    await untilOver(db, run.id);
    await worker.stop();
    expect(await brokenRules(db, run.id)).toEqual([]);
    await server.close();
  });

  test('works while other tasks of the run are in progress', async ({ db }) => {
    const server = await badServer();
    const teacherId = await makeTeacher(db, server.url, { model: 'stub', slots: 2 });
    const leaves = await Promise.all(Array.from({ length: 10 }, () => makeFreeformLeaf(db)));
    const { id } = await startRun(db, actor, requestOf(teacherId, leaves, { target: 5 }));
    const worker = await startWorker(db, { patience });
    await until(async () => (await getRun(db, id)).itemsFailed === 3);
    server.mend();
    const going = await getRun(db, id);
    expect(going.state).toBe('running');
    await Promise.all(going.errors.map((group) => retryErrors(db, actor, id, group.id)));
    expect(await untilOver(db, id)).toMatchObject({ state: 'completed', itemsDone: 50, itemsFailed: 0 });
    await worker.stop();
    expect(await brokenRules(db, id)).toEqual([]);
    await server.close();
  });

  test('keeps to the limits of the run, and to the tasks of a cancelled one', async ({ db }) => {
    const { server, run } = await setUp(db);
    const { id } = groupOf(run, 2);
    await db.run.update({ where: { id: run.id }, data: { maxCalls: run.calls } });
    await expect(retryErrors(db, actor, run.id, id)).rejects.toThrow('Raise the call limit');
    expect((await getRun(db, run.id)).itemsFailed).toBe(3);
    await db.run.update({ where: { id: run.id }, data: { maxCalls: run.calls + 100 } });

    // As if it had been cancelled before its last task was done.
    server.mend();
    const item = await db.runItem.findFirstOrThrow({ where: { runId: run.id, error: groupOf(run, 1).message } });
    await db.$transaction([
      db.runItem.update({ where: { id: item.id }, data: { state: 'cancelled', error: null, errorKind: null } }),
      db.run.update({ where: { id: run.id }, data: { state: 'cancelled', itemsFailed: 2 } }),
      db.runLeaf.updateMany({ where: { runId: run.id }, data: { itemsFailed: 2 } }),
    ]);
    await retryErrors(db, actor, run.id, id);
    const worker = await startWorker(db, { patience });
    expect(await untilOver(db, run.id)).toMatchObject({
      state: 'cancelled',
      itemsDone: 4,
      itemsFailed: 0,
      error: expect.stringContaining('resume the run'),
    });
    await worker.stop();
    expect(await brokenRules(db, run.id)).toEqual([]);
    await server.close();
  });

  test('is refused for a group that the run does not have, and while it is being cancelled', async ({ db }) => {
    const { server, run } = await setUp(db);
    await expect(retryErrors(db, actor, run.id, '0123456789abcdef')).rejects.toMatchObject({ code: 'not_found' });
    const { id } = groupOf(run, 2);
    await db.run.update({ where: { id: run.id }, data: { state: 'cancelling' } });
    await expect(retryErrors(db, actor, run.id, id)).rejects.toMatchObject({ code: 'conflict' });
    await cancelRun(db, actor, run.id);
    await server.close();
  });
});
