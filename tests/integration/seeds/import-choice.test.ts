import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect } from 'vitest';
import { importTaxonomy } from '@/taxonomy/seeds/import/import-taxonomy';
import { importUpload } from '@/taxonomy/seeds/import/import-upload';
import { ensureTaxonomy } from '@/taxonomy/tree/nodes';
import type { Database } from '@/prisma/client';
import { test } from '../../support/database';
import { files, skill } from '../../support/import-factories';
import { curator } from '../../support/tree-factories';

const folder = mkdtempSync(path.join(tmpdir(), 'seedleaf-choice-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fileOf = (leaf: string) => `compositional_skills/${leaf}/qna.yaml`;
const sourceOf = (leaves: string[]) => Object.fromEntries(leaves.map((leaf) => [fileOf(leaf), skill(`${leaf}.`)]));

/** Imports with a choice; returns the names of the imported leaves. */
async function importChosen(db: Database, leaves: string[], choice: { only?: string[]; skip?: string[] }) {
  const { id: taxonomyId } = await ensureTaxonomy(db);
  const source = { taxonomyId, files: files(sourceOf(leaves)), shownName: 'test', isDryRun: false, choice };
  const { report } = await importTaxonomy(db, curator, source);
  return report.leaves.filter(({ outcome }) => outcome !== 'skipped').map(({ file }) => file);
}

describe('a part of a source', () => {
  test('consists of the chosen leaves and folders, without the skipped ones', async ({ db }) => {
    const leaves = ['a', 'a/inner', 'b/one', 'b/two', 'ab'];
    const chosen = (choice: { only?: string[]; skip?: string[] }) => importChosen(db, leaves, choice);
    expect(await chosen({ only: ['compositional_skills/b'] })).toEqual([fileOf('b/one'), fileOf('b/two')]);
    expect(await chosen({ only: ['./compositional_skills/a/'] })).toEqual([fileOf('a'), fileOf('a/inner')]);
    expect(await chosen({ skip: [fileOf('a'), 'compositional_skills/b/two'] })).toEqual([
      fileOf('a/inner'),
      fileOf('b/one'),
      fileOf('ab'),
    ]);
    expect(await chosen({ only: ['compositional_skills/b'], skip: ['compositional_skills/b/one'] })).toEqual([
      fileOf('b/two'),
    ]);
  });

  test('creates no folder for what is not chosen, and says that it was not', async ({ db }) => {
    const { id: taxonomyId } = await ensureTaxonomy(db);
    const source = { taxonomyId, files: files(sourceOf(['in/x', 'out/y'])), shownName: 'test', isDryRun: false };
    const { report } = await importTaxonomy(db, curator, { ...source, choice: { skip: [fileOf('out/y')] } });
    expect(report).toMatchObject({ added: 1 });
    expect(report.leaves[1]).toMatchObject({
      file: fileOf('out/y'),
      outcome: 'skipped',
      problems: [{ severity: 'warning', message: 'It was not selected.' }],
    });
    expect(await db.node.count({ where: { name: { in: ['out', 'y'] } } })).toBe(0);
  });

  test('is refused when a path matches nothing, or nothing is left', async ({ db }) => {
    await expect(importChosen(db, ['x'], { skip: ['knowledge/nowhere'] })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/nothing to import at “knowledge\/nowhere”.*compositional_skills\/x/),
    });
    await expect(importChosen(db, ['x'], { skip: ['compositional_skills'] })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('No leaf is selected'),
    });
  });

  test('is chosen from 10,000 leaves', async ({ db }) => {
    const { id: taxonomyId } = await ensureTaxonomy(db);
    const all = Array.from({ length: 10_000 }, (_, i) => `large/${i % 100}/leaf ${i}`);
    const source = { taxonomyId, files: files(sourceOf(all)), shownName: 'test', isDryRun: true };
    const { report } = await importTaxonomy(db, curator, { ...source, choice: { skip: all.slice(20).map(fileOf) } });
    expect(report.added).toBe(20);
  });
});

describe('an upload', () => {
  async function send(db: Database, skip: string) {
    const { id: taxonomyId } = await ensureTaxonomy(db);
    const form = new FormData();
    for (const leaf of ['up/one', 'up/two']) form.append('file', new Blob([skill(`${leaf}.`)]), `mine/${fileOf(leaf)}`);
    form.append('skip', skip);
    const { body, headers } = new Response(form);
    const contentType = headers.get('content-type') ?? '';
    const upload = { taxonomyId, isDryRun: false, body, contentType, workDir: path.join(folder, 'work') };
    return (await importUpload(db, curator, upload)).report;
  }

  test('lists the files to leave out', async ({ db }) => {
    expect(await send(db, JSON.stringify([fileOf('up/two')]))).toMatchObject({ added: 1 });
    expect(await db.node.count({ where: { name: 'two', parent: { name: 'up' } } })).toBe(0);
  });

  test.for([
    ['no JSON', 'up/two'],
    ['no list', '{}'],
    ['no texts', '[1]'],
    ['more than 10,000', JSON.stringify(Array.from({ length: 10_001 }, (_, i) => `x${i}`))],
    ['longer than a path', JSON.stringify(['x'.repeat(5_000)])],
    ['more than 8 MB', JSON.stringify(['x'.repeat(9 * 1024 * 1024)])],
  ])('is refused when that is %s', async ([, skip = ''], { db }) => {
    await expect(send(db, skip)).rejects.toMatchObject({ code: 'invalid' });
  });
});

test('the command line imports a part, lists imports and undoes one', { timeout: 240_000 }, ({ databaseUrl }) => {
  const source = path.join(folder, 'taxonomy');
  for (const leaf of ['cli/one', 'cli/two', 'cli/three']) {
    mkdirSync(path.join(source, 'compositional_skills', leaf), { recursive: true });
    writeFileSync(path.join(source, fileOf(leaf)), skill(`${leaf}.`));
  }
  const seedleaf = (...args: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'bin/seedleaf.ts', '--json', ...args], {
      env: { ...process.env, DATABASE_URL: databaseUrl, SEEDLEAF_HOME: path.join(folder, 'home') },
      encoding: 'utf8',
    });
  const part = ['--only', 'compositional_skills/cli', '--skip', 'compositional_skills/cli/two'];
  const imported = JSON.parse(seedleaf('import', source, ...part).stdout) as { importId: string };
  expect(imported).toMatchObject({ added: 2 });
  const listed = seedleaf('imports', 'list').stdout.split('\n')[0] ?? '';
  expect(JSON.parse(listed)).toMatchObject({ id: imported.importId, source: 'taxonomy', added: 2, undone: null });
  const undone = seedleaf('imports', 'undo', imported.importId);
  expect(JSON.parse(undone.stdout)).toMatchObject({ undone: { by: 'Command line', removed: 2, kept: 0 } });
  expect(seedleaf('imports', 'undo', 'x').stderr).toMatch(/id/i);
});
