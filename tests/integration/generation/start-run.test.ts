import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { setSafety } from '@/taxonomy/generation/safety/exceptions';
import { estimateRun } from '@/taxonomy/generation/runs/estimate-run';
import { listRunLeaves } from '@/taxonomy/generation/runs/list-run-leaves';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { cancelRun } from '@/taxonomy/generation/runs/stop-run';
import { crumbsOfMany } from '@/taxonomy/tree/nodes';
import { test } from '../../support/database';
import {
  actor,
  callsOnce,
  makeFreeformLeaf,
  makeLeafWith,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  runToEnd,
} from '../../support/generation-factories';
import { makeFreeform, makeKnowledge } from '../../support/seeds-factories';

let practice: PracticeTeacher;
beforeAll(async () => void (practice = await makePracticeTeacher({ latencyMs: 80, sigma: 0.3 })));
afterAll(() => practice.close());

describe('starting a run', { timeout: 600_000 }, () => {
  test('with fifty simultaneous requests and one key creates one run', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const request = requestOf(await makeTeacher(db, practice.url), [leafId]);
    const started = await Promise.all(Array.from({ length: 50 }, () => startRun(db, actor, request)));
    expect(new Set(started.map(({ id }) => id)).size).toBe(1);
    expect(await db.run.count({ where: { requestKey: request.requestKey } })).toBe(1);
    expect(await db.runItem.count({ where: { runId: started[0]!.id } })).toBe(5);
    await cancelRun(db, actor, started[0]!.id);
  });

  test('queues the leaves in turn, so that all of them get samples early', async ({ db }) => {
    const leafIds = [await makeFreeformLeaf(db), await makeFreeformLeaf(db)];
    const { id } = await startRun(db, actor, requestOf(await makeTeacher(db, practice.url), leafIds));
    const items = await db.runItem.findMany({ where: { runId: id }, orderBy: { ordinal: 'asc' } });
    expect(items.length).toBeGreaterThanOrEqual(4);
    for (const [place, { leafId }] of items.entries()) expect(leafId).toBe(items[place % 2]?.leafId);
    expect(new Set(items.slice(0, 2).map(({ leafId }) => leafId)).size).toBe(2);
    await cancelRun(db, actor, id);
  });

  test('lists its leaves with the folders above them', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const { id } = await startRun(db, actor, requestOf(await makeTeacher(db, practice.url), [leafId]));
    const way = (await crumbsOfMany(db, [leafId])).get(leafId) ?? [];
    const above = way.slice(0, -1).map(({ name }) => name);
    expect(above).not.toEqual([]);
    expect((await listRunLeaves(db, id, { limit: 10 })).items).toMatchObject([{ leafId, above: above.join(' / ') }]);
    await cancelRun(db, actor, id);
  });

  test('is refused while a run with the same work is in progress, unless it has another seed', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url);
    const { id } = await startRun(db, actor, requestOf(teacherId, [leafId]));
    await expect(startRun(db, actor, requestOf(teacherId, [leafId]))).rejects.toMatchObject({
      code: 'conflict',
      detail: { runId: id },
    });
    const other = await startRun(db, actor, requestOf(teacherId, [leafId], { seed: 'other' }));
    // Work that keeps other rows is other work.
    const advice = { category: 'advice' as const, reason: 'It teaches nurses.' };
    await setSafety(db, actor, leafId, { exceptions: [advice] });
    const lax = await startRun(db, actor, requestOf(teacherId, [leafId]));
    for (const each of [id, other.id, lax.id]) await cancelRun(db, actor, each);
  });

  test('is refused for a leaf that cannot run, and says why', async ({ db }) => {
    const leafId = await makeLeafWith(db, makeFreeform({ seeds: [] }), 'empty_one');
    const teacherId = await makeTeacher(db, practice.url);
    await expect(startRun(db, actor, requestOf(teacherId, [leafId]))).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('“empty_one”'),
    });
    const knowledge = await makeLeafWith(db, makeKnowledge(), 'no_documents');
    await expect(startRun(db, actor, requestOf(teacherId, [knowledge]))).rejects.toThrow(/no documents/);
    const estimate = await estimateRun(db, {
      teacherId,
      scope: [leafId, knowledge],
      target: null,
      isRepeated: false,
      pipelines: {},
    });
    expect(estimate).toMatchObject({ leaves: 0, items: 0, calls: 0 });
    expect(estimate.blocked.map(({ name }) => name).toSorted()).toEqual(['empty_one', 'no_documents']);
  });

  test('never costs more than estimated', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url, { slots: 64 });
    const estimate = await estimateRun(db, {
      teacherId,
      scope: [leafId],
      target: 20,
      isRepeated: false,
      pipelines: {},
    });
    expect(estimate).toMatchObject({ leaves: 1, items: 5, samples: 20, calls: 85, blocked: [] });
    const run = await runToEnd(db, requestOf(teacherId, [leafId], { target: 20 }));
    expect(await callsOnce(db, run)).toBeLessThanOrEqual(estimate.calls);
    expect(run.samplesKept).toBeLessThanOrEqual(estimate.samples);
    expect(run.promptTokens).toBeLessThanOrEqual(estimate.promptTokens);
    expect(run.completionTokens).toBeLessThanOrEqual(estimate.completionTokens);
  });

  test('refuses a request key used by another person, or for another request', async ({ db }) => {
    const teacherId = await makeTeacher(db, 'http://127.0.0.1:1/v1');
    const request = requestOf(teacherId, [await makeFreeformLeaf(db)]);
    const { id } = await startRun(db, actor, request);
    expect((await startRun(db, actor, request)).id).toBe(id);
    const conflict = { code: 'conflict', message: expect.stringMatching(/request key/) };
    await expect(startRun(db, { ...actor, id: randomUUID() }, request)).rejects.toMatchObject(conflict);
    await expect(startRun(db, actor, { ...request, maxCalls: 7 })).rejects.toMatchObject(conflict);
    await expect(startRun(db, actor, { ...request, maxTokens: 7_000 })).rejects.toMatchObject(conflict);
    await expect(startRun(db, actor, { ...request, scope: [] })).rejects.toMatchObject(conflict);
  });
});
