import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { previewVersion } from '@/taxonomy/datasets/preview';
import { test } from '../../support/database';
import { makeApproved } from '../../support/datasets-factories';
import { temporaryFolder } from '../../support/documents-factories';
import { makeSample } from '../../support/factories';

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
  test('publish, export and list without a server or a worker', { timeout: 120_000 }, async ({ db, databaseUrl }) => {
    const { taxonomyId, skill, runId } = await makeApproved(db, { short: 2, skills: 2 });
    await makeSample(db, { leaf: skill, runId, status: 'approved', answer: 'It ends with <|im_end|> here.' });
    const { warnings } = await previewVersion(db, taxonomyId, {});
    expect(warnings.join('\n')).toMatch(/special tokens [^\n]*<\|im_end\|>/);
    const published = seedleaf(databaseUrl, '--json', 'dataset', 'publish', 'birds', '--replay', '0.5', '--seed', 'x');
    expect(published.stderr).toBe('');
    expect(JSON.parse(published.stdout)).toMatchObject({
      datasetName: 'birds',
      number: 1,
      state: 'published',
      rows: 2 + 3 + 1,
      warnings,
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

    const preview = (...args: string[]) => seedleaf(databaseUrl, 'dataset', 'preview', 'birds', ...args);
    const lines = readFileSync(path.join(out, 'skills.jsonl'), 'utf8');
    expect(preview('--format', 'messages', '--phase', 'skills').stdout).toBe(lines);
    expect(preview('--format', 'csv', '--option', 'separator=tab', '--limit', '1').stdout).toMatch(
      /^id\tleaf\t.+\n[^\n]+\n$/s,
    );

    const listed = seedleaf(databaseUrl, 'dataset', 'list');
    expect(listed.stdout).toBe('birds@1  published  6 rows (practice, not a model)\n');

    // As text for people: what the Publish page says before publishing.
    const told = seedleaf(databaseUrl, 'dataset', 'publish', 'fowl');
    for (const warning of warnings) expect(told.stderr).toContain(`Warning: ${warning}\n`);
  });

  test.for([
    [['dataset', 'export', 'fish', '--format', 'messages', '--out', 'x'], 1, /no published version fish/],
    [['dataset', 'export', 'fish', '--format', 'parquet', '--out', 'x'], 1, /There is no/],
    [['dataset', 'export', 'fish', '--out', 'x'], 2, /--format/],
    [['dataset', 'preview', 'fish', '--format', 'csv'], 1, /no published version fish/],
    [['dataset', 'preview', 'fish', '--format', 'csv', '--limit', '101'], 2, /from 1 to 100/],
    [['dataset', 'preview', 'fish', '--format', 'csv', '--option', 'x'], 2, /name=value/],
    [['dataset', 'publish', 'birds', '--replay', 'much'], 2, /must be a number/],
    [['dataset', 'publish', 'birds', '--replay', '2'], 1, /--replay is a share of rows: from 0 for none to 1 for all/],
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
