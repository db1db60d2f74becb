import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import { addEvaluationSet, listEvaluationSets, removeEvaluationSet } from '@/taxonomy/generation/evaluation-sets/sets';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { listDropped } from '@/taxonomy/generation/runs/list-dropped';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { test } from '../../support/database';
import {
  actor,
  brokenRules,
  contentOfRun,
  forgetSamples,
  makeFreeformLeaf,
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

const fileOf = (text: string): AsyncIterable<Uint8Array> =>
  (async function* () {
    yield Buffer.from(text);
  })();

const add = (db: Database, lines: object[], name = randomUUID()) =>
  addEvaluationSet(db, actor, { name }, fileOf(lines.map((line) => JSON.stringify(line)).join('\n')));

async function removeAll(db: Database): Promise<void> {
  for (const { id } of await listEvaluationSets(db)) await removeEvaluationSet(db, actor, id);
}

describe('an evaluation set', { timeout: 600_000 }, () => {
  test('keeps rows out that are like one of its texts, and says which; the others stay', async ({ db }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url);
    const request = () => requestOf(teacherId, [leafId], { target: 20, seed: 'contamination' });
    const clean = await runToEnd(db, request());
    expect(clean.funnel.map(({ step }) => step)).not.toContain('contamination');
    const samples = await db.sample.findMany({ where: { runId: clean.id }, orderBy: { seq: 'asc' } });
    const quoteOf = (sample: (typeof samples)[number]) =>
      [sample.answer, sample.question].find((text) => text.split(' ').length >= 15);
    const second = samples.slice(1).find(quoteOf);
    expect(second, 'a sample with a long text').toBeDefined();
    const first = samples.find((sample) => sample !== second);
    const others = samples.filter((sample) => sample !== first && sample !== second);
    expect(others.length).toBeGreaterThan(3);
    await forgetSamples(db);

    const filler = Array.from({ length: 60 }, (_, i) => `filler${i}`).join(' ');
    const set = await add(db, [
      { question: 'What is nowhere in any row of this run?' },
      { question: `${first!.question} Please.` },
      { question: `${filler} ${quoteOf(second!)} ${filler}` },
    ]);
    const run = await runToEnd(db, request());
    await removeAll(db);
    expect(run.funnel.map(({ step }) => step)).toContain('contamination');
    const { items: dropped } = await listDropped(db, run.id, { step: 'contamination', limit: 50 });
    const byQuestion = new Map(dropped.map((row) => [row.nearest?.id, row]));
    expect(byQuestion.get(`${set.name}, line 2`)).toMatchObject({
      reason: 'contaminated',
      row: { question: first!.question },
      nearest: { kind: 'evaluation', question: `${first!.question} Please.`, score: expect.any(Number) },
      detail: expect.stringMatching(/line 2 of the evaluation set .* \(ROUGE-L 0\.\d\d\)/),
    });
    expect(byQuestion.get(`${set.name}, line 3`)).toMatchObject({
      row: { question: second!.question },
      nearest: { kind: 'evaluation', score: null },
      detail: expect.stringContaining('13 words in a row'),
    });
    const kept = new Set((await db.sample.findMany({ where: { runId: run.id } })).map(({ question }) => question));
    expect(kept.has(first!.question)).toBe(false);
    expect(kept.has(second!.question)).toBe(false);
    expect(others.filter(({ question }) => kept.has(question)).length).toBeGreaterThan(0);
    expect(await brokenRules(db, run.id)).toEqual([]);
  });

  test('gives the same samples with one worker and with three, also when it is removed meanwhile', async ({ db }) => {
    await forgetSamples(db);
    const leaves = [await makeFreeformLeaf(db), await makeFreeformLeaf(db)];
    const teacherId = await makeTeacher(db, practice.url);
    const request = () => requestOf(teacherId, leaves, { target: 20, seed: 'frozen set' });
    const plain = await runToEnd(db, request());
    const questions = (await db.sample.findMany({ where: { runId: plain.id } })).map(({ question }) => ({ question }));
    await forgetSamples(db);

    const set = await add(db, questions.slice(0, 5));
    const one = await runToEnd(db, request());
    const expected = await contentOfRun(db, one.id);
    expect(expected.length).toBeLessThan(questions.length);
    await forgetSamples(db);

    const { id } = await startRun(db, actor, request());
    await removeEvaluationSet(db, actor, set.id);
    const workers = await Promise.all([startWorker(db), startWorker(db), startWorker(db)]);
    await untilOver(db, id);
    for (const worker of workers) await worker.stop();
    expect(await contentOfRun(db, id)).toEqual(expected);
    expect(await listEvaluationSets(db)).toEqual([]);
  });

  test('that cannot be read leaves nothing, and names its line; a name is taken once', async ({ db }) => {
    const name = randomUUID();
    await expect(add(db, [{ question: 'Good?' }, { wrong: 1 }], name)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/^Line 2 /),
    });
    await expect(addEvaluationSet(db, actor, { name }, fileOf(' \n'))).rejects.toMatchObject({ code: 'invalid' });
    const broken = (async function* () {
      yield Buffer.from('One?\nTwo?\n');
      throw new Error('The upload broke off.');
    })();
    await expect(addEvaluationSet(db, actor, { name }, broken)).rejects.toThrow('broke off');
    expect(await db.evaluationSet.count({ where: { name } })).toBe(0);
    expect(await db.evaluationText.count({ where: { set: { name } } })).toBe(0);

    const [added, ...refused] = await Promise.allSettled([
      add(db, [{ question: 'Good?' }], name),
      addEvaluationSet(db, actor, { name: name.toUpperCase() }, fileOf('Good?')),
    ]).then((all) => all.toSorted((a) => (a.status === 'fulfilled' ? -1 : 1)));
    expect(added).toMatchObject({ status: 'fulfilled', value: { texts: 1 } });
    expect(refused).toMatchObject([{ status: 'rejected', reason: { code: 'conflict' } }]);
    await removeAll(db);
  });

  test('has limits for all sets together, also when two are added at once, and its texts never change', async ({
    db,
  }) => {
    await removeAll(db);
    const long = (letter: string) => fileOf(Array.from({ length: 600 }, () => letter.repeat(20_000)).join('\n'));
    const both = await Promise.allSettled([
      addEvaluationSet(db, actor, { name: 'a' }, long('a')),
      addEvaluationSet(db, actor, { name: 'b' }, long('b')),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'invalid', message: expect.stringContaining('8,000,000 characters are left') },
    });
    const [set] = await listEvaluationSets(db);
    await expect(
      db.evaluationText.updateMany({ where: { setId: set!.id }, data: { text: 'changed' } }),
    ).rejects.toThrow();
    await removeAll(db);
  });
});
