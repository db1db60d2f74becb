import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { ImportSamplesQuery } from '@/taxonomy/datasets/contract-imported';
import { importSamples } from '@/taxonomy/datasets/imported/to-leaf';
import { addNext } from '@/taxonomy/generation/sample-imports/add-samples';
import {
  cancelSampleImport,
  getSampleImport,
  listRefusedRows,
  listSampleImports,
} from '@/taxonomy/generation/sample-imports/imports';
import { sampleImportJob } from '@/taxonomy/generation/sample-imports/job';
import { sampleOrigin } from '@/taxonomy/generation/runs/sample-origin';
import { decideMany } from '@/taxonomy/review/decide';
import { listReviewQueue } from '@/taxonomy/review/queue';
import { dataCard } from '@/taxonomy/datasets/data-card';
import { Manifest } from '@/taxonomy/datasets/contract-manifest';
import { previewExport } from '@/taxonomy/datasets/preview-export';
import { recountSamples } from '@/taxonomy/tree/counts';
import { test } from '../../support/database';
import { makeApproved, makeVersion, work } from '../../support/datasets-factories';
import { makeKnowledgeLeaf } from '../../support/documents-factories';
import { makeLeaf } from '../../support/factories';

type Leaf = { id: string; taxonomyId: string };

const fileOf = (content: string, name = 'birds.csv') => ({
  name,
  scratch: path.join(tmpdir(), 'seedleaf-imports-test'),
  stream: (async function* () {
    yield Buffer.from(content);
  })(),
});

const ask = (db: Database, { id, taxonomyId }: Leaf, content: string, change: object = {}, name?: string) =>
  importSamples(
    db,
    commandLine,
    { taxonomyId, query: ImportSamplesQuery.parse({ leaf: id, licence: 'CC0-1.0', ...change }) },
    fileOf(content, name),
  );

/** Imports a file, and does the worker's part. */
async function add(db: Database, leaf: Leaf, content: string, change: object = {}, name?: string) {
  const report = await ask(db, leaf, content, change, name);
  const importId = report.importId ?? '';
  await work(db, sampleImportJob, importId);
  return getSampleImport(db, importId);
}

const birds = [
  'How does a swift sleep while it flies?',
  'Why do geese fly in the form of a V?',
  'Which feathers keep an owl silent?',
  'When do storks return from Africa?',
];
const table = (questions: readonly string[]) =>
  `question,answer\n${questions.map((each) => `"${each}","It depends."`).join('\n')}\n`;

describe('samples from a file', () => {
  test('are pending samples of the leaf, in the order of the file, each with its origin', async ({ db }) => {
    const leaf = await makeLeaf(db);
    expect(await add(db, leaf, table(birds))).toMatchObject({ state: 'done', rows: 4, added: 4, refused: 0 });
    const { items, counts } = await listReviewQueue(
      db,
      { taxonomyId: leaf.taxonomyId, nodeId: leaf.id },
      { status: 'pending', limit: 10 },
    );
    expect(counts).toMatchObject({ pending: 4 });
    expect(items.map(({ question }) => question)).toEqual(birds);
    expect(items[1]).toMatchObject({
      runId: null,
      pipeline: 'imported',
      isPractice: false,
      marks: ['Imported: birds.csv, row 2'],
    });
    expect(await sampleOrigin(db, items[1]?.id ?? '')).toMatchObject({
      run: null,
      imported: { file: 'birds.csv', line: 2, licence: 'CC0-1.0', by: commandLine.name },
      calls: [],
    });
    expect(await recountSamples(db)).toBe(0);
    expect(await db.runSampleCount.count()).toBe(0);
  });

  test('are refused with the reason, where the leaf or the text speaks against it', async ({ db }) => {
    const leaf = await makeLeaf(db);
    await add(db, leaf, table(birds.slice(0, 1)));
    const rows = [
      ...birds.map((question) => ({ question, answer: 'It depends.' })),
      { question: 'Which planet is the largest?', answer: 'A seed asks this.' },
      { question: `${birds[3]?.replace('?', '')} now?`, answer: 'Nearly the one before.' },
      { question: 'Empty?', answer: '  ' },
      { question: 'Hid\u200bden?', answer: 'Yes.' },
      { question: 'NUL?', answer: 'a\0b' },
      { question: 'Long?', answer: 'x'.repeat(200_001) },
      { question: 'None?' },
    ];
    const content = rows.map((row) => JSON.stringify(row)).join('\n');
    const dry = await ask(db, leaf, content, { isDryRun: 'true' }, 'birds.jsonl');
    const refusals = { duplicate: 1, near_duplicate: 2, empty: 1, invisible: 2, too_long: 1, not_a_pair: 1 };
    expect(dry).toMatchObject({ importId: null, rows: 11, refusals, compared: 6, unit: 'line' });
    expect(dry.examples.map(({ line }) => line)).toEqual([2, 3, 4]);
    expect(await db.sampleImport.count({ where: { leafId: leaf.id } })).toBe(1);

    const done = await add(db, leaf, content, {}, 'birds.jsonl');
    expect(done).toMatchObject({ added: 3, refused: 8 });
    const { items } = await listRefusedRows(db, done.id, { limit: 20 });
    expect(items.map(({ line, reason }) => [line, reason])).toEqual([
      [1, 'duplicate'],
      [5, 'near_duplicate'],
      [6, 'near_duplicate'],
      [7, 'empty'],
      [8, 'invisible'],
      [9, 'invisible'],
      [10, 'too_long'],
      [11, 'not_a_pair'],
    ]);
    expect(items[1]?.detail).toMatch(/nearly the same as a seed \(ROUGE-L 1\.00\)/);
    expect(items[4]?.detail).toBe('The question contains U+200B (zero width space). Remove it.');
    const next = await listRefusedRows(db, done.id, { limit: 2, cursor: '8' });
    expect(next.items.map(({ line }) => line)).toEqual([9, 10]);
  });

  test('are added once, however often the file is imported', async ({ db }) => {
    const leaf = await makeLeaf(db);
    await add(db, leaf, table(birds));
    expect(await ask(db, leaf, table(birds), { isDryRun: 'true' })).toMatchObject({ refusals: { duplicate: 4 } });
    expect(await add(db, leaf, table(birds))).toMatchObject({ added: 0, refused: 4 });
    expect(await db.sample.count({ where: { leafId: leaf.id } })).toBe(4);
    const { items } = await listSampleImports(db, leaf.taxonomyId, { limit: 1 });
    expect(items).toMatchObject([{ added: 0 }]);
  });

  test('of conversations are the last question and answer; what is left out is counted', async ({ db }) => {
    const leaf = await makeLeaf(db);
    const messages = [
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: 'Hello?' },
      { role: 'assistant', content: 'Hello.' },
      { role: 'user', content: birds[0] },
      { role: 'assistant', content: 'With half its brain.' },
    ];
    const content = `${JSON.stringify({ messages })}\n${JSON.stringify({ messages: messages.slice(0, 4) })}\n`;
    const done = await add(db, leaf, content, {}, 'birds.jsonl');
    expect(done).toMatchObject({ added: 1, refused: 1, systemPrompts: 1, earlierMessages: 2 });
    expect(await db.sample.findFirst({ where: { leafId: leaf.id } })).toMatchObject({
      question: birds[0],
      answer: 'With half its brain.',
    });
  });

  test('have a context where the leaf has one, and have it in the question elsewhere', async ({ db }) => {
    const content = `context,question,answer\nSwifts fly.,${birds[0]},Yes.\n,${birds[1]},No.\n`;
    const knowledge = await makeKnowledgeLeaf(db);
    const done = await add(db, knowledge, content);
    expect(done).toMatchObject({ added: 1, refused: 1 });
    expect((await listRefusedRows(db, done.id, { limit: 5 })).items).toMatchObject([{ line: 2, reason: 'no_context' }]);
    expect(await db.sample.findFirst({ where: { leafId: knowledge.id } })).toMatchObject({
      kind: 'knowledge',
      context: 'Swifts fly.',
    });
    const skill = await makeLeaf(db);
    await add(db, skill, content);
    expect(await db.sample.findFirst({ where: { leafId: skill.id, itemOrdinal: 1 } })).toMatchObject({
      context: null,
      question: `Swifts fly.\n\n${birds[0]}`,
    });
  });

  test('are added by another worker where the first one stopped, and cancelled for the rest', async ({ db }) => {
    const leaf = await makeLeaf(db);
    const words = ['swift', 'owl', 'stork', 'goose', 'heron', 'robin', 'crane', 'eagle', 'finch', 'raven'];
    const many = Array.from(
      { length: 700 },
      (_, i) => `${words[i % 10]} ${words[Math.floor(i / 10) % 10]} ${i} ${i * 7}?`,
    );
    const { importId } = await ask(db, leaf, table(many));
    const id = importId ?? '';
    expect(await addNext(db, id)).toBe(true);
    const halfway = await getSampleImport(db, id);
    expect(halfway.added + halfway.refused).toBe(250);
    expect(await cancelSampleImport(db, commandLine, id)).toMatchObject({ state: 'cancelled', added: halfway.added });
    expect(await addNext(db, id)).toBe(false);
    expect(await db.job.count({ where: { groupId: id } })).toBe(0);
    expect(await db.sampleImportRow.count({ where: { importId: id, reason: null } })).toBe(0);
    await expect(cancelSampleImport(db, commandLine, id)).rejects.toThrow(/is over/);

    const again = await add(db, leaf, table(many));
    expect(again.state).toBe('done');
    expect(again.added + again.refused).toBe(700);
    expect(await db.sample.count({ where: { leafId: leaf.id } })).toBe(halfway.added + again.added);
    expect(await recountSamples(db)).toBe(0);
  });

  test('whose file breaks off leave nothing', async ({ db }) => {
    const leaf = await makeLeaf(db);
    const broken = `${table(birds)}a,"b`;
    await expect(ask(db, leaf, broken)).rejects.toThrow(/never closed/);
    await expect(ask(db, leaf, 'question,answer\n')).rejects.toThrow(/no rows/);
    await expect(ask(db, { ...leaf, id: 'knowledge/nowhere' }, table(birds))).rejects.toThrow(/no “nowhere”/i);
    await expect(ask(db, { ...leaf, id: leaf.parentId }, table(birds))).rejects.toThrow(/is a folder/);
    expect(await db.sampleImport.count({ where: { leafId: leaf.id } })).toBe(0);
    expect(await db.job.count()).toBe(0);
  });

  test('are approved, published and exported, and never counted as made by a teacher', async ({ db }) => {
    const { taxonomyId, skill } = await makeApproved(db, { skills: 2 });
    await add(db, { id: skill.id, taxonomyId }, table(birds), { source: 'https://birds.example' });
    const imported = await db.sample.findMany({ where: { importId: { not: null }, leafId: skill.id } });
    const decisions = imported.map(({ id }) => ({
      id: randomUUID(),
      sampleId: id,
      version: 0,
      verdict: 'approve' as const,
    }));
    await decideMany(db, commandLine, decisions);
    const version = await makeVersion(db, taxonomyId);
    const manifest = Manifest.parse(version.manifest);
    expect(manifest.rows).toBe(6);
    expect(manifest.runs.map(({ rows }) => rows)).toEqual([2]);
    expect(manifest.imports).toMatchObject([
      { file: 'birds.csv', rows: 4, licence: 'CC0-1.0', source: 'https://birds.example', leafId: skill.id },
    ]);
    const card = dataCard(manifest);
    expect(card).toContain('4 rows were imported from files instead');
    expect(card).toMatch(/\| birds\.csv \| https:\/\/birds\.example \| CC0-1\.0 \|/);
    const { files } = await previewExport(db, version.id, {
      format: 'messages',
      phase: 'skills',
      split: 'train',
      limit: 10,
    });
    const rows = files.flatMap((file) => file.rows.map((line) => JSON.parse(line) as { metadata: string }));
    const metadata = rows.map((row) => JSON.parse(row.metadata) as { run_id?: string; import_id?: string });
    expect(metadata.filter(({ run_id: run }) => run !== undefined)).toHaveLength(2);
    expect(metadata.filter(({ import_id: id }) => id === imported[0]?.importId)).toHaveLength(4);
  });

  test('cannot become those of a teacher', async ({ db }) => {
    const leaf = await makeLeaf(db);
    await add(db, leaf, table(birds));
    const sample = await db.sample.findFirstOrThrow({ where: { leafId: leaf.id } });
    for (const data of [{ importId: null }, { pipeline: 'freeform' }, { isPractice: true }])
      await expect(db.sample.update({ where: { id: sample.id }, data })).rejects.toThrow();
  });
});
