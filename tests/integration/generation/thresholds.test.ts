import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { getRun } from '@/taxonomy/generation/runs/get-run';
import { changeThresholds } from '@/taxonomy/generation/threshold-changes/change-thresholds';
import { decideMany } from '@/taxonomy/review/decide';
import { test } from '../../support/database';
import {
  actor,
  brokenRules,
  kill,
  makeFreeformLeaf,
  makePracticeTeacher,
  makeTeacher,
  spawnWorker,
} from '../../support/generation-factories';
import { holding } from '../../support/holding';
import {
  applied,
  change,
  makeGradedRun,
  preview,
  questionsOf,
  undo,
  type GradedRow,
} from '../../support/threshold-factories';

let practice: PracticeTeacher;
beforeAll(async () => void (practice = await makePracticeTeacher()));
afterAll(() => practice.close());

const rows: GradedRow[] = [
  { question: 'best', pair: 3 },
  { question: 'good', pair: 2 },
  { question: 'fair', pair: 2 },
  { question: 'poor', pair: 1 },
  { question: 'unanswered', pair: null },
];

const setUp = async (db: Database, given = rows, leaves = 1) => {
  const teacherId = await makeTeacher(db, practice.url);
  const leafIds = await Promise.all(Array.from({ length: leaves }, () => makeFreeformLeaf(db)));
  return { leafIds, runId: await makeGradedRun(db, { leafIds, teacherId, rows: given }) };
};

const decide = async (db: Database, runId: string, question: string, verdict: 'approve' | 'reject') => {
  const { id: sampleId, version } = await db.sample.findFirstOrThrow({ where: { runId, question } });
  const [outcome] = await decideMany(db, actor, [{ id: randomUUID(), sampleId, version, verdict }]);
  return outcome!;
};

describe('changing the thresholds of a finished run', { timeout: 120_000 }, () => {
  test('does what its preview says, leaf by leaf, and keeps every count right', async ({ db }) => {
    const { runId, leafIds } = await setUp(db, rows, 2);
    const calls = await db.teacherCall.count();
    const up = await preview(db, runId, { 'judge-pair': 3 });
    expect(up).toMatchObject({ back: 0, gone: 4, incomplete: 0, calls: 0, decided: 0 });
    expect(up.leaves.items.map(({ leafId, gone }) => [leafId, gone])).toEqual(leafIds.toSorted().map((id) => [id, 2]));
    expect(await change(db, runId, { 'judge-pair': 3 })).toMatchObject({
      back: 0,
      gone: 4,
      leavesDone: 2,
      error: null,
    });
    expect(await questionsOf(db, runId)).toEqual({
      pending: ['best', 'best'],
      withdrawn: ['fair', 'fair', 'good', 'good'],
    });
    expect(await brokenRules(db, runId)).toEqual([]);

    const down = { 'judge-pair': 1, 'judge-question': 0 };
    expect(await preview(db, runId, down)).toMatchObject({ back: 6, gone: 0, incomplete: 2, calls: 6 });
    expect(await change(db, runId, down)).toMatchObject({ back: 6, gone: 0 });
    expect((await questionsOf(db, runId)).pending?.filter((each) => each === 'poor')).toHaveLength(2);
    expect(await brokenRules(db, runId)).toEqual([]);
    expect((await getRun(db, runId)).redecided).toEqual({ before: 6, after: 8 });
    expect(await db.teacherCall.count()).toBe(calls);
  });

  test('keeps the judgements of rows that come back, and gives them the id that they would have had', async ({
    db,
  }) => {
    const { runId } = await setUp(db);
    const [known] = await db.judgedRow.findMany({ where: { runId, isDropped: true, missing: 0 } });
    await change(db, runId, { 'judge-pair': 1 });
    const sample = await db.sample.findUniqueOrThrow({ where: { id: known!.sampleId }, include: { judgements: true } });
    expect(sample.judgements.map(({ step, score }) => [step, score])).toEqual([
      ['judge-question', 1],
      ['judge-pair', 1],
    ]);
    expect(await db.droppedRow.count({ where: { runId } })).toBe(2);
  });

  test('leaves samples that a person decided as they are, and refuses a decision on one that has left', async ({
    db,
  }) => {
    const { runId } = await setUp(db);
    await decide(db, runId, 'good', 'approve');
    const open = await db.sample.findFirstOrThrow({ where: { runId, question: 'fair' } });
    expect(await preview(db, runId, { 'judge-pair': 3 })).toMatchObject({ gone: 1, decided: 1 });
    await change(db, runId, { 'judge-pair': 3 });
    expect(await questionsOf(db, runId)).toEqual({ approved: ['good'], pending: ['best'], withdrawn: ['fair'] });

    const stale = { id: randomUUID(), sampleId: open.id, version: open.version, verdict: 'approve' as const };
    expect((await decideMany(db, actor, [stale]))[0]).toMatchObject({
      outcome: 'conflict',
      sample: { status: 'withdrawn' },
    });
    expect(await decide(db, runId, 'fair', 'approve')).toMatchObject({ outcome: 'refused' });
    expect(await brokenRules(db, runId)).toEqual([]);
  });

  test('is undone as one, except for samples that were decided since', async ({ db }) => {
    const { runId } = await setUp(db);
    const first = await change(db, runId, { 'judge-pair': 1 });
    await decide(db, runId, 'poor', 'reject');
    const second = await change(db, runId, { 'judge-pair': 3 });
    expect(await questionsOf(db, runId)).toEqual({
      pending: ['best'],
      rejected: ['poor'],
      withdrawn: ['fair', 'good'],
    });
    await expect(undo(db, first)).rejects.toThrow('Only the last change');
    expect(await undo(db, second)).toMatchObject({ back: 2, gone: 0, undoesId: second.id });
    await undo(db, first);
    expect(await questionsOf(db, runId)).toEqual({ pending: ['best', 'fair', 'good'], rejected: ['poor'] });
    await expect(undo(db, second)).rejects.toThrow('Only the last change');
    expect(await brokenRules(db, runId)).toEqual([]);
  });

  test('is made once for one request key, and not beside another change', async ({ db }) => {
    const { runId } = await setUp(db);
    const request = { requestKey: randomUUID(), thresholds: { 'judge-pair': 3 } };
    const [one, two] = await Promise.all([1, 2].map(() => changeThresholds(db, actor, runId, request)));
    expect(one!.id).toBe(two!.id);
    await expect(changeThresholds(db, actor, runId, { requestKey: randomUUID(), thresholds: {} })).rejects.toThrow(
      'is being applied',
    );
    await applied(db, one!);
    expect((await changeThresholds(db, actor, runId, request)).state).toBe('done');
    await expect(changeThresholds(db, actor, runId, { ...request, thresholds: { 'judge-pair': 1 } })).rejects.toThrow(
      'used for another request',
    );
  });

  test('drops rows that come back and equal another as duplicates, once and for all', async ({ db }) => {
    const twice = [...rows, { question: 'poor', pair: 1 }, { question: 'best', pair: 1 }];
    const { runId } = await setUp(db, twice);
    expect(await preview(db, runId, { 'judge-pair': 1 })).toMatchObject({ back: 3 });
    expect(await change(db, runId, { 'judge-pair': 1 })).toMatchObject({ back: 1, duplicates: 2 });
    expect(await preview(db, runId, { 'judge-pair': 1 })).toMatchObject({ back: 0, gone: 0 });
    expect(await brokenRules(db, runId)).toEqual([]);
  });

  test('waits for a decision that is being made, and leaves its sample as decided', async ({ db, databaseUrl }) => {
    const { runId } = await setUp(db);
    const { id, leafId } = await db.sample.findFirstOrThrow({ where: { runId, question: 'good' } });
    const deciding = `
      WITH sample AS (UPDATE "Sample" SET status = 'approved', version = version + 1 WHERE id = '${id}'),
      pending AS (UPDATE "SampleCount" SET n = n - 1 WHERE "leafId" = '${leafId}' AND status = 'pending')
      INSERT INTO "SampleCount" ("leafId", status, n) VALUES ('${leafId}', 'approved', 1)`;
    const decision = await holding(databaseUrl, deciding);
    const changed = change(db, runId, { 'judge-pair': 3 });
    await decision.isWaitedForBy(1);
    await decision.release();
    expect(await changed).toMatchObject({ gone: 1 });
    expect(await questionsOf(db, runId)).toEqual({ approved: ['good'], pending: ['best'], withdrawn: ['fair'] });
  });

  test('goes on where it was when its worker is killed', async ({ db, databaseUrl }) => {
    const { runId, leafIds } = await setUp(db, rows, 2);
    const second = leafIds.toSorted()[1]!;
    const leaf = await holding(databaseUrl, `SELECT pg_advisory_xact_lock(hashtextextended('samples:${second}', 0))`);
    const begun = await changeThresholds(db, actor, runId, {
      requestKey: randomUUID(),
      thresholds: { 'judge-pair': 3 },
    });
    const worker = spawnWorker(databaseUrl);
    await leaf.isWaitedForBy(1);
    await kill(worker, 'SIGKILL');
    await leaf.release();
    expect((await db.thresholdChange.findUniqueOrThrow({ where: { id: begun.id } })).leavesDone).toBe(1);
    // The lease of the worker that died ends.
    await db.job.updateMany({ where: { groupId: begun.id }, data: { dueAt: new Date(0) } });
    expect(await applied(db, begun)).toMatchObject({ gone: 4, leavesDone: 2 });
    expect(await brokenRules(db, runId)).toEqual([]);
  });

  test('is refused for a judge that does not exist, a grade off its scale, and a run in progress', async ({ db }) => {
    const { runId } = await setUp(db);
    await expect(preview(db, runId, { 'judge-safety': 1 })).rejects.toThrow('There is no judge');
    await expect(preview(db, runId, { 'judge-pair': 4 })).rejects.toThrow('from 1 to 3');
    await db.run.update({ where: { id: runId }, data: { state: 'running' } });
    await expect(change(db, runId, { 'judge-pair': 3 })).rejects.toThrow('not over yet');
  });
});
