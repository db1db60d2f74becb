import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

  test('ends lines where JSON lines end, not at a line separator within a text', () => {
    const { rows } = dedupe(`{"text":"one\u2028two"}\n{"text":"one two"}\n`, '--json');
    expect(rows.map((row) => JSON.parse(row))).toMatchObject([
      { line: 1, kept: true },
      { line: 2, kept: false },
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

  test('decides by the pairs that another program found, and says which of them were of no line', () => {
    const content = lines({ text: 'one two three' }, { text: 'one two three' }, { text: 'One, two, three!' });
    const pairs = path.join(folder, 'pairs.csv');
    writeFileSync(pairs, '3,1\n1,7\n');
    const { status, rows, stderr } = dedupe(content, '--pairs', pairs, '--json');
    expect(status).toBe(0);
    expect(rows.map((row) => JSON.parse(row))).toEqual([
      { line: 1, kept: true, nearest: null, score: null },
      { line: 2, kept: true, nearest: null, score: null },
      { line: 3, kept: false, nearest: 1, score: 1 },
    ]);
    expect(stderr).toBe(
      `Pairs passed over because a line of them is empty or not in the file: 1 in ${pairs}. The first: ${pairs}, line 2. Were they made from another file?\n`,
    );
    expect(dedupe(content, '--pairs', pairs).stderr).toMatch(
      /1 pairs to check; passed over: 0 doubled, 0 of a line with itself.\n.*\n2 of 3 lines kept.\n$/,
    );
  });

  test('writes what Spark needs to find the pairs', () => {
    const content = lines({ text: 'A bird, a tree, a bird' }, { text: '?' }, { text: '鸟 bird' });
    const to = path.join(folder, 'spark');
    const { status, stdout } = dedupe(content, '--export-for', 'spark', '--to', to);
    expect(status).toBe(0);
    expect(stdout).toContain(`--texts '${to}/texts.jsonl' --threshold 0.7 --out '${to}/pairs'`);
    expect(readFileSync(path.join(to, 'texts.jsonl'), 'utf8')).toBe(
      lines(
        { line: 1, elements: ['a', 'bird', 'a#2', 'tree', 'a#3', 'bird#2'] },
        { line: 3, elements: ['鸟', 'bird'] },
      ),
    );
    expect(readFileSync(path.join(to, 'spark_pairs.py'), 'utf8')).toContain('MinHash');
    expect(dedupe(content, '--export-for', 'spark').stderr).toMatch(/Name the folder to write to with --to/);
    expect(dedupe(content, '--export-for', 'spark', '--pairs', to).status).toBe(2);
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
