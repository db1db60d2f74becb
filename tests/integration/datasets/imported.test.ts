import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect } from 'vitest';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { ImportSetQuery } from '@/taxonomy/datasets/contract-imported';
import { importSet, listImportedSets, removeImportedSet } from '@/taxonomy/datasets/imported/sets';
import { labPhases, replayPhase } from '@/taxonomy/datasets/vocabulary-phases';
import { test } from '../../support/database';
import { makeApproved, makeVersion } from '../../support/datasets-factories';
import { makeTaxonomy } from '../../support/factories';

async function* linesOf(count: number, bad: string[] = []) {
  for (let i = 0; i < count; i += 1)
    yield Buffer.from(`${JSON.stringify({ prompt: `Q${i}?`, completion: `A${i}.` })}\n`);
  for (const line of bad) yield Buffer.from(`${line}\n`);
}
const scratch = path.join(tmpdir(), 'seedleaf-imports-test');
const file = (stream: AsyncIterable<Uint8Array>, name = 'general.jsonl') => ({
  name,
  stream,
  scratch,
});
const query = (change: object = {}) => ImportSetQuery.parse({ name: 'general', ...change });

describe('an imported dataset', () => {
  test('is stored whole, and cannot change or be imported twice', async ({ db }) => {
    const { id: taxonomyId } = await makeTaxonomy(db);
    const report = await importSet(
      db,
      commandLine,
      { taxonomyId, query: query({ licence: 'CC0' }) },
      file(linesOf(1_234)),
    );
    expect(report).toMatchObject({ rows: 1_234, bad: 0, shape: 'prompt and completion' });
    expect(await listImportedSets(db, taxonomyId, { limit: 5 })).toMatchObject({
      items: [{ name: 'general', rows: 1_234, licence: 'CC0' }],
    });
    const setId = report.setId ?? '';
    const rows = await db.importedRow.findMany({ where: { setId }, orderBy: { ordinal: 'asc' } });
    expect(rows.map(({ ordinal }) => ordinal)).toEqual(rows.map((_, i) => i));
    expect(rows[1_000]?.messages).toEqual([
      { role: 'user', content: 'Q1000?' },
      { role: 'assistant', content: 'A1000.' },
    ]);
    await expect(db.importedRow.updateMany({ where: { setId }, data: { bytes: 1 } })).rejects.toThrow();
    await expect(importSet(db, commandLine, { taxonomyId, query: query() }, file(linesOf(1)))).rejects.toThrow(
      /already/,
    );
  });

  test('is only reported in a dry run', async ({ db }) => {
    const { id: taxonomyId } = await makeTaxonomy(db);
    const dry = await importSet(
      db,
      commandLine,
      { taxonomyId, query: query({ isDryRun: 'true' }) },
      file(linesOf(3, ['{'])),
    );
    expect(dry).toMatchObject({ setId: null, rows: 3, bad: 1, problems: [{ line: 4 }] });
    expect(dry.examples[0]?.[0]).toEqual({ role: 'user', content: 'Q0?' });
    expect(await db.importedSet.count({ where: { taxonomyId } })).toBe(0);
  });

  test('with bad lines is refused and leaves nothing, or leaves them out when asked to', async ({ db }) => {
    const { id: taxonomyId } = await makeTaxonomy(db);
    const bad = ['{', '{"prompt":"x"}'];
    await expect(importSet(db, commandLine, { taxonomyId, query: query() }, file(linesOf(600, bad)))).rejects.toThrow(
      /2 of 602 lines are no conversations. The first is line 601: It is not JSON/,
    );
    expect(await db.importedSet.count({ where: { taxonomyId } })).toBe(0);
    const skipping = query({ skipsBad: 'true' });
    expect(await importSet(db, commandLine, { taxonomyId, query: skipping }, file(linesOf(600, bad)))).toMatchObject({
      rows: 600,
      bad: 2,
    });
  });

  test('whose upload breaks off leaves nothing', async ({ db }) => {
    const { id: taxonomyId } = await makeTaxonomy(db);
    async function* broken() {
      yield* linesOf(700);
      throw new Error('gone');
    }
    await expect(importSet(db, commandLine, { taxonomyId, query: query() }, file(broken()))).rejects.toThrow('gone');
    expect(await db.importedSet.count({ where: { taxonomyId } })).toBe(0);
  });

  test('stays while a version repeats its rows, and can be removed otherwise', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 1 });
    const { setId } = await importSet(db, commandLine, { taxonomyId, query: query() }, file(linesOf(10)));
    const other = await importSet(db, commandLine, { taxonomyId, query: query({ name: 'other' }) }, file(linesOf(10)));
    const [, , skills] = labPhases();
    const rule = { ...replayPhase(''), source: { from: 'imported' as const, setId: setId ?? '' } };
    const phases = [{ ...skills!, replay: [{ ...rule, amount: { of: 'fraction' as const, value: 0.5 } }] }];
    expect(await makeVersion(db, taxonomyId, { phases })).toMatchObject({ rows: 6 });
    await expect(removeImportedSet(db, commandLine, taxonomyId, setId ?? '')).rejects.toThrow(
      /birds@1 repeats rows of general/,
    );
    await removeImportedSet(db, commandLine, taxonomyId, other.setId ?? '');
    expect((await listImportedSets(db, taxonomyId, { limit: 5 })).items.map(({ name }) => name)).toEqual(['general']);
  });

  test('may be a Parquet file, of which nothing stays behind', async ({ db }) => {
    const { id: taxonomyId } = await makeTaxonomy(db);
    const count = 1_200;
    const bytes = parquetWriteBuffer({
      columnData: ['prompt', 'completion'].map((name) => ({
        name,
        type: 'STRING' as const,
        data: Array.from({ length: count }, (_, i) => `${name} ${i}`),
      })),
    });
    async function* pieces() {
      for (let at = 0; at < bytes.byteLength; at += 999) yield new Uint8Array(bytes.slice(at, at + 999));
    }
    const asked = { taxonomyId, query: query() };
    const report = await importSet(db, commandLine, asked, file(pieces(), 'general.parquet'));
    expect(report).toMatchObject({ rows: count, bad: 0, unit: 'row', shape: 'prompt and completion' });
    const row = await db.importedRow.findFirstOrThrow({ where: { setId: report.setId ?? '', ordinal: 1_000 } });
    expect(row.messages).toMatchObject([{ content: 'prompt 1000' }, { content: 'completion 1000' }]);
    expect(readdirSync(scratch)).toEqual([]);
  });

  test('may be a CSV table, whose bad rows are told by number', async ({ db }) => {
    const { id: taxonomyId } = await makeTaxonomy(db);
    async function* table() {
      yield Buffer.from('\uFEFFquestion;answer\r\n"a\nb";A\r\nb\r\nc;C\r\n');
    }
    const ask = (skipsBad: string) =>
      importSet(db, commandLine, { taxonomyId, query: query({ skipsBad }) }, file(table(), 'general.csv'));
    await expect(ask('false')).rejects.toThrow(
      /1 of 3 rows are no conversations\. The first is row 2: It ends in line 4/,
    );
    expect(await ask('true')).toMatchObject({ rows: 2, bad: 1 });
  });
});
