import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { test } from '../../support/database';
import { makeFreeform } from '../../support/seeds-factories';
import { curator } from '../../support/tree-factories';
import { importTaxonomy } from '@/taxonomy/seeds/import/import-taxonomy';
import type { SourceFile } from '@/taxonomy/seeds/import/source';
import { getLeaf } from '@/taxonomy/seeds/leaf';
import { saveLeaf } from '@/taxonomy/seeds/save-leaf';
import { crumbsOf, ensureTaxonomy } from '@/taxonomy/tree/nodes';
import { importFrom, importFiles, skill, files } from '../../support/import-factories';

const mixed = 'tests/fixtures/taxonomies/mixed';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'seedleaf-import-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('an import of good and bad files', () => {
  test('first says what it would do, and writes nothing then', async ({ db }) => {
    const { report } = await importFrom(db, mixed, { isDryRun: true });
    expect(report).toMatchObject({ written: false, added: 3, invalid: 2 });
    expect(await db.leaf.count()).toBe(0);
    expect(await db.node.count()).toBe(3);
  });

  test('imports the good ones, and names line and column of the problems in the others', async ({ db }) => {
    const { report, leavesWithDocuments } = await importFrom(db, mixed);
    const outcomes = Object.fromEntries(report.leaves.map((leaf) => [leaf.file, leaf.outcome]));
    expect(outcomes).toEqual({
      'compositional_skills/bomb/qna.yaml': 'invalid',
      'compositional_skills/broken/qna.yaml': 'invalid',
      'compositional_skills/good/qna.yaml': 'added',
      'compositional_skills/odd/qna.yml': 'skipped',
      'compositional_skills/old/qna.yaml': 'added',
      'docs/qna.yaml': 'skipped',
      'knowledge/birds/qna.yaml': 'added',
    });
    const problemsOf = (file: string) => report.leaves.find((leaf) => leaf.file.includes(file))?.problems;
    expect(problemsOf('good')).toEqual([]);
    expect(problemsOf('broken')).toMatchObject([
      { severity: 'error', line: 3, column: 19, message: expect.stringContaining('quotes') },
    ]);
    expect(problemsOf('bomb')).toMatchObject([{ severity: 'error', message: expect.stringMatching(/aliases/) }]);
    expect(problemsOf('old')).toContainEqual(
      expect.objectContaining({ severity: 'error', line: 5, column: 13, field: '.seed_examples[0].answer' }),
    );
    expect(leavesWithDocuments).toEqual([report.leaves.find((leaf) => leaf.file.startsWith('knowledge'))?.nodeId]);
    expect(await db.node.count({ where: { name: { in: ['bomb', 'broken', 'odd', 'docs'] } } })).toBe(0);
  });

  test('finds the same files unchanged the second time', async ({ db }) => {
    const before = await db.leafRevision.count();
    expect((await importFrom(db, mixed)).report).toMatchObject({ added: 0, changed: 0, unchanged: 3, invalid: 2 });
    expect(await db.leafRevision.count()).toBe(before);
  });

  test('keeps the files byte for byte, and the text of values that YAML would read differently', async ({ db }) => {
    const revision = await db.leafRevision.findFirstOrThrow({ where: { sourceYaml: { contains: '12:30' } } });
    expect(revision.sourceYaml).toContain('  that is indented less"');
    expect(revision.content).toMatchObject({
      seeds: [{ answer: 'yes' }, { answer: '12:30' }, { question: 'A quoted text that is indented less' }],
    });
  });
});

describe('an import over a leaf that was edited here', () => {
  test('shows it as changed, adds a revision and loses nothing', async ({ db }) => {
    const { leaves } = await importFiles(db, { 'compositional_skills/edited/qna.yaml': skill('First.') });
    const nodeId = leaves[0]?.nodeId ?? '';
    const { content } = await getLeaf(db, nodeId);
    const seedIds = content.seeds.map((seed) => seed.id);
    await saveLeaf(db, curator, nodeId, { baseVersion: 1, content: { ...makeFreeform(), seeds: [] } });
    const again = await importFiles(db, { 'compositional_skills/edited/qna.yaml': skill('Second.') });
    expect(again).toMatchObject({ added: 0, changed: 1, leaves: [{ nodeId, outcome: 'changed' }] });
    expect(await getLeaf(db, nodeId)).toMatchObject({ version: 3, content: { taskDescription: 'Second.' } });
    expect(await db.leafRevision.count({ where: { nodeId } })).toBe(3);
    expect((await getLeaf(db, nodeId)).content.seeds.map((seed) => seed.id)).toEqual(seedIds);
  });

  test('keeps the ids of seeds that are still the same', async ({ db }) => {
    const file = 'compositional_skills/ids/qna.yaml';
    const nodeId = (await importFiles(db, { [file]: skill('Ids.') })).leaves[0]?.nodeId ?? '';
    const { content } = await getLeaf(db, nodeId);
    if (content.kind === 'knowledge') throw new Error('a skill was imported');
    const renamed = content.seeds.map((seed, i) => ({ ...seed, id: `mine-${i}` }));
    await saveLeaf(db, curator, nodeId, {
      baseVersion: 1,
      content: { ...content, taskDescription: 'Mine.', seeds: renamed },
    });
    await importFiles(db, { [file]: skill('Ids.').replace('Answer 3.', 'Another answer.') });
    const ids = (await getLeaf(db, nodeId)).content.seeds.map((seed) => seed.id);
    expect(ids).toEqual(['mine-0', 'mine-1', expect.not.stringContaining('mine'), 'mine-3', 'mine-4']);
  });
});

describe('the paths of an import', () => {
  test('may start below another folder, and match existing folders whatever their case', async ({ db }) => {
    await importFiles(db, { 'taxonomy-main/compositional_skills/Area/one/qna.yaml': skill('One.') });
    const report = await importFiles(db, { 'compositional_skills/area/two/qna.yaml': skill('Two.') });
    expect((await crumbsOf(db, report.leaves[0]?.nodeId ?? '')).map((crumb) => crumb.name)).toEqual([
      'Compositional skills',
      'Area',
      'two',
    ]);
  });

  test('must differ in more than case', async ({ db }) => {
    const report = await importFiles(db, {
      'compositional_skills/twin/qna.yaml': skill('One.'),
      'compositional_skills/Twin/qna.yaml': skill('Two.'),
    });
    expect(report).toMatchObject({ added: 1, invalid: 1 });
    expect(report.leaves[1]?.problems).toContainEqual(
      expect.objectContaining({
        severity: 'error',
        message: expect.stringContaining('compositional_skills/twin/qna.yaml'),
      }),
    );
  });

  test('allow a leaf inside a leaf', async ({ db }) => {
    const report = await importFiles(db, {
      'compositional_skills/outer/qna.yaml': skill('Outer.'),
      'compositional_skills/outer/inner/qna.yaml': skill('Inner.'),
    });
    expect(report).toMatchObject({ added: 2, invalid: 0 });
  });

  test('are refused when there is no leaf under any branch', async ({ db }) => {
    await expect(importFiles(db, { 'elsewhere/qna.yaml': skill('x') })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('compositional_skills'),
    });
    await expect(importFrom(db, path.join(folder, 'nothing-here'))).rejects.toMatchObject({ code: 'not_found' });
  });

  test('are created once when two imports run at the same time', async ({ db }) => {
    const content = { 'knowledge/at/once/qna.yaml': skill('Once.').replace('task_description', 'domain') };
    const both = await Promise.all([importFiles(db, content), importFiles(db, content)]);
    expect(both.map((report) => report.added).sort((a, b) => a - b)).toEqual([0, 1]);
    expect(await db.node.count({ where: { name: { in: ['at', 'once'] } } })).toBe(2);
  });
});

describe('a file above 10 MiB', () => {
  test('is never read; the error states its size and the limit, and the rest is imported', async ({ db }) => {
    const { id: taxonomyId } = await ensureTaxonomy(db);
    const huge: SourceFile = {
      path: 'compositional_skills/huge/qna.yaml',
      sizeBytes: 12 * 1024 * 1024,
      read: () => Promise.reject(new Error('it was read')),
    };
    const source = {
      taxonomyId,
      files: [huge, ...files({ 'compositional_skills/small/qna.yaml': skill('x') })],
      shownName: 'x',
      isDryRun: false,
    };
    const { report } = await importTaxonomy(db, curator, source);
    expect(report).toMatchObject({ added: 1, invalid: 1 });
    expect(report.leaves[0]?.problems[0]?.message).toMatch(/12,288 KiB.*10,240 KiB/);
  });
});
