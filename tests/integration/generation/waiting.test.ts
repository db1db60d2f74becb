import { afterAll, beforeAll, describe, expect } from 'vitest';
import { z } from 'zod';
import type { Database } from '@/prisma/client';
import { deliverAnswers, listWaitingCalls, type LateAnswer } from '@/taxonomy/generation/engine/late-answers';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { getRun } from '@/taxonomy/generation/runs/get-run';
import { resumeRun } from '@/taxonomy/generation/runs/resume-run';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { cancelRun } from '@/taxonomy/generation/runs/stop-run';
import { isOver } from '@/taxonomy/generation/vocabulary';
import { test } from '../../support/database';
import {
  actor,
  brokenRules,
  contentOfRun,
  forgetSamples,
  makeFreeformLeaf,
  makeKnowledgeLeaf,
  makePracticeTeacher,
  makeTeacher,
  openTeacherOf,
  requestOf,
  runToEnd,
  startWorker,
  until,
  untilOver,
} from '../../support/generation-factories';

let practice: PracticeTeacher;
beforeAll(async () => void (practice = await makePracticeTeacher()));
afterAll(() => practice.close());

const Request = z.object({
  messages: z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })),
  parameters: z.object({ temperature: z.number(), maxTokens: z.int(), seed: z.int().optional() }),
});

/** One wave: sends the recorded requests to the practice teacher, and returns its answers. */
async function answersTo(db: Database, runId: string, teacherId: string): Promise<LateAnswer[]> {
  const { client } = await openTeacherOf(db)(teacherId);
  const calls = await listWaitingCalls(db, runId, 1_000);
  const answers = await Promise.all(
    calls.map(async ({ key, request }) => {
      const { messages, parameters } = Request.parse(request);
      return { key, completion: await client.complete({ messages, ...parameters }, new AbortController().signal) };
    }),
  );
  await client.close();
  return answers;
}

const sleeping = (db: Database, runId: string) => db.runItem.count({ where: { runId, state: 'waiting' } });

describe('a run whose teacher answers later', { timeout: 600_000 }, () => {
  test('sleeps until answers come, wave by wave, and makes the same samples as with immediate answers', async ({
    db,
  }) => {
    const leaves = [await makeFreeformLeaf(db), await makeKnowledgeLeaf(db, 2)];
    const teacherId = await makeTeacher(db, practice.url);
    const request = { target: 12, seed: 'waves' };
    const live = await runToEnd(db, requestOf(teacherId, leaves, request));
    const expected = await contentOfRun(db, live.id);
    await forgetSamples(db);

    const { id } = await startRun(db, actor, requestOf(teacherId, leaves, { ...request, batch: 'files' }));
    const worker = await startWorker(db);
    let waves = 0;
    while (!isOver((await getRun(db, id)).state)) {
      const calls = await db.waitingCall.count({ where: { runId: id } });
      const jobs = await db.job.count({ where: { groupId: id } });
      if (calls === 0 || jobs > 0) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        continue;
      }
      waves += 1;
      const answers = await answersTo(db, id, teacherId);
      await deliverAnswers(db, answers);
      await deliverAnswers(db, answers); // a second time changes nothing
    }
    await worker.stop();
    const run = await getRun(db, id);
    expect(run).toMatchObject({ state: 'completed', isStalled: false, itemsDone: run.itemsTotal });
    expect(waves).toBeGreaterThan(3);
    expect(await contentOfRun(db, id)).toEqual(expected);
    expect(await brokenRules(db, id)).toEqual([]);
    expect(run.calls).toBe(await db.teacherCall.count({ where: { runId: id } }));
  });

  test('continues items with answers while others still sleep', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url);
    const { id } = await startRun(db, actor, requestOf(teacherId, [leafId], { target: 4, batch: 'files' }));
    const worker = await startWorker(db);
    await until(async () => (await sleeping(db, id)) === 4);
    const [first] = await answersTo(db, id, teacherId);
    await deliverAnswers(db, [first!]);
    // That item has asked its next question; the others still wait for their first answer.
    await until(async () => (await db.waitingCall.count({ where: { runId: id, step: 'judge-question' } })) > 0);
    expect(await db.waitingCall.count({ where: { runId: id, step: 'write-questions' } })).toBe(3);

    await cancelRun(db, actor, id);
    expect(await untilOver(db, id)).toMatchObject({ state: 'cancelled', calls: 1 });
    expect(await db.waitingCall.count({ where: { runId: id } })).toBe(0);
    await deliverAnswers(db, [first!]);
    expect(await brokenRules(db, id)).toEqual([]);
    await worker.stop();
  });

  test('fails items with a failed request, and a resume requests it again', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url);
    const { id } = await startRun(db, actor, requestOf(teacherId, [leafId], { target: 1, batch: 'files' }));
    const worker = await startWorker(db);
    await until(async () => (await sleeping(db, id)) === 1);
    const [call] = await listWaitingCalls(db, id, 1);
    await deliverAnswers(db, [{ key: call!.key, failure: { kind: 'bad_answer', message: 'The line was missing.' } }]);
    expect(await untilOver(db, id)).toMatchObject({
      state: 'failed',
      itemsFailed: 1,
      errors: [{ kind: 'bad_answer', message: 'The line was missing.' }],
    });
    await resumeRun(db, actor, id, {});
    await until(async () => (await sleeping(db, id)) === 1);
    await cancelRun(db, actor, id);
    await untilOver(db, id);
    await worker.stop();
  });
});
