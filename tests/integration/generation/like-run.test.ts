import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { choicesOfRun } from '@/taxonomy/generation/runs/choices-of-run';
import { listRuns } from '@/taxonomy/generation/runs/get-run';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { cancelRun } from '@/taxonomy/generation/runs/stop-run';
import { removeTeacher } from '@/taxonomy/generation/teacher/teachers';
import { deleteNode } from '@/taxonomy/tree/delete-node';
import { test } from '../../support/database';
import {
  actor,
  makeFreeformLeaf,
  makeGroundedLeaf,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
} from '../../support/generation-factories';

let practice: PracticeTeacher;
beforeAll(async () => void (practice = await makePracticeTeacher()));
afterAll(() => practice.close());

const settings = {
  judgeVotes: 3,
  target: 7,
  isRepeated: true,
  isTrial: true,
  maxCalls: 400,
  maxTokens: 900_000,
  maxCost: 2_500_000,
  maxMinutes: 90,
  rulesOff: ['echo', 'language'],
  nearDuplicates: { threshold: 0.8, within: 'siblings' as const },
  pipelines: { freeform: 'freeform-simple' },
  thresholds: { 'judge-pair': 3 },
  asksEveryJudge: true,
} satisfies Parameters<typeof requestOf>[2];

const setUp = async (db: Database) => {
  const leaves = [await makeFreeformLeaf(db), await makeGroundedLeaf(db)];
  const teacherId = await makeTeacher(db, practice.url);
  const judgeTeacherId = await makeTeacher(db, practice.url);
  const request = requestOf(teacherId, leaves, { ...settings, judgeTeacherId, seed: 'my seed' });
  return { leaves, teacherId, judgeTeacherId, run: await startRun(db, actor, request) };
};

describe('what a run was started with', { timeout: 120_000 }, () => {
  test('can start another run like it, with all its settings', async ({ db }) => {
    const { leaves, teacherId, judgeTeacherId, run } = await setUp(db);
    const choices = await choicesOfRun(db, run.id);
    expect(choices).toEqual({
      ...settings,
      batch: 'off',
      runId: run.id,
      scope: leaves,
      missing: [],
      teacherId,
      judgeTeacherId,
      gone: [],
    });
    await cancelRun(db, actor, run.id);
    const { runId, missing: _, gone: __, ...rest } = choices;
    const { maxTokens, maxCost, maxMinutes, ...plain } = rest;
    const again = await startRun(db, actor, {
      ...requestOf(teacherId, leaves),
      ...plain,
      teacherId,
      maxTokens: maxTokens ?? undefined,
      maxCost: maxCost ?? undefined,
      maxMinutes: maxMinutes ?? undefined,
    });
    expect({ ...(await choicesOfRun(db, again.id)), runId }).toEqual(choices);
  });

  test('leaves out what no longer exists, and says so', async ({ db }) => {
    const { leaves, teacherId, judgeTeacherId, run } = await setUp(db);
    await cancelRun(db, actor, run.id);
    await deleteNode(db, actor, leaves[0]!);
    await removeTeacher(db, actor, teacherId);
    await removeTeacher(db, actor, judgeTeacherId);
    const { snapshot } = await db.run.findUniqueOrThrow({ where: { id: run.id } });
    await db.run.update({
      where: { id: run.id },
      data: {
        snapshot: {
          ...(snapshot as object),
          pipelines: { freeform: 'a pipeline of the past' },
          thresholds: { 'judge-pair': 3, 'judge-of-the-past': 1 },
        },
      },
    });
    const choices = await choicesOfRun(db, run.id);
    expect(choices).toMatchObject({
      scope: leaves,
      missing: [leaves[0]],
      teacherId: null,
      judgeTeacherId: null,
      pipelines: {},
      thresholds: { 'judge-pair': 3 },
    });
    expect(choices.gone).toEqual([
      expect.stringContaining('teacher'),
      expect.stringContaining('judge'),
      expect.stringContaining('a pipeline of the past'),
      expect.stringContaining('judge-of-the-past'),
    ]);
  });

  test('cannot be read of a run that does not exist', async ({ db }) => {
    await expect(choicesOfRun(db, '0197d3a0-0000-7000-8000-000000000000')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the runs over a leaf', { timeout: 120_000 }, () => {
  test('are listed by themselves, newest first, in pages', async ({ db }) => {
    const [one, other] = [await makeFreeformLeaf(db), await makeFreeformLeaf(db)];
    const teacherId = await makeTeacher(db, practice.url);
    const started: string[] = [];
    for (const [place, scope] of [[one], [other], [one, other], [one]].entries()) {
      const { id } = await startRun(db, actor, requestOf(teacherId, scope, { target: 5, seed: `${place}` }));
      started.unshift(id);
    }
    const first = await listRuns(db, { limit: 2, leaf: one });
    const rest = await listRuns(db, { limit: 2, leaf: one, cursor: first.nextCursor ?? undefined });
    expect(first.items.map(({ id }) => id)).toEqual([started[0], started[1]]);
    expect(rest).toMatchObject({ items: [{ id: started[3] }], nextCursor: null });
    expect((await listRuns(db, { limit: 50, leaf: 'zzzzzzzzzzzz' })).items).toEqual([]);
  });
});
