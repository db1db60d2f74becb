import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { sampleOrigin } from '@/taxonomy/generation/runs/sample-origin';
import { listDropped } from '@/taxonomy/generation/runs/list-dropped';
import { test } from '../../support/database';
import {
  brokenRules,
  makeFreeformLeaf,
  makeGroundedLeaf,
  makeKnowledgeLeaf,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  runToEnd,
} from '../../support/generation-factories';

let practice: PracticeTeacher;
beforeAll(async () => void (practice = await makePracticeTeacher()));
afterAll(() => practice.close());

describe('a run', { timeout: 600_000 }, () => {
  test('writes thirty questions for each freeform seed and reports what became of each', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url);
    const run = await runToEnd(db, requestOf(teacherId, [leafId]));

    expect(run).toMatchObject({ state: 'completed', isPractice: true, itemsTotal: 5, itemsDone: 5, itemsFailed: 0 });
    expect(run.samplesKept).toBeGreaterThan(0);
    expect(run.funnel.map(({ label }) => label)).toEqual([
      'Questions written',
      'Questions judged',
      'Answers written',
      'Checked by rules',
      'Answers judged',
      'Checked for safety',
      'Checked for duplicates',
    ]);
    for (const bar of run.funnel) {
      expect(bar.made).toBe(bar.kept + bar.dropped);
      expect(bar.dropped).toBe(bar.reasons.reduce((sum, { count }) => sum + count, 0));
    }
    expect(await brokenRules(db, run.id)).toEqual([]);
    expect(run.calls).toBe(await db.teacherCall.count({ where: { runId: run.id } }));
  });

  test('writes contexts, questions and answers for a grounded leaf', async ({ db }) => {
    const leafId = await makeGroundedLeaf(db);
    const run = await runToEnd(db, requestOf(await makeTeacher(db, practice.url), [leafId]));
    expect(run).toMatchObject({ state: 'completed', itemsTotal: 5, itemsDone: 5 });
    expect(run.samplesKept).toBeGreaterThan(0);
    expect(await brokenRules(db, run.id)).toEqual([]);
    const samples = await db.sample.findMany({ where: { runId: run.id }, take: 5 });
    for (const { context } of samples) expect(context).toBeTruthy();
  });

  test('asks about each passage of a knowledge leaf, and corrects its spelling once', async ({ db }) => {
    const leafId = await makeKnowledgeLeaf(db, 3);
    practice.resetStats();
    const run = await runToEnd(db, requestOf(await makeTeacher(db, practice.url), [leafId]));
    const passages = await db.chunk.count();
    expect(run).toMatchObject({ state: 'completed', itemsTotal: passages * 5, itemsDone: passages * 5 });
    expect(run.samplesKept).toBeGreaterThan(0);
    expect(practice.stats().byPrompt['correct-spelling']).toBe(passages);
    expect(await brokenRules(db, run.id)).toEqual([]);
  });

  test('stores seeds, passage and every answer behind a sample, and the raw text of dropped rows', async ({ db }) => {
    const leafId = await makeKnowledgeLeaf(db, 2);
    const run = await runToEnd(db, requestOf(await makeTeacher(db, practice.url), [leafId]));
    const sample = await db.sample.findFirstOrThrow({ where: { runId: run.id } });
    const origin = await sampleOrigin(db, sample.id);
    expect(origin.run).toMatchObject({ id: run.id, isPractice: true });
    expect(origin.passage?.text).toContain('planet');
    expect(origin.provenance.seedIds).toHaveLength(1);
    expect(origin.calls.map(({ step }) => step)).toEqual(
      expect.arrayContaining(['write-questions-and-answers', 'judge-faithfulness']),
    );
    for (const call of origin.calls) expect(call.messages.at(0)?.content).toContain(`Task: ${call.prompt}`);

    const dropped = await listDropped(db, run.id, { limit: 500 });
    expect(dropped.items).toHaveLength(run.rowsDropped);
    const rejected = dropped.items.filter(({ reason }) => reason === 'judged_bad');
    expect(rejected.length).toBeGreaterThan(0);
    for (const { step, row, scores, detail } of rejected) {
      expect(row).not.toHaveProperty('scores');
      expect(scores.at(-1)).toMatchObject({ step, label: expect.any(String), scale: expect.any(String) });
      expect(detail).toContain(scores.at(-1)?.explanation);
    }
    const judged = dropped.items.filter(({ reason }) => reason === 'judged_bad' || reason === 'unparseable');
    for (const { rawText } of judged) expect(rawText).toBeTruthy();
  });

  test('of a folder runs every leaf below it, of any kind', async ({ db }) => {
    const run = await runToEnd(db, requestOf(await makeTeacher(db, practice.url), [], { target: 4 }));
    expect(run.state).toBe('completed');
    expect(new Set(run.funnel.map(({ pipeline }) => pipeline))).toEqual(new Set(['freeform', 'grounded', 'knowledge']));
    expect(run.leafCount).toBe(await db.leaf.count());
    expect(await brokenRules(db, run.id)).toEqual([]);
  });
});
