import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { v7 as uuid } from 'uuid';
import { parse } from 'yaml';
import type { Database } from '@/prisma/client';
import { loadVersion } from '@/taxonomy/datasets/versions';
import { writeExport } from '@/taxonomy/datasets/write-export';
import type { ExportedFile } from '@/taxonomy/datasets/contract';
import type { LeafCount } from '@/taxonomy/datasets/contract-counts';
import type { Manifest } from '@/taxonomy/datasets/contract-manifest';
import { test } from '../../support/database';
import { makeApproved, makeVersion, replaying } from '../../support/datasets-factories';
import { temporaryFolder } from '../../support/documents-factories';
import { makeSample } from '../../support/factories';

const signal = new AbortController().signal;

let place: ReturnType<typeof temporaryFolder>;
let out: string;
beforeEach(() => {
  place = temporaryFolder();
  out = path.join(place.folder, 'out');
});
afterEach(() => place.remove());

const write = async (db: Database, versionId: string, folder = out) =>
  writeExport(
    db,
    await loadVersion(db, versionId),
    { format: 'messages', folder, isAlone: false },
    { signal, onRows: () => undefined },
  );

const read = (name: string, folder = out) => readFileSync(path.join(folder, name), 'utf8');
const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');
const linesOf = (name: string) =>
  read(name)
    .split('\n')
    .filter((line) => line !== '')
    .map(
      (line) =>
        JSON.parse(line) as {
          messages: { role: string; content: string }[];
          metadata: string;
          id: string;
          unmask: boolean;
        },
    );
type Written = Manifest & { files: ExportedFile[]; leaves: LeafCount[] };

/** The rows that row-hashes.txt lists for a phase. */
const hashesOf = (phase: string) => {
  const lines = read('row-hashes.txt').trimEnd().split('\n').slice(1);
  const start = lines.indexOf(`${phase} train`) + 1;
  const end = lines.indexOf(`${phase} validation`);
  return lines.slice(start, end).map((line) => {
    const [id, hash, replayOf] = line.split(' ');
    return { id, hash, replayOf };
  });
};

describe('an export', () => {
  test('has one file per phase, a manifest and a card that agree with each other', async ({ db }) => {
    const { taxonomyId, knowledge } = await makeApproved(db, { short: 4, long: 3, skills: 5 });
    const version = await makeVersion(db, taxonomyId, { ...replaying(0.5), systemPrompt: 'You know birds.' });
    const files = await write(db, version.id);
    expect(readdirSync(out).toSorted()).toEqual([
      'README.md',
      'croissant.json',
      'knowledge_long.jsonl',
      'knowledge_short.jsonl',
      'manifest.json',
      'row-hashes.txt',
      'skills.jsonl',
    ]);
    for (const file of files) {
      expect(sha256(read(file.name))).toBe(file.sha256);
      expect(Buffer.byteLength(read(file.name))).toBe(file.bytes);
    }
    const manifest = JSON.parse(read('manifest.json')) as Written;
    expect(manifest.files).toEqual(files.filter(({ name }) => name !== 'manifest.json'));
    expect(manifest).toMatchObject({ ...version.manifest, format: 'messages' });
    expect(manifest.leaves).toMatchObject([{ leafId: knowledge.id, rows: 7, byPhase: [4, 3, 0] }, { rows: 5 }]);
    expect(sha256(read('row-hashes.txt'))).toBe(manifest.contentHash);
    for (const phase of ['knowledge_short', 'knowledge_long', 'skills']) {
      const lines = linesOf(`${phase}.jsonl`);
      expect(lines.map(({ id }) => id)).toEqual(hashesOf(phase).map(({ id }) => id));
      for (const { messages, metadata, unmask } of lines) {
        expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant']);
        expect(messages[0]?.content).toBe(version.recipe.systemPrompt);
        expect(JSON.parse(metadata)).toMatchObject({ practice: 'practice, not a model' });
        expect(typeof unmask).toBe('boolean');
      }
    }
    expect(hashesOf('knowledge_long').filter(({ replayOf }) => replayOf !== '-')).toHaveLength(2);
    expect(hashesOf('skills').filter(({ replayOf }) => replayOf !== '-')).toHaveLength(2 + 1);
  });

  test('has a card that Hugging Face can read, with the sections that people wrote and the missing ones', async ({
    db,
  }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 2 });
    const about = { intendedUse: 'For *practice*.', limits: '', licence: 'CC0', contact: '' };
    const version = await makeVersion(db, taxonomyId, { about }, 'odd. name');
    await write(db, version.id);
    const [, head = '', ...rest] = read('README.md').split(/^---$/m);
    expect(parse(head)).toMatchObject({
      pretty_name: 'odd. name',
      task_categories: ['text-generation'],
      license: 'other',
      license_name: 'cc0',
      configs: [{ config_name: 'skills', default: true, data_files: [{ split: 'train', path: 'skills.jsonl' }] }],
      dataset_info: [{ config_name: 'skills' }],
    });
    expect(rest.join('---')).toMatch(/> \*\*practice, not a model\.\*\* 2 of 2 rows/);
    expect(rest.join('---')).toContain('## Intended use\n\nFor *practice*.\n\n## Licence\n\nCC0\n\n');
    expect(rest.join('---')).toContain('*Not provided: limits and risks, contact.*');
  });

  test('of the same version has the same bytes every time', async ({ db }) => {
    const { taxonomyId, skill } = await makeApproved(db, { short: 3, long: 3, skills: 1_100 });
    const { id } = await makeVersion(db, taxonomyId);
    const first = await write(db, id);
    await db.sample.updateMany({ where: { leafId: skill.id }, data: { answer: 'Changed.', version: 1 } });
    const other = path.join(place.folder, 'other');
    expect(await write(db, id, other)).toEqual(first);
    for (const { name } of first) expect(read(name, other)).toBe(read(name));
    expect(await write(db, id)).toEqual(first);
  }, 60_000);

  test('replaces an earlier export, but no other folder', async ({ db }) => {
    const { taxonomyId, skill } = await makeApproved(db, { skills: 1 });
    const one = await makeVersion(db, taxonomyId);
    await write(db, one.id);
    await makeSample(db, { leaf: skill, status: 'approved', question: 'Another?' });
    const two = await makeVersion(db, taxonomyId);
    await write(db, two.id);
    expect(linesOf('skills.jsonl')).toHaveLength(2);
    writeFileSync(path.join(out, 'notes.txt'), 'mine');
    await expect(write(db, one.id)).rejects.toThrow(/has other files/);
    expect(read('notes.txt')).toBe('mine');
    expect(readdirSync(place.folder)).toEqual(['out']);
  });

  test('is written to an empty folder; otherwise the error names a file that is in the way', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 1 });
    const { id } = await makeVersion(db, taxonomyId);
    mkdirSync(out);
    await write(db, id);
    writeFileSync(path.join(place.folder, 'file'), 'x');
    await expect(write(db, id, path.join(place.folder, 'file', 'out'))).rejects.toThrow(/is a file, not a folder/);
  });

  test('can be read only by its owner', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 1 });
    const { id } = await makeVersion(db, taxonomyId);
    const files = await write(db, id);
    const modeOf = (place: string) => statSync(place).mode & 0o777;
    expect(modeOf(out)).toBe(0o700);
    for (const { name } of files) expect([name, modeOf(path.join(out, name))]).toEqual([name, 0o600]);
  });

  test('exists once for each version, format and options', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 1 });
    const { id: versionId } = await makeVersion(db, taxonomyId);
    const make = (options: object) =>
      db.export.create({ data: { id: uuid(), versionId, format: 'messages', options } });
    await make({ lines: 1, order: 'a' });
    await make({ lines: 2, order: 'a' });
    await expect(make({ order: 'a', lines: 1 })).rejects.toThrow(/Unique constraint/);
    expect(await db.export.count({ where: { versionId } })).toBe(2);
  });

  test('of an unpublished version is refused', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 1 });
    const { id } = await makeVersion(db, taxonomyId);
    const version = { ...(await loadVersion(db, id)), state: 'publishing' as const };
    const target = { format: 'messages', folder: out, isAlone: false } as const;
    await expect(writeExport(db, version, target, { signal, onRows: () => undefined })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(existsSync(out)).toBe(false);
  });

  test('that is interrupted leaves nothing', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 3 });
    const version = await makeVersion(db, taxonomyId);
    const stop = new AbortController();
    const target = { format: 'messages', folder: out, isAlone: false } as const;
    const broken = writeExport(db, version, target, {
      signal: stop.signal,
      onRows: () => stop.abort(new Error('stop')),
    });
    await expect(broken).rejects.toThrow();
    expect(readdirSync(place.folder)).toEqual([]);
  });
});
