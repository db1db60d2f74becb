import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { parse } from 'yaml';
import { fromBufferPromise } from 'yauzl';
import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import type { ExportedFile, FormatOptions } from '@/taxonomy/datasets/contract';
import { findExportedFile, openExportZip, requestExport } from '@/taxonomy/datasets/export';
import { formats, type FormatName } from '@/taxonomy/datasets/formats';
import { exportJob } from '@/taxonomy/datasets/job';
import { previewExport } from '@/taxonomy/datasets/preview-export';
import { loadVersion } from '@/taxonomy/datasets/versions';
import { writeExport } from '@/taxonomy/datasets/write-export';
import { test } from '../../support/database';
import { makeApproved, makeVersion, work } from '../../support/datasets-factories';
import { temporaryFolder } from '../../support/documents-factories';
import { makeMixed } from '../../support/mixed-version';

const names = Object.keys(formats) as FormatName[];

let place: ReturnType<typeof temporaryFolder>;
let out: string;
beforeEach(() => {
  place = temporaryFolder();
  out = path.join(place.folder, 'out');
});
afterEach(() => place.remove());

const write = async (
  db: Database,
  versionId: string,
  format: FormatName,
  { folder = out, options = {} }: { folder?: string; options?: FormatOptions } = {},
) =>
  writeExport(
    db,
    await loadVersion(db, versionId),
    { format, options, folder, isAlone: false },
    { signal: new AbortController().signal, onRows: () => undefined },
  );

const bytesOf = (name: string, folder = out) => readFileSync(path.join(folder, name));
const read = (name: string) => bytesOf(name).toString('utf8');
const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(path.join(folder, name)).isFile(),
  );
const frontMatter = () => parse(read('README.md').split(/^---$/m)[1] ?? '') as Record<string, unknown>;

describe('every format', () => {
  test('gives the same bytes each time, with a hash of every file', { timeout: 120_000 }, async ({ db }) => {
    const version = await makeMixed(db);
    for (const name of names) {
      const folders = ['one', 'two'].map((each) => path.join(place.folder, `${name}-${each}`));
      const [once, twice] = [
        await write(db, version.id, name, { folder: folders[0] ?? '' }),
        await write(db, version.id, name, { folder: folders[1] ?? '' }),
      ];
      expect(twice, name).toEqual(once);
      expect(filesBelow(folders[0] ?? '').toSorted()).toEqual(once.map((file) => file.name).toSorted());
      for (const file of once) {
        const [bytes, other] = folders.map((folder) => bytesOf(file.name, folder));
        expect(other?.equals(bytes ?? Buffer.of()), `${name}: ${file.name}`).toBe(true);
        expect(
          createHash('sha256')
            .update(bytes ?? '')
            .digest('hex'),
        ).toBe(file.sha256);
        expect(bytes?.byteLength).toBe(file.bytes);
        expect(file.bytes, `${name}: ${file.name}`).toBeGreaterThan(0);
      }
      const rows = once.reduce((sum, file) => sum + (file.rows ?? 0), 0);
      if (name !== 'documents') expect(rows, name).toBe(version.rows);
    }
  });

  test(
    'has files that the Hub’s loader finds, and describes them for machines',
    { timeout: 120_000 },
    async ({ db }) => {
      const version = await makeMixed(db);
      for (const name of names) {
        out = path.join(place.folder, name);
        const files = await write(db, version.id, name);
        const { configs, dataset_info: info } = frontMatter() as {
          configs: { config_name: string; data_files: { split: string; path: string | string[] }[] }[];
          dataset_info: { config_name: string; features: { name: string }[] }[];
        };
        const listed = configs.flatMap(({ data_files: data }) => data.flatMap(({ path: some }) => some));
        const withRows = files.filter((file) => file.name !== 'row-hashes.txt' && file.rows !== null);
        expect(listed.toSorted(), name).toEqual(withRows.map((file) => file.name).toSorted());
        expect(info.map((each) => each.config_name)).toEqual(configs.map((each) => each.config_name));
        for (const { features } of info)
          expect(features.map((each) => each.name)).toEqual(Object.keys(formats[name].columns));
        const croissant = JSON.parse(read('croissant.json')) as {
          distribution: { name: string; sha256: string }[];
          recordSet: { field: { source: { fileObject: { '@id': string } } }[] }[];
        };
        const hashes = Object.fromEntries(files.map((file) => [file.name, file.sha256]));
        for (const object of croissant.distribution) expect(object.sha256).toBe(hashes[object.name]);
        const described = croissant.recordSet.map(({ field: [field] }) => field?.source.fileObject['@id'] ?? '');
        expect(described.toSorted()).toEqual(listed.toSorted());
      }
    },
  );

  test('shows its first rows as it writes them, by phase and split', { timeout: 120_000 }, async ({ db }) => {
    const version = await makeMixed(db);
    for (const name of names) {
      out = path.join(place.folder, name);
      await write(db, version.id, name);
      let shown = 0;
      for (const { key } of version.recipe.phases) {
        for (const split of ['train', 'validation', 'test'] as const) {
          const preview = await previewExport(db, version.id, { format: name, phase: key, split, limit: 100 });
          for (const { name: file, head, rows } of preview.files) {
            shown += rows.length;
            if (!preview.isBinary) expect((head ?? '') + rows.join('')).toBe(read(file));
            else {
              const whole = bytesOf(file);
              const bytes = whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.byteLength);
              expect(rows.map((row) => JSON.parse(row) as unknown)).toEqual(await parquetReadObjects({ file: bytes }));
            }
          }
        }
      }
      expect(shown, name).toBeGreaterThan(10);
    }
    const [phase = ''] = version.recipe.phases.map(({ key }) => key);
    const ask = { format: 'axolotl', phase, split: 'train', limit: 2 } as const;
    expect((await previewExport(db, version.id, ask)).files[0]?.rows).toHaveLength(2);
    await expect(previewExport(db, version.id, { ...ask, phase: 'none' })).rejects.toThrow(/no phase “none”/);
    await expect(previewExport(db, version.id, { ...ask, format: 'none' })).rejects.toThrow(/Formats: messages/);
  });
});

describe('documents', () => {
  test('are the passages of knowledge rows and the texts made of them, each once', async ({ db }) => {
    const version = await makeMixed(db);
    const files = await write(db, version.id, 'documents');
    const texts = files
      .filter(({ name }) => name.startsWith('documents'))
      .flatMap(({ name }) => read(name).trimEnd().split('\n'))
      .map((line) => (JSON.parse(line) as { document: string }).document);
    const passages = Array.from({ length: 8 }, (_, i) => `Passage ${i}: ${'bird '.repeat(i)}`);
    expect(texts.toSorted()).toEqual([...passages, 'A summary.'].toSorted());
  });

  test('of a version without knowledge are refused, and nothing is written', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 2 });
    const { id } = await makeVersion(db, taxonomyId);
    await expect(write(db, id, 'documents')).rejects.toThrow(/has no rows for Documents/);
    expect(existsSync(out)).toBe(false);
  });
});

describe('an export with folders', () => {
  test('replaces an earlier one, but nothing that is not of it', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 2 });
    const { id } = await makeVersion(db, taxonomyId);
    await write(db, id, 'parquet');
    expect(statSync(path.join(out, 'data', 'skills')).mode & 0o777).toBe(0o700);
    await write(db, id, 'messages');
    expect(existsSync(path.join(out, 'data'))).toBe(false);
    for (const make of [
      () => writeFileSync(path.join(out, 'data', 'skills', 'mine.txt'), 'mine'),
      () => mkdirSync(path.join(out, 'data', 'more')),
      () => symlinkSync('/', path.join(out, 'data', 'root')),
    ]) {
      out = path.join(place.folder, `out-${readdirSync(place.folder).length}`);
      await write(db, id, 'parquet');
      make();
      await expect(write(db, id, 'messages')).rejects.toThrow(/has other files/);
      expect(existsSync(path.join(out, 'data', 'skills'))).toBe(true);
    }
  });

  test('can be downloaded file by file and as a zip', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 2 });
    const { id: versionId } = await makeVersion(db, taxonomyId);
    const home = place.folder;
    const { id: exportId } = await requestExport(db, commandLine, { versionId, format: 'parquet', home });
    await work(db, exportJob({ home }), exportId);
    const stored = await db.export.findUniqueOrThrow({ where: { id: exportId } });
    const files = stored.files as ExportedFile[];
    const name = 'data/skills/train-00000-of-00001.parquet';
    const { open, file } = await findExportedFile(db, { versionId, exportId, name, home });
    expect((await buffer(open())).byteLength).toBe(file.bytes);
    for (const other of ['data/skills', 'data/../data/skills/train-00000-of-00001.parquet', 'data'])
      await expect(findExportedFile(db, { versionId, exportId, name: other, home })).rejects.toThrow(/no such file/);
    const zip = await fromBufferPromise(await buffer((await openExportZip(db, { versionId, exportId, home })).stream));
    const inZip: string[] = [];
    for await (const entry of zip.eachEntry()) inZip.push(entry.fileName);
    expect(inZip.toSorted()).toEqual(files.map((each) => each.name).toSorted());
  });
});

describe('options', () => {
  test('change the files, and the card says how to read them', async ({ db }) => {
    const version = await makeMixed(db);
    await write(db, version.id, 'csv', { options: { separator: 'tab' } });
    expect(frontMatter().configs).toMatchObject([{ sep: '\t', keep_default_na: false }, {}, {}]);
    expect(read('skills.csv')).toMatch(/^id\tleaf\tdataset/);
    expect(read('skills.csv')).toContain(`"'=HYPERLINK(""x"")"`);
    await expect(write(db, version.id, 'csv', { options: { separator: '|' } })).rejects.toMatchObject({
      code: 'invalid',
    });
  });
});
