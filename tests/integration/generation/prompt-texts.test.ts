import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import { compareRuns } from '@/taxonomy/generation/comparison/compare-runs';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { planPreview, previewPrompt } from '@/taxonomy/generation/prompt-preview/preview-prompt';
import { promptsFor } from '@/taxonomy/generation/prompt-texts/catalogue';
import {
  getPrompt,
  listLeavesWith,
  listPrompts,
  listVersions,
  savePrompt,
} from '@/taxonomy/generation/prompt-texts/prompt-texts';
import { writeQuestions } from '@/taxonomy/generation/prompts/write-questions';
import { estimateRun } from '@/taxonomy/generation/runs/estimate-run';
import { sampleOrigin } from '@/taxonomy/generation/runs/sample-origin';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';
import { test } from '../../support/database';
import {
  actor,
  brokenRules,
  makeFreeformLeaf,
  makeGroundedLeaf,
  makeKnowledgeLeaf,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  startWorker,
  untilOver,
} from '../../support/generation-factories';
import { testAccess } from '../../support/teacher-access';

let practice: PracticeTeacher;
beforeAll(async () => void (practice = await makePracticeTeacher()));
afterAll(() => practice.close());

/** All tests have one database. Removes the texts of the others, and their leaves from the tree. */
async function startAfresh(db: Database): Promise<void> {
  await db.$transaction([
    db.$executeRaw`SET LOCAL seedleaf.erase = 'on'`,
    db.promptText.deleteMany({}),
    db.node.updateMany({ where: { leaf: { isNot: null } }, data: { deletedAt: new Date() } }),
  ]);
}

const name = 'write-questions';
const textWith = (words: string) => `${words}\n${writeQuestions.text}`;
const save = (db: Database, text: string | null, after: number, leaf: string | null = null) =>
  savePrompt(db, actor, name, { leaf, after, text: text === null ? null : textWith(text) });

describe('the own texts of a prompt', { timeout: 120_000 }, () => {
  test('are saved as versions, can be restored, and end with the built-in one', async ({ db }) => {
    await startAfresh(db);
    expect(await getPrompt(db, name, null)).toMatchObject({ latest: 0, inForce: { source: 'built_in' } });
    await save(db, 'One.', 0);
    await save(db, 'Two.', 1);
    const again = await save(db, 'Two.', 2);
    expect(again).toMatchObject({ latest: 2, inForce: { source: 'taxonomy', number: 2, by: actor.name } });
    await save(db, 'One.', 2);
    const ended = await save(db, null, 3);
    expect(ended).toMatchObject({ latest: 4, text: writeQuestions.text.trim(), inForce: { source: 'built_in' } });
    const page = await listVersions(db, name, { limit: 3 });
    expect(page.items.map(({ number, text }) => [number, text?.slice(0, 4) ?? null])).toEqual([
      [4, null],
      [3, 'One.'],
      [2, 'Two.'],
    ]);
    const rest = await listVersions(db, name, { limit: 3, cursor: page.nextCursor! });
    expect(rest).toMatchObject({ items: [{ number: 1 }], nextCursor: null });
    expect(await db.auditEvent.count({ where: { action: 'taxonomy.prompt' } })).toBe(4);
    await expect(db.promptText.updateMany({ data: { text: 'Other.' } })).rejects.toThrow();
    await expect(db.promptText.deleteMany({})).rejects.toThrow();
  });

  test('of ten people who save at once one wins, and the others lose nothing', async ({ db }) => {
    await startAfresh(db);
    const saved = await Promise.allSettled(Array.from({ length: 10 }, (_, i) => save(db, `Text ${i}.`, 0)));
    const refused = saved.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(refused).toHaveLength(9);
    for (const each of refused) expect(each).toMatchObject({ code: 'conflict', detail: { latest: 1 } });
    expect(await db.promptText.count()).toBe(1);
    // The same text twice is no conflict.
    const twice = await Promise.all([save(db, 'Same.', 1), save(db, 'Same.', 1)]);
    expect(twice.map(({ latest }) => latest)).toEqual([2, 2]);
    await expect(save(db, 'Stale.', 0)).rejects.toMatchObject({ code: 'conflict', detail: { latest: 2 } });
    await expect(save(db, 'Ahead.', 7)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('are refused without a mark or with an unknown variable, and the error names them', async ({ db }) => {
    await startAfresh(db);
    const leaf = await makeFreeformLeaf(db);
    const saveText = (text: string, prompt = name) => savePrompt(db, actor, prompt, { leaf, after: 0, text });
    await expect(saveText('Write questions.\n[QUESTION]\nthe question')).rejects.toThrow('The line “[END]” is missing');
    await expect(saveText(textWith('For {{leafname}}.'))).rejects.toThrow(
      /Line 1: there is no variable \{\{leafname\}\}.*\{\{leaf name\}\}, \{\{task description\}\}/,
    );
    await expect(saveText('  \n ')).rejects.toThrow('empty');
    await expect(saveText('x', 'judge-faithfulness')).rejects.toThrow('no prompt “judge-faithfulness” for freeform');
    await expect(saveText('x', 'write-poems')).rejects.toMatchObject({ code: 'not_found' });
    const fixed = await saveText(textWith('For {{ Leaf name }}.').replaceAll('\n', '\r\n'));
    expect(fixed.text).toBe(textWith('For {{ Leaf name }}.').trim());
    expect(await db.promptText.count()).toBe(1);
  });

  test('of a leaf go before those of the taxonomy, and both are listed', async ({ db }) => {
    await startAfresh(db);
    const [leaf, other] = [await makeFreeformLeaf(db), await makeFreeformLeaf(db)];
    await save(db, 'Of all.', 0);
    await save(db, 'Of one.', 0, leaf);
    await save(db, 'Of the other.', 0, other);
    await save(db, null, 1, other);
    expect((await getPrompt(db, name, leaf)).text).toMatch(/^Of one\./);
    expect(await getPrompt(db, name, other)).toMatchObject({ latest: 2, inForce: { source: 'taxonomy', number: 1 } });
    const { prompts } = await listPrompts(db, leaf);
    expect(prompts.find((each) => each.name === name)).toMatchObject({ leaves: 1, inForce: { source: 'leaf' } });
    expect(prompts.some((each) => each.name === 'write-facts')).toBe(false);
    expect((await listLeavesWith(db, name, { limit: 50 })).items).toMatchObject([{ nodeId: leaf, number: 1 }]);
    expect((await listPrompts(db, null)).prompts).toHaveLength(promptsFor(null).length);
  });
});

describe('a run', { timeout: 300_000 }, () => {
  test('takes the texts of its start, fills them in for each leaf, and its samples name them', async ({ db }) => {
    await startAfresh(db);
    const [leaf, other] = [await makeFreeformLeaf(db), await makeFreeformLeaf(db)];
    const { name: leafName } = await db.node.findUniqueOrThrow({ where: { id: leaf } });
    await save(db, 'Zero.', 0);
    await save(db, 'For all: {{leaf name}}.', 1);
    await save(db, 'For one: {{leaf name}}.', 0, leaf);
    const teacherId = await makeTeacher(db, practice.url);
    const request = requestOf(teacherId, [leaf, other], { target: 8 });
    const { id: runId } = await startRun(db, actor, request);

    // The texts and the name change after its start.
    await save(db, 'Too late.', 2);
    await save(db, null, 1, leaf);
    await db.node.update({ where: { id: leaf }, data: { name: 'renamed' } });
    const worker = await startWorker(db);
    const run = await untilOver(db, runId);
    await worker.stop();
    expect(await brokenRules(db, runId)).toEqual([]);
    expect(run.prompts.find((each) => each.name === name)).toMatchObject({ own: 2, leaves: 1 });
    expect(run.prompts.find((each) => each.name === 'judge-pair')).toMatchObject({ own: null, leaves: 0 });

    const originOf = async (leafId: string) => {
      const { id } = await db.sample.findFirstOrThrow({ where: { runId, leafId } });
      const { calls } = await sampleOrigin(db, id);
      return { asked: calls.find(({ prompt }) => prompt === name)!, calls };
    };
    const one = await originOf(leaf);
    expect(one.asked.own).toMatchObject({ of: 'leaf', number: 1, by: actor.name });
    expect(one.asked.messages[0]?.content).toMatch(new RegExp(`^For one: ${leafName}\\.\n`));
    expect(one.calls.filter(({ own }) => own !== null)).toHaveLength(1);
    const two = await originOf(other);
    expect(two.asked.own).toMatchObject({ of: 'taxonomy', number: 2 });
    expect(two.asked.messages[0]?.content).toMatch(/^For all: (?!renamed)/);

    // It is no twin of a run with other texts, and a new run takes the new ones.
    await startRun(db, actor, { ...request, requestKey: randomUUID() });
    await save(db, 'Newest.', 3);
    const { id: newest } = await startRun(db, actor, { ...request, requestKey: randomUUID() });
    const frozen = await db.run.findUniqueOrThrow({ where: { id: newest } });
    expect(JSON.stringify(frozen.prompts)).toContain('Newest.');
    const { runs } = await compareRuns(db, { runs: [runId, newest] });
    expect(runs.map(({ ownPrompts }) => ownPrompts)).toEqual([
      [{ prompt: name, number: 2, leaves: 1 }],
      [{ prompt: name, number: 4, leaves: 0 }],
    ]);
  });

  test('is not started with a text that lacks a mark since an update, and a longer text costs more', async ({ db }) => {
    await startAfresh(db);
    const leaf = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url);
    const estimate = async () => {
      const { scope, target, pipelines, judgeVotes, judgeTeacherId, isRepeated } = requestOf(teacherId, [leaf], {
        target: 5,
      });
      return estimateRun(db, { scope, target, pipelines, judgeVotes, judgeTeacherId, isRepeated, teacherId });
    };
    const before = await estimate();
    await save(db, 'Long. '.repeat(1_000), 0);
    const after = await estimate();
    expect(after.promptTokens).toBeGreaterThan(before.promptTokens + 1_000);
    expect(after.calls).toBe(before.calls);

    const { id: taxonomyId } = await getTheTaxonomy(db);
    const old = { taxonomyId, prompt: 'judge-pair', number: 1, text: 'Grade it.', builtInVersion: 1, byId: actor.id };
    await db.promptText.create({ data: { id: randomUUID(), leafId: leaf, ...old } });
    await expect(startRun(db, actor, requestOf(teacherId, [leaf], { target: 5 }))).rejects.toThrow(
      /Its own text of the prompt judge-pair cannot be used\. The line “SCORE: 1” is missing/,
    );
    expect(await getPrompt(db, 'judge-pair', leaf)).toMatchObject({ isBehind: true });
    await savePrompt(db, actor, 'judge-pair', { leaf, after: 1, text: null });
    await db.promptText.create({ data: { id: randomUUID(), leafId: null, ...old } });
    await expect(startRun(db, actor, requestOf(teacherId, [leaf], { target: 5 }))).rejects.toThrow(
      'The own text of the prompt judge-pair cannot be used',
    );
  });
});

describe('the preview of a text', { timeout: 300_000 }, () => {
  test('asks about real items with the old and the new text, for every prompt, and within what it said', async ({
    db,
  }) => {
    await startAfresh(db);
    await makeFreeformLeaf(db);
    await makeGroundedLeaf(db);
    await makeKnowledgeLeaf(db);
    const teacherId = await makeTeacher(db, practice.url);
    const stored = () => Promise.all([db.promptText.count(), db.sample.count(), db.teacherCall.count()]);
    const before = await stored();
    for (const { prompt } of promptsFor(null)) {
      const text = `Written anew.\n${prompt.text}`;
      let reached = 0;
      // The practice teacher writes some rows that cannot be read; then an item does not get as far.
      for (let seed = 0; seed < 10 && reached === 0; seed += 1) {
        const request = { leaf: null, teacherId, text, seed: String(seed) };
        const plan = await planPreview(db, prompt.name, request);
        expect(plan.items, prompt.name).toHaveLength(3);
        const done = await Promise.allSettled(
          plan.items.map((_, item) =>
            previewPrompt(
              db,
              prompt.name,
              { ...request, item },
              { access: testAccess, signal: AbortSignal.timeout(60_000) },
            ),
          ),
        );
        for (const each of done) {
          if (each.status === 'rejected') {
            expect(String(each.reason), prompt.name).toContain('did not get as far');
            continue;
          }
          const { calls, asked, cost } = each.value;
          expect(calls, prompt.name).toBeGreaterThanOrEqual(2);
          expect(asked).not.toBe('');
          expect(cost).toBeGreaterThan(0);
          expect(each.value.old.text).not.toBe('');
          reached += 1;
        }
        const spent = done.reduce((sum, each) => sum + (each.status === 'fulfilled' ? each.value.calls : 0), 0);
        expect(spent, prompt.name).toBeLessThanOrEqual(plan.calls);
      }
      expect(reached, prompt.name).toBeGreaterThan(0);
    }
    expect(await stored()).toEqual(before);
  });

  test('of the taxonomy asks about no leaf with its own text, and of a leaf only about that one', async ({ db }) => {
    await startAfresh(db);
    const leaves = await Promise.all(Array.from({ length: 4 }, () => makeFreeformLeaf(db)));
    await save(db, 'Its own.', 0, leaves[0]);
    const teacherId = await makeTeacher(db, practice.url);
    const text = textWith('New.');
    const planFor = (leaf: string | null, seed: string) => planPreview(db, name, { leaf, teacherId, text, seed });
    const nodes = ({ items }: Awaited<ReturnType<typeof planPreview>>) =>
      items.map(({ leaf }) => leaf.nodeId).toSorted();
    expect(nodes(await planFor(null, 'a'))).toEqual(leaves.slice(1).toSorted());
    expect(await planFor(null, 'b')).toEqual(await planFor(null, 'b'));
    const own = await planFor(leaves[0]!, 'a');
    expect(new Set(nodes(own))).toEqual(new Set([leaves[0]]));
    expect(new Set(own.items.map(({ about }) => about)).size).toBe(own.items.length);
    await expect(planPreview(db, name, { leaf: null, teacherId, text: 'No marks.', seed: 'a' })).rejects.toThrow(
      'is missing',
    );
  });

  test('says why when no leaf is ready for it', async ({ db }) => {
    await startAfresh(db);
    const teacherId = await makeTeacher(db, practice.url);
    const plan = await planPreview(db, name, { leaf: null, teacherId, text: textWith('New.'), seed: 'a' });
    expect(plan).toMatchObject({ items: [], calls: 0, reason: expect.stringContaining('no leaf to try it on') });
  });
});
