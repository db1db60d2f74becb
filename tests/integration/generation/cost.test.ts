import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import { deliverAnswers, listWaitingCalls } from '@/taxonomy/generation/engine/late-answers';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { estimateRun } from '@/taxonomy/generation/runs/estimate-run';
import { getRun } from '@/taxonomy/generation/runs/get-run';
import { resumeRun } from '@/taxonomy/generation/runs/resume-run';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { addPracticeTeacher, practiceTeacherListensAt } from '@/taxonomy/generation/teacher/practice-teacher';
import { costOf } from '@/taxonomy/generation/teacher/prices';
import { getTeacher, updateTeacher } from '@/taxonomy/generation/teacher/teachers';
import { test } from '../../support/database';
import {
  actor,
  brokenRules,
  makeFreeformLeaf,
  makePracticeTeacher,
  makeTeacher,
  ownPrice,
  requestOf,
  runToEnd,
  startWorker,
  until,
  untilOver,
} from '../../support/generation-factories';
import { testAccess } from '../../support/teacher-access';

let practice: PracticeTeacher;
beforeAll(async () => void (practice = await makePracticeTeacher()));
afterAll(() => practice.close());

const callsOf = (db: Database, runId: string) =>
  db.teacherCall.findMany({
    where: { runId },
    select: { promptTokens: true, cachedTokens: true, completionTokens: true, costPicos: true },
  });

describe('the cost of a run', { timeout: 600_000 }, () => {
  test('is the sum of its calls at the prices when it started, whatever the prices are now', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url);
    const { id } = await startRun(db, actor, requestOf(teacherId, [leafId], { target: 10 }));
    await updateTeacher(db, actor, testAccess, teacherId, { ownPrice: { input: 900_000_000, output: 900_000_000 } });
    const worker = await startWorker(db);
    const run = await untilOver(db, id);
    await worker.stop();

    const calls = await callsOf(db, id);
    const picos = calls.reduce((sum, call) => sum + (call.costPicos ?? 0n), 0n);
    const { promptTokens, completionTokens, samplesKept, cost } = run;
    expect(picos).toBe(BigInt(promptTokens * ownPrice.input + completionTokens * ownPrice.output));
    expect(cost).toBe(Math.ceil(Number(picos) / 1e6));
    expect(run).toMatchObject({
      price: { source: 'own', input: { base: 150_000 }, output: { base: 600_000 } },
      costPerSample: Math.ceil((cost ?? 0) / samplesKept),
      maxCost: null,
    });
    expect(await brokenRules(db, id)).toEqual([]);
  });

  test('is unknown without a price, not 0, also after a price was set', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url, { ownPrice: null });
    const request = { scope: [leafId], teacherId, target: 10, isRepeated: false, pipelines: {} };
    expect(await estimateRun(db, request)).toMatchObject({ price: null, cost: null });
    const run = await runToEnd(db, requestOf(teacherId, [leafId], { target: 10 }));
    expect(run).toMatchObject({ state: 'completed', price: null, cost: null, costPerSample: null });
    expect((await callsOf(db, run.id)).every(({ costPicos }) => costPicos === null)).toBe(true);

    await updateTeacher(db, actor, testAccess, teacherId, { ownPrice });
    expect(await getRun(db, run.id)).toMatchObject({ price: null, cost: null });
  });

  test('is nothing with the built-in practice teacher', async ({ db }) => {
    await practiceTeacherListensAt(db, practice.url);
    const { id: teacherId } = await addPracticeTeacher(db, actor);
    const run = await runToEnd(db, requestOf(teacherId, [await makeFreeformLeaf(db)], { target: 10 }));
    expect(run).toMatchObject({ state: 'completed', price: { source: 'built_in' }, cost: 0, costPerSample: 0 });
  });

  test('is known to estimates from what earlier runs of the teacher needed', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url);
    const request = { scope: [leafId], teacherId, target: 4, isRepeated: false, pipelines: {} };
    const first = await estimateRun(db, request);
    expect(first.cost).toMatchObject({ pastRuns: 0 });
    expect(first.cost?.from).toBeLessThan(first.cost?.to ?? 0);
    const { cost } = await runToEnd(db, requestOf(teacherId, [leafId], { target: 4 }));
    const second = await estimateRun(db, request);
    expect(second.cost?.pastRuns).toBe(1);
    expect(Math.abs((second.cost?.from ?? 0) - (cost ?? 0))).toBeLessThanOrEqual(1);
  });

  test('counts tokens from the server’s cache, and answers that come later', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url);
    const { id } = await startRun(db, actor, requestOf(teacherId, [leafId], { target: 1, batch: 'files' }));
    const worker = await startWorker(db);
    await until(async () => (await db.waitingCall.count({ where: { runId: id } })) > 0);
    const usage = { promptTokens: 1_000, cachedTokens: 400, completionTokens: 10 };
    const completion = { text: 'no', thought: '', finishReason: 'stop', latencyMs: 1, model: 'm', ...usage };
    const waiting = await listWaitingCalls(db, id, 100);
    await deliverAnswers(
      db,
      waiting.map(({ key }) => ({ key, completion })),
    );
    const [call] = await callsOf(db, id);
    const { price } = await getRun(db, id);
    expect(call).toEqual({ ...usage, costPicos: price && costOf(price, usage) });
    expect(await getRun(db, id)).toMatchObject({ cost: 156 * waiting.length });
    await worker.stop();
  });
});

describe('the cost limit of a run', { timeout: 600_000 }, () => {
  test('stops the run within the calls in flight, and a higher one lets it continue', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const slots = 2;
    const maxCost = 1_000;
    const teacherId = await makeTeacher(db, practice.url, { slots });
    const stopped = await runToEnd(db, requestOf(teacherId, [leafId], { target: 10, maxCost }));
    expect(stopped).toMatchObject({
      state: 'over_budget',
      error: 'The run has reached its cost limit. Raise the limit to continue.',
      maxCost,
    });
    const dearest = (await callsOf(db, stopped.id)).reduce(
      (most, { costPicos }) => Math.max(most, Number(costPicos)),
      0,
    );
    expect(stopped.cost).toBeGreaterThanOrEqual(maxCost);
    expect(stopped.cost).toBeLessThan(maxCost + slots * Math.ceil(dearest / 1e6));
    expect(await brokenRules(db, stopped.id)).toEqual([]);

    await expect(resumeRun(db, actor, stopped.id, {})).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/^The run has cost \$0\.001\d* of \$0\.001 allowed\. Raise the cost limit/),
    });
    await resumeRun(db, actor, stopped.id, { maxCost: 1_000_000 });
    const worker = await startWorker(db);
    expect(await untilOver(db, stopped.id)).toMatchObject({ state: 'completed', maxCost: 1_000_000 });
    await worker.stop();
    expect(await brokenRules(db, stopped.id)).toEqual([]);
  });

  test('needs a known price, at the start and when a run is resumed', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url, { ownPrice: null, name: 'Own machine' });
    const request = requestOf(teacherId, [leafId], { target: 5, maxCost: 1_000_000 });
    await expect(startRun(db, actor, request)).rejects.toMatchObject({
      code: 'invalid',
      message:
        'The cost limit (maxCost) cannot be obeyed, because the price of Own machine is unknown. Set its price under Settings, Teachers, or leave the limit out.',
    });
    const stopped = await runToEnd(db, requestOf(teacherId, [leafId], { target: 5, maxCalls: 3 }));
    await updateTeacher(db, actor, testAccess, teacherId, { ownPrice });
    await expect(resumeRun(db, actor, stopped.id, { maxCalls: 900, maxCost: 1_000_000 })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('the prices were unknown when the run started'),
    });
  });
});

describe('the prices of a teacher', () => {
  test('are those of its model: another model removes them, unless new ones are given', async ({ db }) => {
    const id = await makeTeacher(db, practice.url);
    await updateTeacher(db, actor, testAccess, id, { name: 'Renamed' });
    expect(await getTeacher(db, id)).toMatchObject({ ownPrice, price: { source: 'own' } });
    await updateTeacher(db, actor, testAccess, id, { model: 'other', ownPrice: { input: 0, output: 0 } });
    expect(await getTeacher(db, id)).toMatchObject({ ownPrice: { input: 0, output: 0 } });
    await updateTeacher(db, actor, testAccess, id, { model: 'third' });
    expect(await getTeacher(db, id)).toMatchObject({ ownPrice: null, price: null });
  });

  test('are from the list when none are entered and it knows the model', async ({ db }) => {
    const id = await makeTeacher(db, 'https://api.openai.com/v1', { model: 'gpt-4o-mini', ownPrice: null });
    expect(await getTeacher(db, id)).toMatchObject({
      ownPrice: null,
      price: { source: 'list', list: { version: '0.1.8', model: 'gpt-4o-mini' } },
      isDeprecated: false,
    });
  });
});
