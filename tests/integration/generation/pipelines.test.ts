import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import { StoredProvenance } from '@/taxonomy/generation/contract-origin';
import { continueRun } from '@/taxonomy/generation/runs/continue-run';
import { estimateRun } from '@/taxonomy/generation/runs/estimate-run';
import { getRun } from '@/taxonomy/generation/runs/get-run';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { getSample } from '@/taxonomy/review/queue';
import { test } from '../../support/database';
import {
  actor,
  brokenRules,
  callsOnce,
  makeFreeformLeaf,
  makeGroundedLeaf,
  makeKnowledgeLeaf,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  runToEnd,
  startWorker,
  untilOver,
} from '../../support/generation-factories';

let practice: PracticeTeacher;
beforeAll(async () => {
  practice = await makePracticeTeacher();
});
afterAll(() => practice.close());

describe('a run with chosen pipelines', { timeout: 600_000 }, () => {
  test('asks about every view of a passage, and keeps each view as a marked row', async ({ db }) => {
    const leafId = await makeKnowledgeLeaf(db, 2);
    const pipelines = { knowledge: 'knowledge-full' };
    const teacherId = await makeTeacher(db, practice.url, { slots: 64 });
    const estimate = await estimateRun(db, { scope: [leafId], teacherId, target: null, isRepeated: false, pipelines });
    const run = await runToEnd(db, requestOf(teacherId, [leafId], { pipelines }));
    expect(run).toMatchObject({ state: 'completed', pipelines });
    expect(await callsOnce(db, run)).toBeLessThanOrEqual(estimate.calls);
    expect(await brokenRules(db, run.id)).toEqual([]);

    const samples = await db.sample.findMany({ where: { runId: run.id }, include: { chunk: true } });
    expect(samples.length).toBeLessThanOrEqual(estimate.samples);
    const rows = samples.map((sample) => ({ ...sample, origin: StoredProvenance.parse(sample.provenance) }));
    const pairs = rows.filter(({ origin }) => !origin.isAuxiliary);
    const views = ['base_document', 'summary_detailed', 'summary_extractive', 'summary_atomic_facts'];
    expect([...new Set(pairs.map(({ origin }) => origin.documentVariant))]).toEqual(expect.arrayContaining(views));

    const auxiliary = rows.filter(({ origin }) => origin.isAuxiliary);
    const keyOf = (row: (typeof rows)[number]) => `${row.chunkId} ${row.origin.documentVariant}`;
    expect(auxiliary.length).toBeGreaterThan(0);
    expect(new Set(auxiliary.map(keyOf)).size).toBe(auxiliary.length);
    for (const { id, context, question, chunk } of auxiliary) {
      expect(context).toBe(chunk?.text);
      expect(question).toMatch(/document/);
      expect((await getSample(db, id)).marks).toEqual([expect.stringMatching(/^Auxiliary: /)]);
    }
  });

  test('asks for a view of a passage once, however many seeds there are', async ({ db }) => {
    const leafId = await makeKnowledgeLeaf(db, 2);
    practice.resetStats();
    const pipelines = { knowledge: 'knowledge-detailed-summary' };
    const run = await runToEnd(db, requestOf(await makeTeacher(db, practice.url), [leafId], { pipelines }));
    expect(practice.stats().byPrompt['write-detailed-summary']).toBe(
      await db.chunk.count({ where: { document: { leaves: { some: { leafId } } } } }),
    );
    expect(run.funnel.map(({ step }) => step)).not.toContain('correct-spelling');
    const samples = await db.sample.findMany({ where: { runId: run.id } });
    for (const { provenance } of samples)
      expect(StoredProvenance.parse(provenance).documentVariant).toBe('summary_detailed');
  });

  test('is refused with the names that fit, when a name is unknown or fits none of the leaves', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url);
    const before = await db.run.count();
    const start = (pipelines: Record<string, string>) =>
      startRun(db, actor, requestOf(teacherId, [leafId], { pipelines }));
    await expect(start({ freeform: 'knowledge' })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/no pipeline “knowledge” for freeform leaves. Choose one of these: freeform/),
    });
    await expect(start({ knowledge: 'knowledge-full' })).rejects.toThrow(
      /works on knowledge leaves, and none of the chosen leaves is one. These fit: freeform/,
    );
    expect(await db.run.count()).toBe(before);
  });

  test('keeps them when it is continued', async ({ db }) => {
    const leafId = await makeKnowledgeLeaf(db, 1);
    const pipelines = { knowledge: 'knowledge-atomic-facts' };
    const teacherId = await makeTeacher(db, practice.url);
    const run = await runToEnd(db, requestOf(teacherId, [leafId], { pipelines, target: 300 }));
    const { id } = await continueRun(db, actor, run.id, { requestKey: randomUUID() });
    const next = await getRun(db, id);
    expect(next.pipelines).toEqual(pipelines);
    expect(next.leaves.map(({ pipeline }) => pipeline)).toEqual(['knowledge-atomic-facts']);
  });

  test('is simple for all three kinds of leaf: no judge but for support and safety', async ({ db }) => {
    const scope = [await makeFreeformLeaf(db), await makeGroundedLeaf(db), await makeKnowledgeLeaf(db, 1)];
    const pipelines = { freeform: 'freeform-simple', grounded: 'grounded-simple', knowledge: 'knowledge-simple' };
    const teacherId = await makeTeacher(db, practice.url, { slots: 64 });
    const estimate = await estimateRun(db, { scope, teacherId, target: 20, isRepeated: false, pipelines });
    const run = await runToEnd(db, requestOf(teacherId, scope, { pipelines, target: 20 }));
    expect(run).toMatchObject({ state: 'completed', itemsFailed: 0 });
    expect(await callsOnce(db, run)).toBeLessThanOrEqual(estimate.calls);
    expect(await brokenRules(db, run.id)).toEqual([]);
    for (const { samplesKept } of run.leaves) expect(samplesKept).toBeGreaterThan(5);
    const judges = new Set(run.funnel.map(({ step }) => step).filter((step) => step.startsWith('judge')));
    expect(judges).toEqual(new Set(['judge-faithfulness', 'judge-safety']));
  });
});

describe('a baseline', { timeout: 600_000 }, () => {
  test('of Self-Instruct draws from the seeds of the whole subtree, also when it is continued', async ({ db }) => {
    const scope = [await makeFreeformLeaf(db), await makeFreeformLeaf(db), await makeFreeformLeaf(db)];
    const pipelines = { freeform: 'self-instruct' };
    const teacherId = await makeTeacher(db, practice.url, { slots: 64 });
    const estimate = await estimateRun(db, { scope, teacherId, target: 60, isRepeated: false, pipelines });
    const run = await runToEnd(db, requestOf(teacherId, scope, { pipelines, target: 60 }));
    expect(run).toMatchObject({ state: 'completed', itemsFailed: 0 });
    expect(await callsOnce(db, run)).toBeLessThanOrEqual(estimate.calls);
    expect(await brokenRules(db, run.id)).toEqual([]);
    const first = await revisionsOf(db, run.id);
    expect(first.size).toBe(3);

    const next = await continueRun(db, actor, run.id, { requestKey: randomUUID() });
    const worker = await startWorker(db);
    await untilOver(db, next.id).finally(() => worker.stop());
    expect(await revisionsOf(db, next.id)).toEqual(first);
  });

  test('of Self-Instruct that asks again draws from the same subtree', async ({ db }) => {
    const scope = [await makeFreeformLeaf(db), await makeFreeformLeaf(db)];
    const pipelines = { freeform: 'self-instruct' };
    const teacherId = await makeTeacher(db, practice.url, { slots: 64 });
    const run = await runToEnd(db, requestOf(teacherId, scope, { pipelines, target: 30, isRepeated: true }));
    expect(run).toMatchObject({ itemsFailed: 0 });
    for (const { samplesKept } of run.leaves) expect(samplesKept).toBeGreaterThanOrEqual(30);
    expect((await revisionsOf(db, run.id)).size).toBe(2);
  });

  test('marks its samples, and eliminates questions without a real change by name', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const pipelines = { freeform: 'evol-instruct' };
    const teacherId = await makeTeacher(db, practice.url, { slots: 64 });
    const estimate = await estimateRun(db, { scope: [leafId], teacherId, target: null, isRepeated: false, pipelines });
    const run = await runToEnd(db, requestOf(teacherId, [leafId], { pipelines }));
    expect(await callsOnce(db, run)).toBeLessThanOrEqual(estimate.calls);
    expect(run.samplesKept).toBeGreaterThan(50);
    expect(await brokenRules(db, run.id)).toEqual([]);
    const reasons = run.funnel.find(({ step }) => step === 'judge-evolution')?.reasons.map(({ reason }) => reason);
    expect(reasons).toEqual(expect.arrayContaining(['not_evolved', 'prompt_copied']));
    const { id } = await db.sample.findFirstOrThrow({ where: { runId: run.id } });
    expect(await getSample(db, id)).toMatchObject({ pipeline: 'evol-instruct', marks: ['Baseline: Evol-Instruct'] });
  });
});

/** The revisions whose seeds are in the prompts of a run's samples. */
async function revisionsOf(db: Database, runId: string): Promise<Set<string>> {
  const samples = await db.sample.findMany({ where: { runId }, select: { provenance: true } });
  expect(samples.length).toBeGreaterThan(0);
  return new Set(
    samples.flatMap(({ provenance }) => StoredProvenance.parse(provenance).pool.map(({ revisionId }) => revisionId)),
  );
}
