import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { getBatch } from '@/taxonomy/generation/batch/batch-state';
import { readAnswers } from '@/taxonomy/generation/batch/read-answers';
import { writeRequests } from '@/taxonomy/generation/batch/write-requests';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { getRun } from '@/taxonomy/generation/runs/get-run';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { cancelRun } from '@/taxonomy/generation/runs/stop-run';
import { isOver } from '@/taxonomy/generation/vocabulary';
import { fileOf, resultsOf, waveOf } from '../../support/batch-server';
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
  requestOf,
  runToEnd,
  startWorker,
  untilOver,
} from '../../support/generation-factories';

let practice: PracticeTeacher;
beforeAll(async () => void (practice = await makePracticeTeacher()));
afterAll(() => practice.close());

const failing = (key: string, status: number, message: string) =>
  JSON.stringify({ custom_id: key, response: { status_code: status, body: { error: { message } } }, error: null });

describe('a batch run', { timeout: 600_000 }, () => {
  test('makes the same samples as a live one, whatever order, gaps and doubles its answer files have', async ({
    db,
  }) => {
    const leaves = [await makeFreeformLeaf(db), await makeKnowledgeLeaf(db, 2)];
    const teacherId = await makeTeacher(db, practice.url);
    const judgeTeacherId = await makeTeacher(db, practice.url, { name: `Judge ${randomUUID()}` });
    const request = { target: 12, seed: 'files', judgeTeacherId };
    const live = await runToEnd(db, requestOf(teacherId, leaves, request));
    const expected = await contentOfRun(db, live.id);
    expect(expected.length).toBeGreaterThan(0);
    await forgetSamples(db);

    const { id } = await startRun(db, actor, requestOf(teacherId, leaves, { ...request, batch: 'files' }));
    const worker = await startWorker(db);
    let isFirst = true;
    while (!isOver((await getRun(db, id)).state)) {
      const wave = await Promise.race([waveOf(db, id), untilOver(db, id).then(() => null)]);
      if (!wave) break;
      const results = (await resultsOf(wave, practice.url)).toReversed();
      if (isFirst) {
        expect(wave.length).toBeGreaterThan(3);
        const [busy, gap, ...others] = results as [string, string, ...string[]];
        const busyKey = wave.at(-1)!.custom_id;
        const lines = [
          ...others,
          others[0]!,
          'no json',
          failing(busyKey, 503, 'Try again later.'),
          failing('x', 200, ''),
        ];
        expect(await readAnswers(db, id, fileOf(lines))).toMatchObject({
          lines: others.length + 4,
          stored: others.length,
          again: 1,
          failed: 0,
          notWaiting: 2,
          unreadable: 1,
          problems: [
            { line: others.length + 2, message: expect.stringContaining('not a batch result') },
            { line: others.length + 3, message: expect.stringContaining('Try again later.') },
          ],
        });
        const next = await waveOf(db, id);
        expect(next.map(({ custom_id }) => custom_id)).toEqual(
          expect.arrayContaining([busyKey, wave.at(-2)!.custom_id]),
        );
        expect(await readAnswers(db, id, fileOf([busy, gap]))).toMatchObject({ lines: 2, stored: 2 });
        isFirst = false;
      } else {
        expect(await readAnswers(db, id, fileOf(results))).toMatchObject({ stored: results.length, problems: [] });
        const again = readAnswers(db, id, fileOf(results));
        expect(await again.catch(() => null)).toSatisfy((read) => read === null || read.notWaiting === results.length);
      }
    }
    const run = await untilOver(db, id);
    await worker.stop();
    expect(run).toMatchObject({ state: 'completed', batch: 'files', itemsFailed: 0, samplesKept: expected.length });
    expect(await contentOfRun(db, id)).toEqual(expected);
    expect(await brokenRules(db, id)).toEqual([]);
  });

  test('asks a failed request again, three times at most, and counts a line that is read twice once', async ({
    db,
  }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url);
    const { id } = await startRun(db, actor, requestOf(teacherId, [leafId], { target: 1, batch: 'files' }));
    const worker = await startWorker(db);
    const key = (await waveOf(db, id))[0]!.custom_id;
    const tries = [1, 1, 2, 2].map((n) => [failing(key, 500, `Failure ${n}`)]);
    for (const lines of tries) expect(await readAnswers(db, id, fileOf(lines))).toMatchObject({ again: 1, failed: 0 });
    expect(await readAnswers(db, id, fileOf([failing(key, 500, 'Failure 3')]))).toMatchObject({ again: 0, failed: 1 });
    expect(await untilOver(db, id)).toMatchObject({ state: 'failed', errors: [{ kind: 'overloaded' }] });
    await worker.stop();
    await expect(readAnswers(db, id, fileOf([]))).rejects.toMatchObject({ code: 'conflict' });
  });

  test('fails a task whose request is refused, with the words of the server', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url);
    const { id } = await startRun(db, actor, requestOf(teacherId, [leafId], { target: 1, batch: 'files' }));
    const worker = await startWorker(db);
    const key = (await waveOf(db, id))[0]!.custom_id;
    const line = failing(key, 400, 'The prompt is not allowed.');
    expect(await readAnswers(db, id, fileOf([line]))).toMatchObject({ failed: 1 });
    const { errors } = await untilOver(db, id);
    expect(errors).toMatchObject([{ kind: 'refused_request', message: expect.stringContaining('not allowed') }]);
    await worker.stop();
  });

  test('has no file before its wave is complete, for a teacher that nothing waits for, or once it is cancelled', async ({
    db,
  }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url);
    const { id } = await startRun(db, actor, requestOf(teacherId, [leafId], { target: 4, batch: 'files' }));
    await expect(writeRequests(db, id, teacherId)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/^\d+ tasks of this run are still preparing/),
    });
    const worker = await startWorker(db);
    expect((await waveOf(db, id)).length).toBeGreaterThan(0);
    const other = await makeTeacher(db, practice.url);
    await expect(writeRequests(db, id, other)).rejects.toMatchObject({ code: 'conflict' });
    await cancelRun(db, actor, id);
    await untilOver(db, id);
    await worker.stop();
    expect(await getBatch(db, id)).toEqual({ teachers: [], working: 0, sent: [] });
    await expect(writeRequests(db, id, teacherId)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('is another thing than a live run', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const run = await runToEnd(db, requestOf(await makeTeacher(db, practice.url), [leafId], { target: 5 }));
    await expect(getBatch(db, run.id)).rejects.toMatchObject({ code: 'invalid' });
    await expect(getBatch(db, randomUUID())).rejects.toMatchObject({ code: 'not_found' });
  });
});
