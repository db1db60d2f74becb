import { afterAll, beforeAll, describe, expect } from 'vitest';
import { getAnswerStyle, setAnswerStyle } from '@/taxonomy/generation/answer-style/answer-style';
import { sampleOrigin } from '@/taxonomy/generation/runs/sample-origin';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { test } from '../../support/database';
import {
  actor,
  brokenRules,
  makeFreeformLeaf,
  makeGroundedLeaf,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  runToEnd,
} from '../../support/generation-factories';
import { makeBranch } from '../../support/tree-factories';

let practice: PracticeTeacher;
beforeAll(async () => {
  practice = await makePracticeTeacher();
});
afterAll(() => practice.close());

describe('the style of a leaf’s answers', { timeout: 600_000 }, () => {
  test('is frozen with a run, decides the prompt and its temperature, and is part of a sample’s origin', async ({
    db,
  }) => {
    const scope = [await makeFreeformLeaf(db), await makeGroundedLeaf(db)];
    for (const leafId of scope) await setAnswerStyle(db, actor, leafId, { style: 'creative' });
    const teacherId = await makeTeacher(db, practice.url);
    const run = await runToEnd(db, requestOf(teacherId, scope, { target: 5 }));
    expect(await brokenRules(db, run.id)).toEqual([]);
    const asked = await db.teacherCall.groupBy({
      by: ['prompt'],
      where: { runId: run.id, step: { contains: 'answer' } },
    });
    expect(asked.map(({ prompt }) => prompt).toSorted()).toEqual([
      'write-creative-answer',
      'write-creative-grounded-answer',
    ]);
    const { id } = await db.sample.findFirstOrThrow({ where: { runId: run.id } });
    const { provenance, calls } = await sampleOrigin(db, id);
    expect(provenance.answerStyle).toBe('creative');
    const written = calls.find(({ prompt }) => prompt.startsWith('write-creative'));
    expect(written?.parameters).toMatchObject({ temperature: 0.8, seed: expect.any(Number) });

    // A run keeps the style that it started with.
    for (const leafId of scope) await setAnswerStyle(db, actor, leafId, { style: null });
    const leaves = await db.runLeaf.findMany({ where: { runId: run.id } });
    expect(leaves.map(({ answerStyle }) => answerStyle)).toEqual(['creative', 'creative']);
  });

  test('is the default of its kind until it is set, and every change is in the audit log', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    expect(await getAnswerStyle(db, leafId)).toEqual({ style: null, default: 'precise' });
    const run = await runToEnd(db, requestOf(await makeTeacher(db, practice.url), [leafId], { target: 3 }));
    expect(run.prompts.map(({ name }) => name)).toContain('write-answer');
    const { id } = await db.sample.findFirstOrThrow({ where: { runId: run.id } });
    expect((await sampleOrigin(db, id)).provenance.answerStyle).toBe('precise');
    await setAnswerStyle(db, actor, leafId, { style: 'creative' });
    await setAnswerStyle(db, actor, leafId, { style: 'creative' });
    expect(await db.auditEvent.count({ where: { action: 'leaf.style', subjectId: leafId } })).toBe(2);
  });

  test('is a setting of leaves, not of folders', async ({ db }) => {
    const { root } = await makeBranch(db, 'knowledge');
    await expect(setAnswerStyle(db, actor, root.id, { style: 'precise' })).rejects.toMatchObject({ code: 'not_found' });
  });
});
