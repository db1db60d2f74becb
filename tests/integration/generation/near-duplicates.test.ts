import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Database } from '@/prisma/client';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { listDropped } from '@/taxonomy/generation/runs/list-dropped';
import { decideMany } from '@/taxonomy/review/decide';
import { tokenizers } from '@/taxonomy/generation/filters/near-duplicates/tokenizers';
import { lcsOf } from '../../support/alike-texts';
import { test } from '../../support/database';
import { makeActor } from '../../support/factories';
import { claimItems } from '../../support/finished-items';
import {
  brokenRules,
  makeFreeformLeaf,
  makeGroundedLeaf,
  makeLeafWith,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  runToEnd,
} from '../../support/generation-factories';
import { makeFreeform, makeSkillSeed } from '../../support/seeds-factories';

let practice: PracticeTeacher;
beforeAll(async () => void (practice = await makePracticeTeacher()));
afterAll(() => practice.close());

const night = 'Name a bird that sings at night.';
const dawn = 'Name a bird that sings at dawn.';

describe('near-duplicates', { timeout: 600_000 }, () => {
  async function itemsOf(db: Database, options: { leafId?: string; threshold?: number | null } = {}) {
    const leafId = options.leafId ?? (await makeFreeformLeaf(db));
    const teacherId = await makeTeacher(db, practice.url);
    const threshold = options.threshold === undefined ? 0.7 : options.threshold;
    const items = await claimItems(db, {
      leafIds: [leafId],
      teacherId,
      items: 3,
      nearDuplicates: threshold === null ? null : { threshold, within: 'leaf' },
    });
    const questions = async () =>
      (await db.sample.findMany({ where: { leafId }, orderBy: { seq: 'asc' } })).map(({ question }) => question);
    return { ...items, leafId, questions };
  }

  test.for([
    ['in order', [0, 1]],
    ['out of order', [1, 0]],
  ] as const)(
    'of two items that come %s: the lower stays, the other is kept with its pair',
    async ([, order], { db }) => {
      const { finish, questions, runId } = await itemsOf(db);
      for (const place of order) await finish(place, { question: place === 0 ? night : dawn });
      await finish(2);
      expect(await questions()).toEqual([night]);
      const [sample] = await db.sample.findMany({ where: { runId } });
      const { items } = await listDropped(db, runId, { limit: 10 });
      expect(items).toMatchObject([
        {
          step: 'near-duplicates',
          reason: 'near_duplicate',
          detail: 'It is nearly the same as an earlier sample (ROUGE-L 0.86).',
          row: { question: dawn },
          nearest: { kind: 'sample', id: sample?.id, question: night, score: 12 / 14 },
        },
      ]);
      expect(await brokenRules(db, runId)).toEqual([]);
    },
  );

  test('of one item: the first stays', async ({ db }) => {
    const { finish, questions } = await itemsOf(db);
    await finish(0, { question: night }, { question: dawn }, { question: 'How far is the moon?' });
    expect((await questions()).toSorted()).toEqual(['How far is the moon?', night]);
  });

  test('of a seed go', async ({ db }) => {
    const seeds = [1, 2, 3, 4, 5].map((n) => makeSkillSeed(n));
    const leafId = await makeLeafWith(
      db,
      makeFreeform({ seeds: [{ ...seeds[0]!, question: night }, ...seeds.slice(1)] }),
    );
    const { finish, questions, runId } = await itemsOf(db, { leafId });
    await finish(0, { question: dawn });
    expect(await questions()).toEqual([]);
    const { items } = await listDropped(db, runId, { limit: 10 });
    expect(items[0]?.nearest).toMatchObject({ kind: 'seed', id: seeds[0]?.id, question: night });
  });

  test('of an earlier run go, whatever its reviewer made of the sample', async ({ db }) => {
    const first = await itemsOf(db);
    await first.finish(0, { question: night });
    await first.finish(1, { question: 'How far is the moon?' });
    const [bird, moon] = await db.sample.findMany({ where: { leafId: first.leafId }, orderBy: { seq: 'asc' } });
    const text = { context: null, question: 'Quite another question?', answer: 'Yes.' };
    const reviewer = await makeActor(db, { name: 'Ada', role: 'reviewer' });
    await decideMany(db, reviewer, [
      { id: randomUUID(), sampleId: bird!.id, version: 0, verdict: 'edit', text },
      { id: randomUUID(), sampleId: moon!.id, version: 0, verdict: 'reject' },
    ]);

    const second = await itemsOf(db, { leafId: first.leafId });
    await second.finish(
      0,
      { question: dawn },
      { question: 'How far is the moon away?' },
      { question: 'What do owls eat?' },
    );
    expect((await db.sample.findMany({ where: { runId: second.runId } })).map(({ question }) => question)).toEqual([
      'What do owls eat?',
    ]);
  });

  test('of two simultaneous runs over a leaf: one stays', async ({ db }) => {
    const first = await itemsOf(db);
    const second = await itemsOf(db, { leafId: first.leafId, threshold: 0.71 });
    await Promise.all([first.finish(0, { question: night }), second.finish(0, { question: dawn })]);
    await Promise.all([second.finish(1, { question: 'How far is the moon?' }), first.finish(1, { question: night })]);
    const kept = await first.questions();
    expect(kept.filter((question) => question.startsWith('Name a bird'))).toHaveLength(1);
    expect(kept).toContain('How far is the moon?');
  });

  test.for([
    ['off', null],
    ['at exactly their similarity', 12 / 14],
  ] as const)('stay when the limit is %s', async ([, threshold], { db }) => {
    const { finish, questions } = await itemsOf(db, { threshold });
    await finish(0, { question: night });
    await finish(1, { question: dawn });
    expect(await questions()).toEqual([night, dawn]);
  });

  test('are alike in question and context: the same question on another text is another task', async ({ db }) => {
    const text = 'The ferry leaves at nine from the old pier and takes forty minutes to the island of Hven.';
    const other = 'In the museum of Lund hangs a map that was drawn by hand when the city had two gates.';
    const { finish, runId } = await itemsOf(db, { leafId: await makeGroundedLeaf(db) });
    const question = 'Which places does the text name?';
    await finish(0, { question, context: text }, { question, context: other });
    await finish(1, { question, context: text.replace('nine', 'ten') }, { question: 'When?', context: text });
    const kept = await db.sample.findMany({ where: { runId }, select: { context: true, question: true } });
    expect(kept).toHaveLength(3);
    expect(kept).toEqual(
      expect.arrayContaining([
        { context: text, question },
        { context: other, question },
        { context: text, question: 'When?' },
      ]),
    );
  });

  test('of a run whose items end in any order: none is left, and each that went is like an earlier one', async ({
    db,
  }) => {
    const teacher = await makePracticeTeacher({ latencyMs: 15, sigma: 1 });
    onTestFinished(() => teacher.close());
    const threshold = 0.5;
    const leafId = await makeFreeformLeaf(db);
    const request = requestOf(await makeTeacher(db, teacher.url), [leafId], {
      target: 60,
      nearDuplicates: { threshold, within: 'leaf' },
    });
    const run = await runToEnd(db, request);
    expect(await brokenRules(db, run.id)).toEqual([]);

    const samples = await db.sample.findMany({ where: { runId: run.id } });
    expect(samples.length).toBeGreaterThan(10);
    const alike = samples.flatMap((one, place) =>
      samples.slice(place + 1).filter((other) => similarity(one.question, other.question) > threshold),
    );
    expect(alike).toEqual([]);

    const gone = await db.droppedRow.findMany({ where: { runId: run.id, reason: 'near_duplicate' } });
    expect(gone.length).toBeGreaterThan(3);
    for (const { row, itemId } of gone) {
      const { question, nearest } = Gone.parse(row);
      expect(nearest.score).toBeGreaterThan(threshold);
      expect(nearest.score).toBeCloseTo(similarity(question, nearest.question), 10);
      if (nearest.kind === 'seed') continue;
      const sample = samples.find(({ id }) => id === nearest.id);
      const item = await db.runItem.findUniqueOrThrow({ where: { id: itemId } });
      expect(sample?.itemOrdinal).toBeLessThanOrEqual(item.ordinal);
    }
  });
});

const Gone = z.object({
  question: z.string(),
  nearest: z.object({ kind: z.enum(['seed', 'sample']), id: z.string(), question: z.string(), score: z.number() }),
});

/** F of ROUGE-L by the textbook's table. */
function similarity(one: string, other: string): number {
  const [a, b] = [tokenizers.unicode(one), tokenizers.unicode(other)];
  return (2 * lcsOf(a, b)) / (a.length + b.length);
}
