import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, onTestFinished } from 'vitest';
import type { Database } from '@/prisma/client';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import type { ComparedWithin } from '@/taxonomy/generation/vocabulary-compared';
import { createLeaf, saveLeaf } from '@/taxonomy/seeds/save-leaf';
import { test } from '../../support/database';
import { claimItems } from '../../support/finished-items';
import {
  actor,
  brokenRules,
  contentOfRun,
  forgetSamples,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  runToEnd,
  startWorker,
  untilOver,
} from '../../support/generation-factories';
import { makeFreeform, makeSkillSeed } from '../../support/seeds-factories';
import { makeBranch, makeFolders } from '../../support/tree-factories';

let practice: PracticeTeacher;
beforeAll(async () => void (practice = await makePracticeTeacher()));
afterAll(() => practice.close());

const night = 'Name a bird that sings at night.';
const dawn = 'Name a bird that sings at dawn.';
const noon = 'Name a bird that sings at noon.';
const moon = 'How far away is the moon?';

/** `birds` and `owls` are in one folder, `stars` in another folder beside it. No samples. */
async function makeTree(db: Database) {
  await forgetSamples(db);
  // Workers of a later test must not go on with runs that an earlier one left.
  await db.job.deleteMany({});
  await db.run.updateMany({ where: { state: { in: ['queued', 'running'] } }, data: { state: 'cancelled' } });
  const { root } = await makeBranch(db, 'compositional_skills');
  const [animals] = await makeFolders(db, root, `animals ${randomUUID()}`);
  const [sky] = await makeFolders(db, root, `sky ${randomUUID()}`);
  const leaf = async (parentId: string, name: string, firstQuestion?: string) => {
    const { id } = await createLeaf(db, actor, { parentId, name, leafKind: 'freeform' });
    const seeds = [1, 2, 3, 4, 5].map((n) => makeSkillSeed(n, { question: `What about ${name}, part ${n}?` }));
    if (firstQuestion) seeds[0] = { ...seeds[0]!, question: firstQuestion };
    await saveLeaf(db, actor, id, { baseVersion: 1, content: makeFreeform({ seeds }) });
    return id;
  };
  return {
    animals: animals!.id,
    birds: await leaf(animals!.id, 'birds'),
    owls: await leaf(animals!.id, 'owls'),
    stars: await leaf(sky!.id, 'stars'),
    leaf,
    sky: sky!.id,
  };
}

describe('near-duplicates in other leaves', { timeout: 300_000 }, () => {
  test.for<[ComparedWithin, { sibling: boolean; elsewhere: boolean }]>([
    ['leaf', { sibling: true, elsewhere: true }],
    ['siblings', { sibling: false, elsewhere: true }],
    ['branch', { sibling: false, elsewhere: true }],
    ['taxonomy', { sibling: false, elsewhere: false }],
  ])('within %s: samples of earlier runs count where they are in it', async ([within, stays], { db }) => {
    const tree = await makeTree(db);
    const teacherId = await makeTeacher(db, practice.url);
    const nearDuplicates = { threshold: 0.7, within };
    for (const [leafId, question] of [
      [tree.owls, night],
      [tree.stars, moon],
    ] as const) {
      const { finish } = await claimItems(db, { leafIds: [leafId], teacherId, items: 1 });
      await finish(0, { question });
    }
    const run = { leafIds: [within === 'branch' ? tree.animals : tree.birds], teacherId, items: 2 };
    const { finish, runId, leafOf } = await claimItems(db, { ...run, nearDuplicates });
    const place = (await leafOf(0)) === tree.birds ? 0 : 1;
    if (place === 1) await finish(0);
    await finish(place, { question: dawn }, { question: 'How far away is the sun?' });
    const kept = (await db.sample.findMany({ where: { runId } })).map(({ question }) => question);
    expect(kept.includes(dawn)).toBe(stays.sibling);
    expect(kept.includes('How far away is the sun?')).toBe(stays.elsewhere);
    const gone = await db.droppedRow.findMany({ where: { runId }, orderBy: { id: 'asc' } });
    for (const { detail, row } of gone) {
      expect(detail).toMatch(/an earlier sample of another leaf \(ROUGE-L 0\.8/);
      expect(row).toMatchObject({ nearest: { kind: 'sample', leafId: expect.stringMatching(/./) as string } });
    }
    expect(gone).toHaveLength(Number(!stays.sibling) + Number(!stays.elsewhere));
  });

  test('a seed of another leaf counts as it was when the run started', async ({ db }) => {
    const tree = await makeTree(db);
    const warblers = await tree.leaf(tree.animals, 'warblers', night);
    const teacherId = await makeTeacher(db, practice.url);
    const nearDuplicates = { threshold: 0.7, within: 'siblings' as const };
    const { finish, runId } = await claimItems(db, { leafIds: [tree.birds], teacherId, items: 1, nearDuplicates });
    await saveLeaf(db, actor, warblers, { baseVersion: 2, content: makeFreeform() });
    await finish(0, { question: dawn }, { question: moon });
    expect((await db.sample.findMany({ where: { runId } })).map(({ question }) => question)).toEqual([moon]);
    const [gone] = await db.droppedRow.findMany({ where: { runId } });
    expect(gone?.detail).toMatch(/a seed of another leaf/);
  });

  test.for([
    ['in order', [0, 1, 2]],
    ['backwards', [2, 1, 0]],
    ['with the first one last', [1, 2, 0]],
  ] as const)('items of two leaves that end %s: the lowest stays', async ([, order], { db }) => {
    const tree = await makeTree(db);
    const teacherId = await makeTeacher(db, practice.url);
    const nearDuplicates = { threshold: 0.7, within: 'siblings' as const };
    const leafIds = [tree.birds, tree.owls];
    const { finish, runId, leafOf } = await claimItems(db, { leafIds, teacherId, items: 2, nearDuplicates });
    expect(await leafOf(0)).not.toBe(await leafOf(1));
    const questions = [night, dawn, noon];
    for (const place of order) await finish(place, { question: questions[place]! });
    await finish(3, { question: moon });
    const samples = await db.sample.findMany({ where: { runId }, orderBy: { itemOrdinal: 'asc' } });
    expect(samples.map(({ question }) => question)).toEqual([night, moon]);
    expect(await db.stagedItem.count({ where: { runId } })).toBe(0);
    expect(await brokenRules(db, runId)).toEqual([]);
  });

  test('rows of two runs at the same time in two leaves: one stays', async ({ db }) => {
    const tree = await makeTree(db);
    for (let round = 0; round < 4; round += 1) {
      await forgetSamples(db);
      const teacherId = await makeTeacher(db, practice.url);
      const runs = [];
      for (const leafId of [tree.birds, tree.owls]) {
        const nearDuplicates = { threshold: 0.7, within: 'taxonomy' as const };
        runs.push(await claimItems(db, { leafIds: [leafId], teacherId, items: 1, nearDuplicates }));
      }
      await Promise.all(runs.map(({ finish }, i) => finish(0, { question: i === 0 ? night : dawn })));
      expect(await db.sample.count({ where: { question: { in: [night, dawn] } } })).toBe(1);
    }
  });

  test('one worker and three: the same samples, with a target for each leaf', async ({ db }) => {
    const teacher = await makePracticeTeacher({ latencyMs: 10, sigma: 1 });
    onTestFinished(() => teacher.close());
    const tree = await makeTree(db);
    const teacherId = await makeTeacher(db, teacher.url);
    const request = () =>
      requestOf(teacherId, [tree.animals, tree.sky], {
        target: 8,
        isRepeated: true,
        seed: 'same',
        nearDuplicates: { threshold: 0.5, within: 'taxonomy' },
      });
    const first = await runToEnd(db, request());
    expect(await brokenRules(db, first.id)).toEqual([]);
    const content = await contentOfRun(db, first.id);
    expect(content.length).toBeGreaterThan(5);
    const across = await db.droppedRow.count({ where: { runId: first.id, detail: { contains: 'of another leaf' } } });
    expect(across).toBeGreaterThan(0);

    await forgetSamples(db);
    const { id } = await startRun(db, actor, request());
    const workers = await Promise.all([1, 2, 3].map(() => startWorker(db, { name: randomUUID() })));
    await untilOver(db, id);
    for (const worker of workers) await worker.stop();
    expect(await contentOfRun(db, id)).toEqual(content);
    expect(await brokenRules(db, id)).toEqual([]);
  });

  test('more texts than a worker can hold are refused, and nothing is started', async ({ db }) => {
    const tree = await makeTree(db);
    const teacherId = await makeTeacher(db, practice.url);
    await db.sampleCount.create({ data: { leafId: tree.owls, status: 'approved', n: 250_000 } });
    const runs = await db.run.count();
    const start = (within: ComparedWithin) =>
      startRun(db, actor, requestOf(teacherId, [tree.stars], { nearDuplicates: { threshold: 0.7, within } }));
    await expect(start('taxonomy')).rejects.toThrow(/25\d{4} samples and seeds \(the whole taxonomy\): at most 200000/);
    expect(await db.run.count()).toBe(runs);
    await start('siblings');
    expect(await db.run.count()).toBe(runs + 1);
  });
});
