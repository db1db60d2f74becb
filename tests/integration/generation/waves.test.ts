import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { continueRun } from '@/taxonomy/generation/runs/continue-run';
import { getRun } from '@/taxonomy/generation/runs/get-run';
import { resumeRun } from '@/taxonomy/generation/runs/resume-run';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { cancelRun } from '@/taxonomy/generation/runs/stop-run';
import { trialItems } from '@/taxonomy/generation/vocabulary';
import type { Database } from '@/prisma/client';
import { test } from '../../support/database';
import {
  actor,
  brokenRules,
  forgetSamples,
  makeFreeformLeaf,
  makeGroundedLeaf,
  makeKnowledgeLeaf,
  makeLeafWith,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  runToEnd,
  startWorker,
  until,
  untilOver,
} from '../../support/generation-factories';
import { makeFreeform } from '../../support/seeds-factories';

let practice: PracticeTeacher;
beforeAll(async () => void (practice = await makePracticeTeacher()));
afterAll(() => practice.close());

/** A leaf in which the practice teacher's safety judge drops every row. */
const makeHopelessLeaf = (db: Database) =>
  makeLeafWith(
    db,
    makeFreeform({
      seeds: [1, 2, 3, 4, 5].map((n) => ({
        id: `s${n}`,
        context: null,
        question: `What does letter ${n} say about her bank account and her password?`,
        answer: `Letter ${n} names her bank account and her password in full, which is why nobody should read it.`,
      })),
    }),
  );

const samplesOf = (db: Database, runId: string) =>
  db.sample.findMany({
    where: { runId },
    orderBy: [{ leafId: 'asc' }, { itemOrdinal: 'asc' }, { question: 'asc' }],
    select: { leafId: true, itemOrdinal: true, question: true, answer: true },
  });

describe('a run that asks until each leaf has its target', { timeout: 600_000 }, () => {
  test('keeps at least as many samples as the target in leaves of each kind, and adds up', async ({ db }) => {
    const scope = [await makeFreeformLeaf(db), await makeGroundedLeaf(db), await makeKnowledgeLeaf(db, 4)];
    const teacherId = await makeTeacher(db, practice.url);
    const run = await runToEnd(db, requestOf(teacherId, scope, { target: 15, isRepeated: true }));
    expect(run).toMatchObject({ state: 'completed', shortfall: null, itemsFailed: 0 });
    for (const leaf of run.leaves) expect(leaf.samplesKept).toBeGreaterThanOrEqual(15);
    // Otherwise this test would show nothing: asking once is not enough.
    expect(run.rowsDropped).toBeGreaterThan(0);
    expect(await db.runItem.count({ where: { runId: run.id } })).toBe(run.itemsTotal);
    expect(run.leaves.reduce((sum, { itemsTotal }) => sum + itemsTotal, 0)).toBe(run.itemsTotal);
    expect(await brokenRules(db, run.id)).toEqual([]);
  });

  test('gives the same samples with one worker and with three', async ({ db }) => {
    const scope = [await makeFreeformLeaf(db), await makeGroundedLeaf(db)];
    // Near-duplicates would be found among the forgotten samples, which a worker still has in memory.
    const options = { target: 12, isRepeated: true, seed: 'waves' };
    const alone = await runToEnd(db, requestOf(await makeTeacher(db, practice.url), scope, options));
    const first = await samplesOf(db, alone.id);
    await forgetSamples(db);

    const { id } = await startRun(db, actor, requestOf(await makeTeacher(db, practice.url), scope, options));
    const workers = await Promise.all([startWorker(db), startWorker(db), startWorker(db)]);
    await untilOver(db, id);
    await Promise.all(workers.map((worker) => worker.stop()));
    expect(first.length).toBeGreaterThanOrEqual(24);
    expect(await samplesOf(db, id)).toEqual(first);
    expect(await brokenRules(db, id)).toEqual([]);
  });

  test('stops a leaf of which too little passes, says so, and fills the others', async ({ db }) => {
    const [good, hopeless] = [await makeFreeformLeaf(db), await makeHopelessLeaf(db)];
    const teacherId = await makeTeacher(db, practice.url);
    const run = await runToEnd(db, requestOf(teacherId, [good, hopeless], { target: 25, isRepeated: true }));
    const leafOf = (id: string) => run.leaves.find(({ leafId }) => leafId === id);
    expect(leafOf(good)).toMatchObject({ stopped: null });
    expect(leafOf(good)?.samplesKept).toBeGreaterThanOrEqual(25);
    expect(leafOf(hopeless)).toMatchObject({ stopped: expect.stringMatching(/of the last \d+ samples passed/) });
    expect(leafOf(hopeless)?.samplesKept).toBeLessThan(2);
    expect(run).toMatchObject({ state: 'completed', shortfall: { leaves: 1 } });
    expect(await brokenRules(db, run.id)).toEqual([]);
  });

  test('ends at its call limit between two waves, and goes on when the limit is raised', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url);
    const order = { target: 20, isRepeated: true, seed: 'limit' };
    const once = await runToEnd(db, requestOf(teacherId, [leafId], { ...order, isRepeated: false }));
    expect(once.samplesKept).toBeLessThan(20);
    await forgetSamples(db);

    const stopped = await runToEnd(db, requestOf(teacherId, [leafId], { ...order, maxCalls: once.calls }));
    expect(stopped).toMatchObject({ state: 'over_budget', calls: once.calls });
    expect(await brokenRules(db, stopped.id)).toEqual([]);
    await resumeRun(db, actor, stopped.id, { maxCalls: 10_000 });
    const worker = await startWorker(db);
    const run = await untilOver(db, stopped.id);
    await worker.stop();
    expect(run).toMatchObject({ state: 'completed', shortfall: null });
    expect(run.samplesKept).toBeGreaterThanOrEqual(20);
    expect(await brokenRules(db, run.id)).toEqual([]);
  });

  test('needs a target, and is estimated at four times the calls of asking once', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url);
    await expect(startRun(db, actor, requestOf(teacherId, [leafId], { isRepeated: true }))).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/^(?!.*isRepeated).*--target/),
    });
    const once = await startRun(db, actor, requestOf(teacherId, [leafId], { target: 10 }));
    const repeated = await startRun(db, actor, requestOf(teacherId, [leafId], { target: 10, isRepeated: true }));
    expect(repeated.maxCalls).toBeGreaterThan(3 * once.maxCalls);
    for (const { id } of [once, repeated]) await cancelRun(db, actor, id);
  });
});

describe('a trial', { timeout: 600_000 }, () => {
  /** Enough leaves for more than a trial's tasks. */
  const makeLeaves = (db: Database) => Promise.all(Array.from({ length: trialItems + 5 }, () => makeFreeformLeaf(db)));

  test('pauses after the first tasks, with their rows, and makes no call until it is resumed', async ({ db }) => {
    const scope = await makeLeaves(db);
    const teacherId = await makeTeacher(db, practice.url);
    const { id } = await startRun(db, actor, requestOf(teacherId, scope, { target: 1, isTrial: true }));
    const worker = await startWorker(db);
    await until(async () => (await getRun(db, id)).state === 'paused');
    const paused = await getRun(db, id);
    expect(paused).toMatchObject({ itemsDone: trialItems, itemsTotal: trialItems + 5, finishedAt: null, error: null });
    expect(await db.job.count({ where: { groupId: id } })).toBe(0);
    expect((await getRun(db, id)).calls).toBe(paused.calls);
    // The same work cannot be started beside it.
    const same = requestOf(teacherId, scope, { target: 1, isTrial: true });
    await expect(startRun(db, actor, same)).rejects.toMatchObject({ code: 'conflict' });

    // While a person looks at its rows, its time stands still.
    expect(paused.restsSince).not.toBeNull();
    await sleep(1_500);
    expect((await getRun(db, id)).restsSince).toBe(paused.restsSince);

    await Promise.all([resumeRun(db, actor, id, {}), resumeRun(db, actor, id, {})]);
    const run = await untilOver(db, id);
    await worker.stop();
    expect(run).toMatchObject({ state: 'completed', itemsDone: trialItems + 5, restsSince: run.finishedAt });
    expect(run.restSeconds).toBeGreaterThan(1.5);
    const { startedAt, finishedAt } = run;
    expect(run.restSeconds).toBeLessThan((Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? '')) / 1000);
    expect(await brokenRules(db, id)).toEqual([]);
  });

  test('that is cancelled while it is paused ends there, and may still be resumed', async ({ db }) => {
    const scope = await makeLeaves(db);
    const teacherId = await makeTeacher(db, practice.url);
    const { id } = await startRun(db, actor, requestOf(teacherId, scope, { target: 1, isTrial: true }));
    const worker = await startWorker(db);
    await until(async () => (await getRun(db, id)).state === 'paused');
    expect(await cancelRun(db, actor, id)).toMatchObject({ state: 'cancelled', itemsDone: trialItems });
    await expect(continueRun(db, actor, id, { requestKey: randomUUID() })).rejects.toMatchObject({ code: 'invalid' });
    await resumeRun(db, actor, id, {});
    expect(await untilOver(db, id)).toMatchObject({ state: 'completed', itemsDone: trialItems + 5 });
    await worker.stop();
    expect(await brokenRules(db, id)).toEqual([]);
  });

  test('of few tasks ends without a pause', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const request = requestOf(await makeTeacher(db, practice.url), [leafId], { target: 10, isTrial: true });
    expect(await runToEnd(db, request)).toMatchObject({ state: 'completed' });
  });
});
