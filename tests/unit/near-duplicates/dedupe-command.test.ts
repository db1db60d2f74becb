import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'seedleaf-dedupe-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The command as a person calls it, without a database or a home to find. */
function dedupe(content: string | Buffer, ...args: string[]) {
  const file = path.join(folder, 'rows.jsonl');
  writeFileSync(file, content);
  const { DATABASE_URL: _, ...environment } = process.env;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'bin/seedleaf.ts', 'dedupe', file, ...args],
    { encoding: 'utf8', env: { ...environment, SEEDLEAF_HOME: path.join(folder, 'nothing-here') } },
  );
  return { status, stdout, stderr, rows: stdout.split('\n').filter((line) => line !== '') };
}

const lines = (...rows: unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

describe('dedupe', { timeout: 60_000 }, () => {
  test('says of each line, in order, whether it is kept, and if not, what it is like', () => {
    const content = lines(
      { text: 'Name a bird that sings at night.' },
      { text: 'Count the apples.' },
      { text: 'Name a bird that sings at dawn.' },
    );
    const { status, rows } = dedupe(content, '--json');
    expect(status).toBe(0);
    expect(rows.map((row) => JSON.parse(row))).toEqual([
      { line: 1, kept: true, nearest: null, score: null },
      { line: 2, kept: true, nearest: null, score: null },
      { line: 3, kept: false, nearest: 1, score: 12 / 14 },
    ]);
  });

  test('has a field, a threshold and a tokenizer to choose', () => {
    const content = lines({ q: 'Zwölf Bäume im Park' }, { q: 'Zwölf Bäume im Wald' }, { q: 'Zwolf Baume im Wald' });
    const keptWith = (...args: string[]) =>
      dedupe(content, '--field', 'q', '--json', ...args).rows.map((row) => JSON.parse(row).kept);
    expect(keptWith()).toEqual([true, false, true]);
    expect(keptWith('--threshold', '0.75')).toEqual([true, true, true]);
    // zw lf b ume im park
    expect(keptWith('--tokenizer', 'rouge_score')).toEqual([true, false, true]);
  });

  test('passes over empty lines, and takes a mark of byte order and Windows line ends', () => {
    const { rows } = dedupe('\uFEFF{"text":"one two"}\r\n\r\n{"text":"one two"}', '--json');
    expect(rows.map((row) => JSON.parse(row))).toEqual([
      { line: 1, kept: true, nearest: null, score: null },
      { line: 3, kept: false, nearest: 1, score: 1 },
    ]);
  });

  test('of an empty file says nothing', () => {
    expect(dedupe('', '--json')).toMatchObject({ status: 0, stdout: '' });
  });

  test.for([
    ['{"text":"a"}\n{"text":', /line 2: this is not JSON/],
    ['{"text":"a"}\n["text"]', /line 2: this is not a JSON object/],
    [
      '{"text":"a"}\n{"txt":"a","id":1}',
      /line 2: there is no field “text”. Its fields: txt, id. Choose one with --field/,
    ],
    ['{"text":7}', /line 1: the field “text” is not a text/],
  ] as const)('names the place in %j and prints no decision', ([content, said]) => {
    const { status, stdout, stderr } = dedupe(content, '--json');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(said);
  });

  test('refuses a threshold that is none, and a file that is not there', () => {
    expect(dedupe('', '--threshold', 'high').stderr).toMatch(/a number from 0 to 1/);
    const missing = spawnSync(process.execPath, ['--import', 'tsx', 'bin/seedleaf.ts', 'dedupe', '/no/such.jsonl'], {
      encoding: 'utf8',
    });
    expect(missing).toMatchObject({ status: 1, stdout: '' });
    expect(missing.stderr).toBe('There is no file /no/such.jsonl.\n');
  });
});
