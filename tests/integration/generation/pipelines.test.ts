import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect } from 'vitest';
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
  makeFreeformLeaf,
  makeKnowledgeLeaf,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  runToEnd,
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
    const estimate = await estimateRun(db, { scope: [leafId], teacherId, target: null, pipelines });
    const run = await runToEnd(db, requestOf(teacherId, [leafId], { pipelines }));
    expect(run).toMatchObject({ state: 'completed', pipelines });
    expect(run.calls).toBeLessThanOrEqual(estimate.calls);
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
});
