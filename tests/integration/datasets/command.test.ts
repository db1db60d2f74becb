import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { test } from '../../support/database';
import { makeApproved } from '../../support/datasets-factories';
import { temporaryFolder } from '../../support/documents-factories';

let place: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  place = temporaryFolder();
});
afterEach(() => place.remove());

function seedleaf(databaseUrl: string, ...args: string[]) {
  const env = { ...process.env, DATABASE_URL: databaseUrl, SEEDLEAF_HOME: path.join(place.folder, 'home') };
  return spawnSync(process.execPath, ['--import', 'tsx', 'bin/seedleaf.ts', ...args], { env, encoding: 'utf8' });
}

describe('the dataset commands', () => {
  test('publish, export and list with no server and no worker', { timeout: 120_000 }, async ({ db, databaseUrl }) => {
    await makeApproved(db, { short: 2, skills: 3 });
    const published = seedleaf(databaseUrl, '--json', 'dataset', 'publish', 'birds', '--replay', '0.5', '--seed', 'x');
    expect(published.stderr).toBe('');
    expect(JSON.parse(published.stdout)).toMatchObject({
      datasetName: 'birds',
      number: 1,
      state: 'published',
      rows: 2 + 3 + 1,
    });

    const out = path.join(place.folder, 'out');
    const exported = seedleaf(
      databaseUrl,
      'dataset',
      'export',
      'birds@1',
      '--format',
      'messages',
      '--out',
      out,
      '--json',
    );
    expect(JSON.parse(exported.stdout)).toMatchObject({ dataset: 'birds', version: 1, folder: out, rows: 6 });
    expect(readdirSync(out)).toContain('skills.jsonl');

    const listed = seedleaf(databaseUrl, 'dataset', 'list');
    expect(listed.stdout).toBe('birds@1  published  6 rows (practice, not a model)\n');
  });

  test.for([
    [['dataset', 'export', 'fish', '--format', 'messages', '--out', 'x'], 1, /no published version fish/],
    [['dataset', 'export', 'fish', '--format', 'parquet', '--out', 'x'], 1, /There is no/],
    [['dataset', 'export', 'fish', '--out', 'x'], 2, /--format/],
    [['dataset', 'publish', 'birds', '--replay', 'much'], 2, /must be a number/],
    [['dataset', 'publish', 'birds', '--replay', '2'], 1, /replay fraction must be at most 1/],
    [['dataset', 'publish', '../birds'], 1, /letters, digits/],
    [['dataset', 'publish', 'birds', '--leaf', 'knowledge/nowhere'], 1, /There is no “nowhere” in “knowledge”/],
  ] as [string[], number, RegExp][])(
    '%j ends with %i and one sentence',
    { timeout: 60_000 },
    ([args, code, words], { databaseUrl }) => {
      const { status, stdout, stderr } = seedleaf(databaseUrl, ...args);
      expect({ status, stdout }).toEqual({ status: code, stdout: '' });
      expect(stderr).toMatch(words);
    },
  );
});
