import { spawnSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { findResultFiles, readResultFile } from '@/taxonomy/training/evaluation/find-result-files';
import { importResults, removeImport } from '@/taxonomy/training/evaluation/import-results';
import { evaluationCsv } from '@/taxonomy/training/evaluation/csv';
import { getModel, listImports, listModels, listResults } from '@/taxonomy/training/evaluation/table';
import { test } from '../../support/database';
import { temporaryFolder } from '../../support/documents-factories';
import { makeTaxonomy } from '../../support/factories';

type Scores = Record<string, { value: number; stderr?: number | 'N/A'; metric?: string; shots?: number }>;

/** A results file of lm-evaluation-harness. */
const fileOf = (scores: Scores, more: object = {}) =>
  JSON.stringify({
    results: Object.fromEntries(
      Object.entries(scores).map(([task, { value, stderr = 0.01, metric = 'acc,none' }]) => [
        task,
        { [metric]: value, [metric.replace(',', '_stderr,')]: stderr },
      ]),
    ),
    'n-shot': Object.fromEntries(Object.entries(scores).map(([task, { shots = 5 }]) => [task, shots])),
    date: 1_700_000_000,
    ...more,
  });

type Given = { taxonomyId: string; name: string; base?: string; scores?: Scores; text?: string; more?: object };

const add = (db: Database, { taxonomyId, name, base, scores = {}, text, more }: Given) =>
  importResults(db, commandLine, {
    taxonomyId,
    model: { name, base },
    files: [{ name: 'results_x.json', read: async () => Buffer.from(text ?? fileOf(scores, more)) }],
  });

const all = { limit: 100 };

describe('imported results', () => {
  test('are compared with the base by task: an interval where both errors are known, worse only beyond it', async ({
    db,
  }) => {
    const { id: taxonomyId } = await makeTaxonomy(db);
    const own = { worse: 0.5, within: 0.69, better: 0.9 };
    const scores = (values: Record<string, number>): Scores => ({
      ...Object.fromEntries(Object.entries(values).map(([task, value]) => [task, { value }])),
      unsure: { value: 0.1, stderr: 'N/A' },
      other_shots: { value: 0.5, shots: 0 },
    });
    const { modelId } = await add(db, { taxonomyId, name: 'tuned', base: 'base', scores: scores(own) });
    // The base may come later.
    expect((await getModel(db, modelId)).isBaseMeasured).toBe(false);
    const before = await listResults(db, modelId, all);
    expect(before.items.map(({ delta }) => delta)).toEqual([null, null, null, null, null]);

    await add(db, {
      taxonomyId,
      name: 'base',
      scores: { ...scores({ worse: 0.7, within: 0.7, better: 0.7 }), other_shots: { value: 0.5, shots: 5 } },
    });
    const { items } = await listResults(db, modelId, all);
    expect(items.map(({ task, delta, isOtherSetting }) => [task, delta?.verdict ?? null, isOtherSetting])).toEqual([
      ['better', 'better', false],
      ['other_shots', null, true],
      ['unsure', 'unknown', false],
      ['within', 'within', false],
      ['worse', 'worse', false],
    ]);
    const worse = items.find(({ task }) => task === 'worse');
    expect(worse).toMatchObject({
      measured: { value: 50, stderr: 1, fewshot: 5, unit: 'percent' },
      delta: { base: 70 },
    });
    expect(worse?.delta?.low).toBeCloseTo(-20 - 1.96 * Math.SQRT2, 3);
    expect(worse?.delta?.high).toBeCloseTo(-20 + 1.96 * Math.SQRT2, 3);
    expect(items.find(({ task }) => task === 'unsure')?.delta).toMatchObject({ low: null, high: null });
  });

  test('stand in the columns of the model card, MMLU as the mean of its subjects beside the group value', async ({
    db,
  }) => {
    const { id: taxonomyId } = await makeTaxonomy(db);
    await add(db, {
      taxonomyId,
      name: 'tuned',
      scores: {
        mmlu: { value: 0.6 },
        mmlu_a: { value: 0.4 },
        mmlu_b: { value: 0.6 },
        arc_challenge: { value: 0.5, metric: 'acc_norm,none', shots: 25 },
        gsm8k: { value: 0.3, metric: 'exact_match,strict-match' },
      },
    });
    const { items } = await listModels(db, taxonomyId, all);
    const cells = items[0]?.cells.map(({ benchmark, measured, groupValue }) => [
      benchmark,
      measured && [measured.value, measured.metric],
      groupValue,
    ]);
    expect(cells).toEqual([
      ['mt_bench', null, null],
      ['mmlu', [50, 'acc_mean_of_tasks'], 60],
      ['arc', [50, 'acc_norm'], null],
      ['hellaswag', null, null],
      ['winogrande', null, null],
      ['gsm8k', [30, 'exact_match'], null],
    ]);
  });

  test('are the last measured ones, whichever was imported first', async ({ db }) => {
    const { id: taxonomyId } = await makeTaxonomy(db);
    const newer = { date: 1_800_000_000 };
    const { modelId } = await add(db, { taxonomyId, name: 'm', scores: { a: { value: 0.9 } }, more: newer });
    await add(db, { taxonomyId, name: 'm', scores: { a: { value: 0.1 } } });
    expect((await listResults(db, modelId, all)).items.map(({ measured }) => measured.value)).toEqual([90]);
  });

  test('are there once, however often the same file is imported, also at the same time', async ({ db }) => {
    const { id: taxonomyId } = await makeTaxonomy(db);
    const again = () => add(db, { taxonomyId, name: 'm', scores: { a: { value: 0.5 } } });
    await Promise.all([again(), again(), again()]);
    const { files } = await again();
    expect(files).toMatchObject([{ isKnown: true, warnings: [expect.stringContaining('was imported for m before')] }]);
    expect((await listImports(db, taxonomyId, all)).items).toHaveLength(1);
    expect(await db.evaluationResult.count({ where: { import: { model: { taxonomyId } } } })).toBe(1);
  });

  test('are removed with their file as a whole, which the audit log keeps; then the file can be imported again', async ({
    db,
  }) => {
    const { id: taxonomyId } = await makeTaxonomy(db);
    const given = { taxonomyId, name: 'm', scores: { a: { value: 0.5 }, b: { value: 0.5 } } };
    const { modelId, files } = await add(db, given);
    const importId = files[0]!.importId;
    await removeImport(db, commandLine, { taxonomyId, importId });
    expect((await listResults(db, modelId, all)).items).toEqual([]);
    expect((await listModels(db, taxonomyId, all)).items).toEqual([]);
    const event = await db.auditEvent.findFirst({ where: { subjectId: importId } });
    expect(event).toMatchObject({ action: 'evaluation.remove', detail: { model: 'm', results: 2 } });
    await expect(removeImport(db, commandLine, { taxonomyId, importId })).rejects.toThrow('was removed');
    const other = await makeTaxonomy(db);
    const { files: second } = await add(db, given);
    const elsewhere = { taxonomyId: other.id, importId: second[0]!.importId };
    await expect(removeImport(db, commandLine, elsewhere)).rejects.toThrow('no such import');
    expect((await listResults(db, modelId, all)).items).toHaveLength(2);
  });

  test('cannot be changed or deleted one by one', async ({ db }) => {
    const { id: taxonomyId } = await makeTaxonomy(db);
    await add(db, { taxonomyId, name: 'm', scores: { a: { value: 0.5 } } });
    const before = await db.evaluationResult.findMany();
    await expect(db.evaluationResult.updateMany({ data: { value: 1 } })).rejects.toThrow();
    await expect(db.evaluationResult.deleteMany({})).rejects.toThrow();
    expect(await db.evaluationResult.findMany()).toEqual(before);
  });

  test('come in pages that together have every result once', async ({ db }) => {
    const { id: taxonomyId } = await makeTaxonomy(db);
    const scores = Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`task ${i}`, { value: i / 100 }]));
    const { modelId } = await add(db, { taxonomyId, name: 'm', scores });
    const seen: string[] = [];
    for (let cursor: string | undefined, isFirst = true; isFirst || cursor; isFirst = false) {
      const page = await listResults(db, modelId, { cursor, limit: 10 });
      seen.push(...page.items.map(({ task }) => task));
      cursor = page.nextCursor ?? undefined;
    }
    expect(new Set(seen).size).toBe(25);
    expect(seen).toHaveLength(25);
    await expect(listResults(db, modelId, { cursor: 'x', limit: 10 })).rejects.toThrow('cursor');
  });

  test('are all stored, or none when one of the files is bad', async ({ db }) => {
    const { id: taxonomyId } = await makeTaxonomy(db);
    const files = [fileOf({ a: { value: 0.5 } }), '{"results": {'].map((text, i) => ({
      name: `results_${i}.json`,
      read: async () => Buffer.from(text),
    }));
    const request = { taxonomyId, model: { name: 'm' }, files };
    await expect(importResults(db, commandLine, request)).rejects.toThrow('results_1.json, line 1, column 14');
    expect(await db.evaluatedModel.count({ where: { taxonomyId } })).toBe(0);
    const latin = [{ name: 'l.json', read: async () => Buffer.from([0x7b, 0xe9]) }];
    await expect(importResults(db, commandLine, { ...request, files: latin })).rejects.toThrow('not text in UTF-8');
    await expect(
      importResults(db, commandLine, { ...request, model: { name: 'm', base: 'm' }, files: [] }),
    ).rejects.toThrow('its own base');
  });

  test('are a CSV with what the cards publish, in which no cell is a formula', async ({ db }) => {
    const { id: taxonomyId } = await makeTaxonomy(db);
    await add(db, { taxonomyId, name: '=HYPERLINK("x")', scores: { 'a,b': { value: 0.5 } } });
    let text = '';
    for await (const part of evaluationCsv(db, taxonomyId)) text += part;
    const lines = text.split('\r\n');
    expect(lines[0]).toMatch(/^source,model,checkpoint,base,task/);
    expect(lines[1]).toMatch(/^measured,"'=HYPERLINK\(""x""\)",,,"a,b",benchmark,acc,none,5,percent,50,1,/);
    expect(lines).toContain(
      'published by the card of Labradorite-13b,Labradorite-13b,,meta-llama/Llama-2-13b-hf,mt_bench,benchmark,,,,score,7.23,,,,,,,,,,Mean of 4 runs. An earlier revision of the card gave 7.25.',
    );
    // Two tables of four models and six benchmarks.
    expect(lines.filter((line) => line.startsWith('published'))).toHaveLength(48);
  });
});

describe('files of results', () => {
  let place: ReturnType<typeof temporaryFolder>;
  beforeEach(() => {
    place = temporaryFolder();
  });
  afterEach(() => place.remove());

  const write = (name: string, text: string) => {
    const file = path.join(place.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };

  test('are found in a folder by their names, and samples are not', async () => {
    const found = [write('a/m/results_2026.json', ''), write('b/gpt-4_single.jsonl', ''), write('results.json', '')];
    write('a/m/samples_mmlu_2026.jsonl', '');
    write('b/model_answer/m.jsonl', '');
    expect((await findResultFiles(place.folder)).toSorted()).toEqual(found.toSorted());
    await expect(findResultFiles(path.join(place.folder, 'b/model_answer'))).rejects.toThrow('There are no results in');
    await expect(findResultFiles(path.join(place.folder, 'nowhere'))).rejects.toThrow('There is no file or folder');
  });

  test('of more than 10 MiB are refused without reading them', async () => {
    const file = write('results_x.json', '{}');
    truncateSync(file, 3 * 1024 ** 3);
    await expect(readResultFile(file)).rejects.toThrow(/has 3072\.0 MiB; at most 10 MiB/);
  });

  test('are imported and listed by the commands', { timeout: 120_000 }, async ({ databaseUrl }) => {
    const seedleaf = (...args: string[]) => {
      const env = { ...process.env, DATABASE_URL: databaseUrl, SEEDLEAF_HOME: path.join(place.folder, 'home') };
      return spawnSync(process.execPath, ['--import', 'tsx', 'bin/seedleaf.ts', ...args], { env, encoding: 'utf8' });
    };
    const scores = (value: number): Scores => ({
      winogrande: { value },
      hellaswag: { value: 0.8, metric: 'acc_norm,none' },
    });
    write('base/results_1.json', fileOf(scores(0.75)));
    const tuned = write('tuned/results_2.json', fileOf(scores(0.6)));
    expect(seedleaf('evaluation', 'import', path.join(place.folder, 'base'), '--model', 'birds-base').status).toBe(0);
    const told = seedleaf('evaluation', 'import', tuned, '--model', 'birds', '--base', 'birds-base');
    expect(told.stdout).toMatch(/Imported: .*results_2\.json, 2 results of lm-evaluation-harness/);
    expect(seedleaf('evaluation', 'import', tuned, '--model', 'birds').stdout).toMatch(/^Already imported: /);
    const listed = seedleaf('evaluation', 'list', '--json')
      .stdout.trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(listed.find(({ name }) => name === 'birds')).toMatchObject({ base: 'birds-base', isBaseMeasured: true });
    expect(seedleaf('evaluation', 'list').stdout).toContain('Winogrande 60.00 (−15.00, worse)');

    write('tuned/results_3.json', '{"results":');
    const refused = seedleaf('evaluation', 'import', path.join(place.folder, 'tuned'), '--model', 'birds');
    expect(refused).toMatchObject({ status: 1 });
    expect(refused.stderr).toMatch(/results_3\.json, line 1, column 12: this is not JSON\.\n$/);
  });
});
