import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { test } from '../../support/database';
import { makeFreeform } from '../../support/seeds-factories';
import { curator, makeBranch } from '../../support/tree-factories';
import { makeZip, renameInZip } from '../../support/zip';
import type { Database } from '@/prisma/client';
import { ImportReport } from '@/taxonomy/seeds/contract';
import { importTaxonomy } from '@/taxonomy/seeds/import/import-taxonomy';
import { importUpload } from '@/taxonomy/seeds/import/import-upload';
import { openSource } from '@/taxonomy/seeds/import/open-source';
import type { SourceFile } from '@/taxonomy/seeds/import/source';
import { installStarter } from '@/taxonomy/seeds/install-starter';
import { getLeaf } from '@/taxonomy/seeds/leaf';
import { saveLeaf } from '@/taxonomy/seeds/save-leaf';
import { crumbsOf, ensureTaxonomy, getTheTaxonomy, leavesUnder } from '@/taxonomy/tree/nodes';

const mixed = 'tests/fixtures/taxonomies/mixed';

async function importFrom(db: Database, source: string, options: { isDryRun?: boolean } = {}) {
  const { id: taxonomyId } = await ensureTaxonomy(db);
  const { files, close } = await openSource(source);
  const request = { taxonomyId, files, shownName: path.basename(source), isDryRun: options.isDryRun ?? false };
  const result = await importTaxonomy(db, curator, request).finally(close);
  ImportReport.parse(result.report);
  return result;
}

const files = (contents: Record<string, string>): SourceFile[] =>
  Object.entries(contents).map(([name, text]) => ({
    path: name,
    sizeBytes: Buffer.byteLength(text),
    read: () => Promise.resolve(Buffer.from(text)),
  }));

async function importFiles(db: Database, contents: Record<string, string>) {
  const { id: taxonomyId } = await ensureTaxonomy(db);
  const source = { taxonomyId, files: files(contents), shownName: 'test', isDryRun: false };
  return (await importTaxonomy(db, curator, source)).report;
}

const skill = (task: string) =>
  `version: 3\ncreated_by: ada\ntask_description: ${task}\nseed_examples:\n${[1, 2, 3, 4, 5].map((n) => `  - question: Question ${n}?\n    answer: Answer ${n}.\n`).join('')}`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'seedleaf-import-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function zipFile(name: string, zip: Buffer): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, zip);
  return file;
}

describe('an import of good and bad files', () => {
  test('says first what it would do, and writes nothing then', async ({ db }) => {
    const { report } = await importFrom(db, mixed, { isDryRun: true });
    expect(report).toMatchObject({ written: false, added: 3, invalid: 2 });
    expect(await db.leaf.count()).toBe(0);
    expect(await db.node.count()).toBe(3);
  });

  test('brings the good ones in and names line and column of what is wrong with the others', async ({ db }) => {
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

  test('keeps the files byte for byte, and the text of values that YAML reads otherwise', async ({ db }) => {
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

describe('the places of an import', () => {
  test('may lie under a folder of their own, and join folders that are there whatever their case', async ({ db }) => {
    await importFiles(db, { 'taxonomy-main/compositional_skills/Area/one/qna.yaml': skill('One.') });
    const report = await importFiles(db, { 'compositional_skills/area/two/qna.yaml': skill('Two.') });
    expect((await crumbsOf(db, report.leaves[0]?.nodeId ?? '')).map((crumb) => crumb.name)).toEqual([
      'Compositional skills',
      'Area',
      'two',
    ]);
  });

  test('cannot be taken by two files that differ in case only', async ({ db }) => {
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

  test('made by two imports at once are made once', async ({ db }) => {
    const content = { 'knowledge/at/once/qna.yaml': skill('Once.').replace('task_description', 'domain') };
    const both = await Promise.all([importFiles(db, content), importFiles(db, content)]);
    expect(both.map((report) => report.added).sort((a, b) => a - b)).toEqual([0, 1]);
    expect(await db.node.count({ where: { name: { in: ['at', 'once'] } } })).toBe(2);
  });
});

describe('a file of 2 MB', () => {
  test('is never read; its size and the limit are named, and the rest comes in', async ({ db }) => {
    const { id: taxonomyId } = await ensureTaxonomy(db);
    const huge: SourceFile = {
      path: 'compositional_skills/huge/qna.yaml',
      sizeBytes: 2 * 1024 * 1024,
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
    expect(report.leaves[0]?.problems[0]?.message).toMatch(/2,048 KiB.*at most 256 KiB/);
  });
});

describe('a .zip', () => {
  const good = {
    'taxonomy-main/compositional_skills/zipped/qna.yaml': skill('Zipped.'),
    'taxonomy-main/README.md': '# hi',
  };

  test('comes in like a folder', async ({ db }) => {
    const { report } = await importFrom(db, await zipFile('good.zip', await makeZip(good)));
    expect(report).toMatchObject({ added: 1, leaves: [{ file: 'compositional_skills/zipped/qna.yaml' }] });
  });

  const evil = 'XX/XX/evil/qna.yaml';
  const withEvil = (name: string) => makeZip({ ...good, [evil]: 'a: 1' }).then((zip) => renameInZip(zip, evil, name));
  test.for([
    ['points outside', () => withEvil('../../evil/qna.yaml'), '../../evil/qna.yaml'],
    ['points outside the way of Windows', () => withEvil(String.raw`..\..\evil/qna.yaml`), 'evil/qna.yaml'],
    ['is an absolute path', () => withEvil('/X/XX/evil/qna.yaml'), '/X/XX/evil/qna.yaml'],
    ['has a NUL in its name', () => withEvil('XX/XX/evil\0qna.yaml'), 'evil'],
    ['is a link', () => makeZip({ 'knowledge/link/qna.yaml': '/etc/passwd' }, 0o120777), 'knowledge/link/qna.yaml'],
  ] as const)('is refused as a whole, by name, when an entry %s', async ([, make, name], { db }) => {
    const before = await db.node.count();
    await expect(importFrom(db, await zipFile('evil.zip', await make()))).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(name),
    });
    expect(await db.node.count()).toBe(before);
  });

  test('is refused when it unpacks to far more than it is', async ({ db }) => {
    const zeros = Buffer.alloc(30 * 1024 * 1024);
    const bomb = await makeZip({ 'knowledge/a/qna.yaml': zeros });
    await expect(importFrom(db, await zipFile('ratio.zip', bomb))).rejects.toMatchObject({
      message: expect.stringContaining('times its size'),
    });
    const four = await makeZip({ a: zeros, b: zeros, c: zeros, d: zeros });
    await expect(importFrom(db, await zipFile('total.zip', four))).rejects.toMatchObject({
      message: expect.stringContaining('100 MB'),
    });
  });

  test('is refused when it is none, or cut short', async ({ db }) => {
    const whole = await makeZip(good);
    for (const bytes of [Buffer.from('no zip'), Buffer.alloc(0), whole.subarray(0, whole.length - 40)]) {
      await expect(importFrom(db, await zipFile('none.zip', bytes))).rejects.toMatchObject({
        code: 'invalid',
        message: expect.stringContaining('none.zip'),
      });
    }
  });
});

describe('a folder', () => {
  test('is read without following links out of it', async ({ db }) => {
    const root = path.join(folder, 'linked');
    await mkdir(path.join(root, 'compositional_skills/real'), { recursive: true });
    await writeFile(path.join(root, 'compositional_skills/real/qna.yaml'), skill('Real.'));
    await symlink(path.resolve(mixed, 'compositional_skills'), path.join(root, 'compositional_skills/link'));
    expect((await importFrom(db, root)).report).toMatchObject({
      added: 1,
      leaves: [{ file: 'compositional_skills/real/qna.yaml' }],
    });
  });

  test('inside a branch may be chosen too', async ({ db }) => {
    const { report } = await importFrom(db, path.join(mixed, 'compositional_skills/good'));
    expect(report.leaves).toMatchObject([{ file: 'compositional_skills/good/qna.yaml' }]);
  });
});

describe('a large import', () => {
  test('of 1,000 leaves takes well under 10 seconds', async ({ db }) => {
    const contents = Object.fromEntries(
      Array.from({ length: 1_000 }, (_, i) => [
        `compositional_skills/large/${i % 40}/leaf ${i}/qna.yaml`,
        skill(`Number ${i}.`),
      ]),
    );
    const start = performance.now();
    expect(await importFiles(db, contents)).toMatchObject({ added: 1_000, invalid: 0 });
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(await importFiles(db, contents)).toMatchObject({ added: 0, unchanged: 1_000 });
  });

  test('that fails half way leaves nothing behind', async ({ db }) => {
    const before = await db.node.count();
    await db.$executeRaw`
      CREATE FUNCTION fail_on_last() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.content->>'taskDescription' = 'Number 399.' THEN RAISE EXCEPTION 'no more'; END IF;
        RETURN NEW;
      END $$`;
    await db.$executeRaw`CREATE TRIGGER fail BEFORE INSERT ON "LeafRevision" FOR EACH ROW EXECUTE FUNCTION fail_on_last()`;
    const contents = Object.fromEntries(
      Array.from({ length: 400 }, (_, i) => [`compositional_skills/half/${i}/qna.yaml`, skill(`Number ${i}.`)]),
    );
    await expect(importFiles(db, contents)).rejects.toThrow();
    await db.$executeRaw`DROP TRIGGER fail ON "LeafRevision"`;
    expect(await db.node.count()).toBe(before);
  });
});

describe('the sample taxonomy', () => {
  test('comes in once, with its document, and leaves alone what was edited since', async ({ db }) => {
    const { id: taxonomyId } = await ensureTaxonomy(db);
    const added: string[] = [];
    const install = () =>
      installStarter(db, curator, {
        taxonomyId,
        folder: 'taxonomy/starter',
        addDocument: async ({ name, bytes }) => added.push(`${name} ${bytes.byteLength > 5_000}`),
      });
    const report = await install();
    expect(report).toMatchObject({ written: true, added: 9, invalid: 0 });
    expect(report.leaves.flatMap((leaf) => leaf.problems)).toEqual([]);
    expect(added).toEqual(['tides.md true']);
    const skillLeaf = report.leaves.find((leaf) => leaf.kind === 'freeform')?.nodeId ?? '';
    await saveLeaf(db, curator, skillLeaf, { baseVersion: 1, content: makeFreeform() });
    expect(await install()).toMatchObject({ added: 0, changed: 0, unchanged: 9 });
    expect(await getLeaf(db, skillLeaf)).toMatchObject({ version: 2 });
  });
});

const shared = '../shared/data';
describe.skipIf(!existsSync(shared))('real taxonomies (need ../shared)', () => {
  test('that of April 2025 brings all 16 leaves of the 3 branches', async ({ db }) => {
    const { report } = await importFrom(db, `${shared}/taxonomy-2025-04`);
    expect(report).toMatchObject({ added: 16, invalid: 0 });
    expect(new Set(report.leaves.map((leaf) => leaf.file.split('/')[0])).size).toBe(3);
    const { root } = await makeBranch(db, 'foundational_skills');
    const { id } = await getTheTaxonomy(db);
    expect((await leavesUnder(db, id, [root.id])).filter((leaf) => leaf.path.startsWith(root.path))).toHaveLength(14);
  });

  test('that of August 2024 brings all 147, with what is wrong with each', async ({ db }) => {
    const { report } = await importFrom(db, `${shared}/taxonomy-2024-08`);
    const { added, changed, unchanged, invalid } = report;
    expect([added + changed + unchanged, invalid]).toEqual([147, 0]);
    expect(report.leaves.every((leaf) => leaf.seedCount > 0)).toBe(true);
    expect((await importFrom(db, `${shared}/taxonomy-2024-08`)).report).toMatchObject({ unchanged: 147 });
  });
});

test('an upload leaves nothing of itself on the disk', async ({ db }) => {
  const { id: taxonomyId } = await ensureTaxonomy(db);
  const workDir = path.join(folder, 'work');
  const send = async (add: (form: FormData) => void) => {
    const form = new FormData();
    add(form);
    const { body, headers } = new Response(form);
    return importUpload(db, curator, {
      taxonomyId,
      isDryRun: true,
      body,
      contentType: headers.get('content-type') ?? '',
      workDir,
    });
  };
  const zip = await makeZip({ 'compositional_skills/up/qna.yaml': skill('Up.') });
  expect((await send((form) => form.append('files', new Blob([new Uint8Array(zip)]), 'up.zip'))).report).toMatchObject({
    added: 1,
  });
  const folderUpload = await send((form) => {
    form.append('files', new Blob([skill('Up.')]), 'mine/compositional_skills/up/qna.yaml');
    form.append('files', new Blob(['x'.repeat(100)]), 'mine/compositional_skills/up/photo.jpg');
    form.append('files', new Blob(['Title of work: Up\n']), 'mine/compositional_skills/up/attribution.txt');
  });
  expect(folderUpload.report).toMatchObject({ added: 1 });
  await expect(send((form) => form.append('files', new Blob(['a: 1']), '../../up/qna.yaml'))).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('../../up/qna.yaml'),
  });
  const half = Buffer.from(`--b\r\ncontent-disposition: form-data; name="f"; filename="a/qna.yaml"\r\n\r\nversion`);
  const broken = { taxonomyId, isDryRun: true, workDir, contentType: 'multipart/form-data; boundary=b' };
  await expect(importUpload(db, curator, { ...broken, body: Readable.from([half]) })).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('broke off'),
  });
  await expect(send(() => undefined)).rejects.toMatchObject({ code: 'invalid' });
  expect(await readdir(workDir)).toEqual([]);
});
