import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Database } from '@/prisma/client';
import { v7 as uuid } from 'uuid';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { defaultRecipe } from '@/taxonomy/datasets/vocabulary';
import { replayPhase } from '@/taxonomy/datasets/vocabulary-phases';
import { importResults } from '@/taxonomy/training/evaluation/import-results';
import { listResults } from '@/taxonomy/training/evaluation/table';
import { countSet } from '@/taxonomy/training/evaluation-set/count-set';
import { planSet } from '@/taxonomy/training/evaluation-set/plan-set';
import { openEvaluationSetZip, writeEvaluationSet } from '@/taxonomy/training/evaluation-set/write-set';
import { test } from '../../support/database';
import { makeApproved, makeVersion } from '../../support/datasets-factories';
import { temporaryFolder } from '../../support/documents-factories';
import { makeFrom, makeHoldable, wordsOf } from '../../support/held-out-factories';

let place: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  place = temporaryFolder();
});
afterEach(() => place.remove());

const { signal } = new AbortController();
const splits = { validation: 0, test: 0.4 };
const Row = z.object({
  id: z.string(),
  leaf: z.string(),
  prompt: z.string(),
  choices: z.array(z.string()).optional(),
  label: z.int().optional(),
  answer: z.string().optional(),
});

/** All files below a folder, by name. */
const filesIn = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return [path.relative(folder, file), readFileSync(file, 'utf8')];
      }),
  );

const rowsIn = (files: Record<string, string>) =>
  Object.entries(files).flatMap(([name, content]) =>
    name.endsWith('.jsonl')
      ? content
          .trim()
          .split('\n')
          .map((line) => ({ file: name, ...Row.parse(JSON.parse(line)) }))
      : [],
  );

const splitOf = async (db: Database, versionId: string) =>
  new Map(
    (await db.datasetRow.findMany({ where: { versionId } })).map(({ sampleId, split }) => [sampleId ?? '', split]),
  );

describe('an evaluation set', () => {
  test('asks rows that are held out for test, with wrong answers from held-out rows, and the same bytes each time', async ({
    db,
  }) => {
    const { taxonomyId } = await makeHoldable(db);
    const { id } = await makeVersion(db, taxonomyId, { splits, systemPrompt: 'You know birds.' });
    const folder = path.join(place.folder, 'set');
    const numbers = await writeEvaluationSet(db, id, { folder, signal });
    const files = filesIn(folder);
    const rows = rowsIn(files);
    const splitBySample = await splitOf(db, id);
    expect(rows.length).toBeGreaterThan(10);
    expect(new Set(rows.map((row) => splitBySample.get(row.id)))).toEqual(new Set([2]));
    const samples = await db.sample.findMany({ where: { taxonomyId } });
    const heldAnswers = samples.filter((each) => splitBySample.get(each.id) === 2).map(({ answer }) => answer);
    const asked = rows.filter(({ choices }) => choices !== undefined);
    expect(asked.length).toBeGreaterThan(5);
    for (const { id: sampleId, choices = [], label = -1, prompt } of asked) {
      const sample = samples.find((each) => each.id === sampleId);
      expect(choices.map((choice) => choice.slice(0, 3))).toEqual(['A. ', 'B. ', 'C. ', 'D. ']);
      const answers = choices.map((choice) => choice.slice(3));
      expect(answers[label]).toBe(sample?.answer);
      expect(new Set(answers).size).toBe(4);
      expect(heldAnswers).toEqual(expect.arrayContaining(answers));
      expect(prompt).toBe(`${sample?.context}\n\nQuestion: ${sample?.question}\nAnswer:`);
    }
    // The right answer is not always at one place.
    expect(new Set(asked.map(({ label }) => label)).size).toBeGreaterThan(1);
    // Nothing of a training row is in any file.
    const everything = Object.values(files).join('\n');
    for (const sample of samples.filter((each) => splitBySample.get(each.id) === 0)) {
      expect(everything).not.toContain(sample.question);
      expect(everything).not.toContain(sample.answer);
    }
    expect(numbers).toMatchObject({ split: 'test', same: 0, alike: 0, withoutChoices: 0 });
    expect(numbers.compared).toBe(await db.datasetRow.count({ where: { versionId: id, split: 0 } }));
    expect(files['system-prompt.txt']).toBe('You know birds.');

    const sums = (files.SHA256SUMS ?? '').trim().split('\n');
    expect(sums.map((line) => line.slice(66)).toSorted()).toEqual(
      Object.keys(files)
        .filter((name) => name !== 'SHA256SUMS')
        .toSorted(),
    );
    for (const line of sums)
      expect(line.slice(0, 64)).toBe(
        createHash('sha256')
          .update(files[line.slice(66)] ?? '')
          .digest('hex'),
      );
    // An earlier set is replaced by the same bytes; the zip has them, too.
    await writeEvaluationSet(db, id, { folder, signal });
    expect(filesIn(folder)).toEqual(files);
    const { name, stream } = await openEvaluationSetZip(db, id);
    expect(name).toBe('seedleaf_birds_1.zip');
    // People who look at its numbers at the same time, or before, get the same set.
    const [one, other] = await Promise.all([countSet(db, id), countSet(db, id)]);
    expect(one).toEqual(other);
    expect(one).toMatchObject({ set: 'seedleaf_birds_1', leaves: 2, samples: numbers.samples, leftOut: [] });
    expect(one.answers).toBe(numbers.leaves.reduce((sum, { answers }) => sum + answers, 0));
    const zip = await fromBufferPromise(await buffer(stream));
    const zipped: Record<string, string> = {};
    for await (const entry of zip.eachEntry())
      zipped[entry.fileName] = await text(await zip.openReadStreamPromise(entry));
    expect(zipped).toEqual(
      Object.fromEntries(Object.entries(files).map(([file, content]) => [`seedleaf_birds_1/${file}`, content])),
    );
  });

  test('leaves out what is trained on in another way, and says how many', async ({ db }) => {
    const { taxonomyId, knowledge, skill, runId } = await makeHoldable(db);
    const first = await makeVersion(db, taxonomyId, { splits });
    const splitBySample = await splitOf(db, first.id);
    const samples = await db.sample.findMany({ where: { taxonomyId } });
    const held = samples.filter((each) => splitBySample.get(each.id) === 2);
    const [copied, near] = held.filter(({ leafId }) => leafId === skill.id);
    const about = held.find(({ leafId }) => leafId === knowledge.id)!;
    const before = await planSet(db, first.id, { signal });
    // Rows of the version are added behind its back, as if other rules had placed them.
    const intruders = [
      await makeFrom(db, { leaf: skill, runId }, { seed: 'x', question: copied!.question.toUpperCase(), answer: 'a' }),
      await makeFrom(db, { leaf: skill, runId }, { seed: 'y', question: `Say, ${near!.question}`, answer: 'b' }),
      await makeFrom(
        db,
        { leaf: knowledge, runId },
        { seed: 'z', kind: 'knowledge', context: about.context!, question: `${wordsOf('z')}?`, answer: 'c' },
      ),
    ];
    await db.$executeRaw`ALTER TABLE "DatasetRow" DISABLE TRIGGER USER`;
    await db.datasetRow.createMany({
      data: intruders.map(({ id: sampleId }, i) => ({
        versionId: first.id,
        phase: 0,
        split: 0,
        ordinal: 1_000 + i,
        sampleId,
        textVersion: 0,
        unmask: false,
      })),
    });
    await db.$executeRaw`ALTER TABLE "DatasetRow" ENABLE TRIGGER USER`;
    const { numbers, tasks } = await planSet(db, first.id, { signal });
    expect(numbers).toMatchObject({ same: 1, alike: 1, heldBack: { passage: 3, seed: 0, sample: 0 } });
    expect(numbers.compared).toBe(before.numbers.compared + 3);
    const asked = tasks.flatMap(({ questions }) => questions.map((each) => ('sample' in each ? each.sample : each).id));
    expect(asked).not.toContain(copied!.id);
    expect(asked).not.toContain(near!.id);
    expect(asked).not.toContain(about.id);
    expect(new Set(asked).size).toBe(held.length - 5);
  });

  test('leaves out questions that an imported conversation of the training asks', async ({ db }) => {
    const { taxonomyId, skill } = await makeHoldable(db);
    const questions = (await db.sample.findMany({ where: { leafId: skill.id } })).map(({ question }) => question);
    const setId = uuid();
    await db.importedSet.create({
      data: { id: setId, taxonomyId, name: 'general', rows: questions.length, createdById: commandLine.id },
    });
    await db.importedRow.createMany({
      data: questions.map((content, ordinal) => ({
        setId,
        ordinal,
        messages: [
          { role: 'system', content: 'Be short.' },
          { role: 'user', content },
          { role: 'assistant', content: 'Another answer.' },
        ],
        bytes: 20,
        hash: `h${ordinal}`,
      })),
    });
    await db.importedSet.update({ where: { id: setId }, data: { contentHash: 'x' } });
    const phases = defaultRecipe.phases.slice(0, -1);
    const last = defaultRecipe.phases.at(-1)!;
    const replay = [replayPhase('', { source: { from: 'imported', setId }, amount: { of: 'fraction', value: 1 } })];
    const { id } = await makeVersion(db, taxonomyId, { splits, phases: [...phases, { ...last, replay }] });
    const splitBySample = await splitOf(db, id);
    const held = await db.sample.findMany({ where: { leafId: skill.id } });
    const { numbers } = await planSet(db, id, { signal });
    expect(numbers.same).toBe(held.filter((each) => splitBySample.get(each.id) === 2).length);
    expect(numbers.same).toBeGreaterThan(1);
    expect(numbers.leaves.map(({ path: leaf }) => leaf.split('/')[0])).toEqual(['knowledge']);
  });

  test('needs rows that are held out, and takes those for validation only when there are none for test', async ({
    db,
  }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 3 });
    const whole = await makeVersion(db, taxonomyId);
    await expect(planSet(db, whole.id, { signal })).rejects.toThrow(/holds no rows out.*Publish a version with a test/);
    const holdable = await makeHoldable(db);
    const version = await makeVersion(db, holdable.taxonomyId, { splits: { validation: 0.3, test: 0 } }, 'v');
    expect((await planSet(db, version.id, { signal })).numbers.split).toBe('validation');
    await expect(planSet(db, taxonomyId, { signal })).rejects.toMatchObject({ code: 'not_found' });
    // A refusal is not kept, nor is the set of a version that was deleted since.
    for (const _ of [1, 2]) await expect(countSet(db, whole.id)).rejects.toThrow(/holds no rows out/);
    expect((await countSet(db, version.id)).split).toBe('validation');
    await db.$transaction([
      db.$executeRaw`SET LOCAL seedleaf.erase = 'on'`,
      db.datasetVersion.delete({ where: { id: version.id } }),
    ]);
    await expect(countSet(db, version.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('survives texts that templates, YAML, Markdown and file names stumble over', async ({ db }) => {
    const { taxonomyId, knowledge, runId } = await makeHoldable(db, { passages: 4, skills: 2 });
    const evil = ['{{ 7 * 7 }}', '["a", "b"]', '2020-01-01', '---\n!function os.system', '\u2028`|<b>'];
    for (const [i, each] of evil.entries())
      for (let j = 0; j < 2; j += 1)
        await makeFrom(
          db,
          { leaf: knowledge, runId },
          {
            seed: `evil ${i}`,
            kind: 'knowledge',
            context: `${each} ${wordsOf(`evil passage ${i}`)}`,
            question: `${each} ${wordsOf(`evil ${i} ${j}`)}`,
            answer: `${each} ${j}${wordsOf(`evil answer ${i} ${j}`, 1)}`,
          },
        );
    await db.node.update({ where: { id: knowledge.id }, data: { name: 'a: {{b}} | `c` #' } });
    const { id } = await makeVersion(db, taxonomyId, { splits: { validation: 0, test: 0.5 } }, 'my. data_set-1');
    const folder = path.join(place.folder, 'set');
    await writeEvaluationSet(db, id, { folder, signal });
    const files = filesIn(folder);
    for (const name of Object.keys(files)) expect(name).toMatch(/^[\w/]+(\.\w+)?$|^system-prompt\.txt$/);
    for (const [name, content] of Object.entries(files).filter(
      ([each]) => each.endsWith('.yaml') && each.startsWith('tasks/'),
    )) {
      const task: unknown = parse(content.replaceAll('!function ', ''));
      expect(task, name).toMatchObject({ doc_to_text: 'prompt', metadata: { seedleaf: { number: 1 } } });
    }
    const names = Object.keys(files).filter((name) => name.includes('_choices_knowledge_'));
    const task = names.find((name) => name.startsWith('tasks/'));
    expect(files[task ?? '']).toContain('a: {{b}} | `c` #');
    expect(files['README.md']).toMatch(/^\| knowledge\/a: \{\{b\}\} +c +# \|/m);
  });

  test('is not written over other files', async ({ db }) => {
    const { taxonomyId } = await makeHoldable(db, { passages: 6, skills: 0 });
    const { id } = await makeVersion(db, taxonomyId, { splits });
    const folder = path.join(place.folder, 'set');
    await writeEvaluationSet(db, id, { folder, signal });
    mkdirSync(path.join(folder, 'results'));
    writeFileSync(path.join(folder, 'results', 'mine.json'), '{}');
    await expect(writeEvaluationSet(db, id, { folder, signal })).rejects.toThrow(/has other files/);
    expect(readFileSync(path.join(folder, 'results', 'mine.json'), 'utf8')).toBe('{}');
  });

  test('has results that are shown by leaf, and compared only for the same questions', async ({ db }) => {
    const { taxonomyId } = await makeHoldable(db);
    const { id } = await makeVersion(db, taxonomyId, { splits });
    const folder = path.join(place.folder, 'set');
    await writeEvaluationSet(db, id, { folder, signal });
    const yamls = Object.entries(filesIn(folder)).flatMap(([name, content]) =>
      name.endsWith('.yaml') && name.startsWith('tasks/')
        ? [parse(content.replaceAll('!function ', '')) as Record<string, unknown>]
        : [],
    );
    const resultsOf = (value: number, change: object = {}) =>
      JSON.stringify({
        results: Object.fromEntries(
          yamls.map(({ task }) => [
            String(task),
            String(task).includes('_choices_')
              ? { 'acc,none': value, 'acc_stderr,none': 0.01 }
              : { 'bits_per_byte,none': 1 - value, 'bits_per_byte_stderr,none': 0.01 },
          ]),
        ),
        group_subtasks: { seedleaf_birds_1: yamls.map(({ task }) => task) },
        higher_is_better: Object.fromEntries(yamls.map(({ task }) => [task, { acc: true, bits_per_byte: false }])),
        configs: Object.fromEntries(yamls.map((each) => [each.task, { ...each, ...change }])),
      });
    const add = (name: string, content: string, base?: string) =>
      importResults(db, commandLine, {
        taxonomyId,
        model: { name, base },
        files: [{ name: 'results_x.json', read: async () => Buffer.from(content) }],
      });
    await add('base', resultsOf(0.3));
    const { modelId } = await add('tuned', resultsOf(0.8), 'base');
    const { items } = await listResults(db, modelId, { limit: 100, part: 'leaf' });
    expect(items).toHaveLength(yamls.length);
    for (const { task, delta } of items) {
      expect(task).toMatch(/^(knowledge|compositional_skills)\/.+ \((choices|answers), birds@1, [0-9a-f]{8}\)$/);
      expect(delta?.verdict).toBe('better');
    }
    const other = await add('other', resultsOf(0.8, { metadata: { seedleaf: { leaf: 5 } } }), 'base');
    const subtasks = await listResults(db, other.modelId, { limit: 100, part: 'subtask' });
    expect(subtasks.items.map(({ delta }) => delta)).toEqual(yamls.map(() => null));
  });
});
