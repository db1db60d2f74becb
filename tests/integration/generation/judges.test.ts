import { describe, expect } from 'vitest';
import { getRun } from '@/taxonomy/generation/runs/get-run';
import { continueRun } from '@/taxonomy/generation/runs/continue-run';
import { estimateRun } from '@/taxonomy/generation/runs/estimate-run';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { removeTeacher, updateTeacher } from '@/taxonomy/generation/teacher/teachers';
import { listReviewQueue } from '@/taxonomy/review/queue';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import { test } from '../../support/database';
import {
  actor,
  brokenRules,
  makeFreeformLeaf,
  makeTeacher,
  requestOf,
  runToEnd,
  startWorker,
  untilOver,
} from '../../support/generation-factories';
import { quirkyServer } from '../../support/quirky-server';
import { testAccess } from '../../support/teacher-access';

const patience = { busyMs: 2_000, tries: 2, firstPauseMs: 20 };
const healthLimits = { neverReachedMs: 500, neverAnsweredMs: 1_000, loadingMs: 1_000, silentMs: 1_000 };

const isJudged = (task: string) => task.startsWith('judge-');

describe('a run with two teachers', { timeout: 600_000 }, () => {
  test('asks one to write and the other to judge, each at its own price', async ({ db }) => {
    const [writer, judge] = [await quirkyServer(({ good }) => good), await quirkyServer(({ good }) => good)];
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, writer.url, { model: 'stub', ownPrice: { input: 1_000, output: 2_000 } });
    const judgePrice = { input: 7_000_000, output: 9_000_000 };
    const judgeTeacherId = await makeTeacher(db, judge.url, { model: 'stub', name: 'Careful', ownPrice: judgePrice });
    const request = requestOf(teacherId, [leafId], { target: 5, judgeTeacherId });
    const alone = await estimateRun(db, { scope: [leafId], teacherId, target: 5, isRepeated: false, pipelines: {} });
    const estimate = await estimateRun(db, {
      scope: [leafId],
      teacherId,
      judgeTeacherId,
      target: 5,
      isRepeated: false,
      pipelines: {},
    });
    expect(estimate).toMatchObject({ calls: alone.calls, judge: { name: 'Careful', price: { source: 'own' } } });
    expect(estimate.cost?.to).toBeGreaterThan(50 * (alone.cost?.to ?? 0));

    const run = await runToEnd(db, request);
    expect(run).toMatchObject({
      state: 'completed',
      samplesKept: 5,
      isPractice: false,
      judgeVotes: 1,
      held: 0,
      disputed: 0,
    });
    expect(run.judge).toMatchObject({ name: 'Careful', model: 'stub', price: { input: { base: 7_000_000 } } });
    expect(writer.asked.map(({ task }) => task).filter(isJudged)).toEqual([]);
    expect(judge.asked.map(({ task }) => task).every(isJudged)).toBe(true);
    expect(judge.asked).toHaveLength(15);
    for (const call of await db.teacherCall.findMany({ where: { runId: run.id } })) {
      const { input, output } = isJudged(call.step) ? judgePrice : { input: 1_000, output: 2_000 };
      expect(call.costPicos).toBe(BigInt(call.promptTokens * input + call.completionTokens * output));
    }
    expect(await brokenRules(db, run.id)).toEqual([]);

    const learned = await estimateRun(db, {
      scope: [leafId],
      teacherId,
      judgeTeacherId,
      target: 5,
      isRepeated: false,
      pipelines: {},
    });
    expect(learned.cost?.pastRuns).toBe(1);
    await writer.close();
    await judge.close();
  });

  test('costs an unknown amount when one of the prices is unknown', async ({ db }) => {
    const server = await quirkyServer(({ good }) => good);
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, server.url, { model: 'stub' });
    const judgeTeacherId = await makeTeacher(db, server.url, { model: 'stub', name: 'Free?', ownPrice: null });
    const request = requestOf(teacherId, [leafId], { target: 1, judgeTeacherId });
    expect(
      await estimateRun(db, {
        scope: [leafId],
        teacherId,
        judgeTeacherId,
        target: 1,
        isRepeated: false,
        pipelines: {},
      }),
    ).toMatchObject({
      cost: null,
    });
    await expect(startRun(db, actor, { ...request, maxCost: 5 })).rejects.toThrow('the price of Free? is unknown');
    expect(await runToEnd(db, request)).toMatchObject({ state: 'completed', cost: null, costPerSample: null });
    await server.close();
  });

  test('is practice when either of them is the practice teacher’s model', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, 'http://127.0.0.1:9/v1', { model: 'stub' });
    const judgeTeacherId = await makeTeacher(db, 'http://127.0.0.1:9/v1');
    const { isPractice } = await startRun(db, actor, requestOf(teacherId, [leafId], { judgeTeacherId }));
    expect(isPractice).toBe(true);
  });

  test('says that the judge is the one that cannot be reached, and was changed or removed', async ({ db }) => {
    const writer = await quirkyServer(({ good }) => good);
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, writer.url, { model: 'stub' });
    const judgeTeacherId = await makeTeacher(db, 'http://127.0.0.1:9/v1', { model: 'stub', name: 'Away' });
    const request = () => requestOf(teacherId, [leafId], { target: 5, judgeTeacherId });
    const unreachable = await runToEnd(db, request(), { patience, healthLimits });
    expect(unreachable).toMatchObject({ state: 'failed', error: expect.stringMatching(/^The judge Away: /) });
    expect(await brokenRules(db, unreachable.id)).toEqual([]);

    const { id: changed } = await startRun(db, actor, request());
    await updateTeacher(db, actor, testAccess, judgeTeacherId, { model: 'other' });
    const worker = await startWorker(db, { patience, healthLimits });
    expect(await untilOver(db, changed)).toMatchObject({
      state: 'failed',
      error: 'Away was changed from stub to other since the run started. Start a new run.',
    });
    const { id: removed } = await startRun(db, actor, request());
    await removeTeacher(db, actor, judgeTeacherId);
    expect((await untilOver(db, removed)).state).toBe('failed');
    await worker.stop();
    await expect(startRun(db, actor, request())).rejects.toMatchObject({ code: 'not_found' });
    await writer.close();
  });

  test('is continued with the same judge and votes', async ({ db }) => {
    const writer = await quirkyServer(({ good }) => good);
    const judge = await quirkyServer(({ good, count }) => (count < 6 ? 'Bad.\nSCORE: 0' : good));
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, writer.url, { model: 'stub', slots: 1 });
    const judgeTeacherId = await makeTeacher(db, judge.url, { model: 'stub', slots: 1 });
    const first = await runToEnd(db, requestOf(teacherId, [leafId], { target: 5, judgeTeacherId, judgeVotes: 3 }));
    expect(first.shortfall?.missing).toBeGreaterThan(0);
    const { id } = await continueRun(db, actor, first.id, { requestKey: crypto.randomUUID() });
    expect(await getRun(db, id)).toMatchObject({ judge: first.judge, judgeVotes: 3 });
    await writer.close();
    await judge.close();
  });
});

describe('a judge with three votes', { timeout: 600_000 }, () => {
  test('is asked a third time only when two votes disagree, and every vote is kept', async ({ db }) => {
    const writer = await quirkyServer(({ good }) => good);
    // The second vote on each pair is against the others: its seed is the second one that its pair is asked with.
    const seeds = new Map<string, unknown[]>();
    const judge = await quirkyServer(({ task, good, messages, seed }) => {
      if (task !== 'judge-pair') return good;
      const pair = messages.at(-1)?.content ?? '';
      const asked = [...(seeds.get(pair) ?? []), seed];
      seeds.set(pair, asked);
      return asked.length === 2 ? 'Poor.\nSCORE: 1' : good;
    });
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, writer.url, { model: 'stub' });
    const judgeTeacherId = await makeTeacher(db, judge.url, { model: 'stub' });
    const run = await runToEnd(db, requestOf(teacherId, [leafId], { target: 5, judgeTeacherId, judgeVotes: 3 }));

    expect(run).toMatchObject({ state: 'completed', samplesKept: 5, disputed: 5, held: 0, judgeVotes: 3 });
    // Two votes on each question and for safety, three on each pair.
    expect(judge.asked).toHaveLength(5 * (2 + 3 + 2));
    for (const { temperature } of judge.asked) expect(temperature).toBe(0.7);
    // The votes on a pair differ in their seed, and in nothing else.
    expect(seeds.size).toBe(5);
    for (const asked of seeds.values()) expect(new Set(asked).size).toBe(3);
    const judgements = await db.judgement.findMany({ where: { step: 'judge-pair', sample: { runId: run.id } } });
    expect(judgements).toHaveLength(5);
    for (const { score, votes, callKey } of judgements) {
      expect(score).toBe(3);
      const cast = Array.isArray(votes) ? votes : [];
      expect(cast).toHaveLength(3);
      expect(cast.filter((vote) => JSON.stringify(vote).includes('"isGood":true'))).toHaveLength(2);
      expect(JSON.stringify(cast)).toContain(callKey);
    }
    const { provenance } = await db.sample.findFirstOrThrow({ where: { runId: run.id } });
    expect(JSON.stringify(provenance).match(/judge-pair/g)).toHaveLength(3);
    expect(await brokenRules(db, run.id)).toEqual([]);

    const { id: taxonomyId } = await getTheTaxonomy(db);
    const scope = { taxonomyId, nodeId: leafId, runId: run.id };
    const page = await listReviewQueue(db, scope, { status: 'pending', only: 'disputed', limit: 3 });
    expect(page).toMatchObject({ marked: { held: 0, disputed: 5 } });
    const rest = await listReviewQueue(db, scope, {
      status: 'pending',
      only: 'disputed',
      limit: 3,
      cursor: page.nextCursor ?? '',
    });
    expect(new Set([...page.items, ...rest.items].map(({ id }) => id)).size).toBe(5);
    expect(rest).toMatchObject({ nextCursor: null, marked: null });
    expect(page.items[0]?.judgements.find(({ step }) => step === 'judge-pair')?.votes).toHaveLength(3);
    expect((await listReviewQueue(db, scope, { status: 'pending', only: 'held', limit: 3 })).items).toEqual([]);
    await writer.close();
    await judge.close();
  });

  test('drops a row as unreadable when no two votes agree', async ({ db }) => {
    const server = await quirkyServer(({ task, good, count }) =>
      task === 'judge-question' ? (count % 3 === 0 ? good : 'I would not say.') : good,
    );
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, server.url, { model: 'stub', slots: 1 });
    const run = await runToEnd(db, requestOf(teacherId, [leafId], { target: 5, judgeVotes: 3 }));
    const dropped = await db.droppedRow.findMany({ where: { runId: run.id, step: 'judge-question' } });
    expect(dropped.length).toBeGreaterThan(0);
    for (const { reason, detail } of dropped) {
      expect(reason).toBe('unparseable');
      expect(detail).toMatch(/^Only [01] of 3 votes could be read\.$/);
    }
    expect(await brokenRules(db, run.id)).toEqual([]);
    await server.close();
  });
});
