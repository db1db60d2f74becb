import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, vi } from 'vitest';
import { v7 as uuid } from 'uuid';
import { parse } from 'yaml';
import { fromBufferPromise } from 'yauzl';
import type { Database } from '@/prisma/client';
import { fileDownload } from '@/app/api/file-download';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { exportFolder, openExportedFile, openExportZip, requestExport } from '@/taxonomy/datasets/export';
import { exportJob } from '@/taxonomy/datasets/job';
import { getVersion, loadVersion } from '@/taxonomy/datasets/versions';
import { writeExport } from '@/taxonomy/datasets/write-export';
import type { ExportedFile, LeafCount, Manifest } from '@/taxonomy/datasets/contract';
import { test } from '../../support/database';
import { makeApproved, makeVersion, work } from '../../support/datasets-factories';
import { temporaryFolder } from '../../support/documents-factories';
import { makeSample } from '../../support/factories';
import { until } from '../../support/generation-factories';

const actor = commandLine;
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
  const start = lines.indexOf(phase) + 1;
  const end = lines.findIndex((line, i) => i >= start && !line.includes(' '));
  return lines.slice(start, end < 0 ? undefined : end).map((line) => {
    const [id, hash, replayOf] = line.split(' ');
    return { id, hash, replayOf };
  });
};

type Which = { versionId: string; exportId: string; home: string };

/** The files in a folder that this process has open. */
const openFilesBelow = (folder: string): string[] =>
  readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const file = readlinkSync(`/proc/self/fd/${fd}`);
      return file.startsWith(folder) ? [file] : [];
    } catch {
      return []; // closed since it was listed
    }
  });

describe('an export', () => {
  test('has one file per phase, a manifest and a card that agree with each other', async ({ db }) => {
    const { taxonomyId, knowledge } = await makeApproved(db, { short: 4, long: 3, skills: 5 });
    const version = await makeVersion(db, taxonomyId, { replayFraction: 0.5, systemPrompt: 'You know birds.' });
    const files = await write(db, version.id);
    expect(readdirSync(out).toSorted()).toEqual([
      'README.md',
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
    expect(manifest.leaves).toMatchObject([
      { leafId: knowledge.id, rows: 7, byPhase: { knowledge_short: 4, knowledge_long: 3 } },
      { rows: 5 },
    ]);
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
      configs: [{ config_name: 'skills', data_files: 'skills.jsonl' }],
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

describe('a failing export', () => {
  const program = ['--import', 'tsx', 'tests/support/export-once.ts'];

  test('leaves nothing under the final name when its files are too large for the disk', async ({ db, databaseUrl }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 400 });
    const { id } = await makeVersion(db, taxonomyId);
    // A limit on file sizes acts like a small disk, and needs no special rights.
    const script = 'ulimit -f 100; exec "$0" "$@"';
    const { status, stderr } = spawnSync('sh', ['-c', script, process.execPath, ...program, databaseUrl, id, out], {
      encoding: 'utf8',
    });
    expect(stderr).toMatch(/Nothing was written to .*exceed the size limit/);
    expect(status).toBe(1);
    expect(readdirSync(place.folder)).toEqual([]);
  }, 60_000);

  const canMount = (() => {
    const probe = temporaryFolder();
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', probe.folder]).status === 0;
    if (mounted) execFileSync('umount', [probe.folder]);
    probe.remove();
    return mounted;
  })();

  test.skipIf(!canMount)('on a full disk says so and leaves nothing (needs the right to mount one)', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 400 });
    const { id } = await makeVersion(db, taxonomyId);
    const disk = path.join(place.folder, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', disk]);
    try {
      await expect(write(db, id, path.join(disk, 'out'))).rejects.toThrow(/the disk is full/);
      expect(readdirSync(disk)).toEqual([]);
      const { id: exportId } = await requestExport(db, actor, { versionId: id, format: 'messages', home: disk });
      await work(db, exportJob({ home: disk }), exportId);
      const { exports } = await getVersion(db, id);
      expect(exports).toMatchObject([{ state: 'failed', files: [], error: expect.stringMatching(/the disk is full/) }]);
      expect(readdirSync(path.dirname(exportFolder(disk, { versionId: id, exportId })))).toEqual([]);
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  test('that is killed leaves nothing under the final name, and the next one cleans up', async ({
    db,
    databaseUrl,
  }) => {
    const { taxonomyId, skill, runId } = await makeApproved(db, {});
    await db.$executeRaw`
      INSERT INTO "Sample" (id, "taxonomyId", "leafId", "runId", "itemId", "itemOrdinal", status, kind, question,
                            answer, "dedupeHash", "answerTokens", "isPractice", provenance,
                            pipeline, "revisionId")
      SELECT gen_random_uuid(), ${taxonomyId}::uuid, ${skill.id}, ${runId}::uuid, gen_random_uuid(), i,
             'approved', 'freeform', 'Question ' || i, repeat('Answer. ', 500), i::text, 900, true, '{}', 'freeform', ${skill.revisionId}::uuid
        FROM generate_series(1, 12000) i`;
    const { id } = await makeVersion(db, taxonomyId);
    const child = spawn(process.execPath, [...program, databaseUrl, id, out]);
    await vi.waitFor(() => expect(readdirSync(place.folder).some((name) => name.includes('.partial-'))).toBe(true), {
      timeout: 20_000,
      interval: 1,
    });
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(out)).toBe(false);
    const version = await loadVersion(db, id);
    const target = { format: 'messages', folder: out, isAlone: true } as const;
    await writeExport(db, version, target, { signal, onRows: () => undefined });
    expect(readdirSync(place.folder)).toEqual(['out']);
    expect(linesOf('skills.jsonl')).toHaveLength(12_000);
  }, 60_000);
});

describe('an export on the server', () => {
  test('is written once, however often it is requested, and can be downloaded', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 2 });
    const { id: versionId } = await makeVersion(db, taxonomyId);
    const ask = () => requestExport(db, actor, { versionId, format: 'messages', home: place.folder });
    const asked = await Promise.all([ask(), ask(), ask()]);
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    const exportId = asked[0]?.id ?? '';
    expect(await db.job.count({ where: { groupId: exportId } })).toBe(1);
    await work(db, exportJob({ home: place.folder }), exportId);
    expect(await ask()).toMatchObject({ id: exportId, state: 'done', rowsDone: 2 });
    expect(await db.job.count({ where: { groupId: exportId } })).toBe(0);

    const { file, stream } = await openExportedFile(db, {
      versionId,
      exportId,
      name: 'skills.jsonl',
      home: place.folder,
    });
    expect(sha256(await text(stream))).toBe(file.sha256);
  });

  test('is available as one zip with every file, the same bytes each time', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 2 });
    const { id: versionId } = await makeVersion(db, taxonomyId);
    const { id: exportId } = await requestExport(db, actor, { versionId, format: 'messages', home: place.folder });
    const which = { versionId, exportId, home: place.folder };
    await expect(openExportZip(db, which)).rejects.toMatchObject({ code: 'not_found' });
    await work(db, exportJob({ home: place.folder }), exportId);
    const zips = [await openExportZip(db, which), await openExportZip(db, which)];
    expect(zips[0]?.name).toMatch(/-1-messages\.zip$/);
    const [once, twice] = await Promise.all(zips.map(({ stream }) => buffer(stream)));
    expect(once?.equals(twice ?? Buffer.of())).toBe(true);
    const { files } = await db.export.findUniqueOrThrow({ where: { id: exportId } });
    const hashes: Record<string, string> = {};
    const zip = await fromBufferPromise(once ?? Buffer.of());
    for await (const entry of zip.eachEntry()) {
      hashes[entry.fileName] = sha256(await text(await zip.openReadStreamPromise(entry)));
    }
    expect(hashes).toEqual(Object.fromEntries((files as ExportedFile[]).map(({ name, sha256: hash }) => [name, hash])));
  });

  test.skipIf(!existsSync('/proc/self/fd')).for([
    ['as one zip', (db: Database, which: Which) => openExportZip(db, which)],
    ['file by file', (db: Database, which: Which) => openExportedFile(db, { ...which, name: 'skills.jsonl' })],
  ] as const)('that is broken off in mid-stream, %s, leaves no file open', async ([, open], { db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 1 });
    const { id: versionId } = await makeVersion(db, taxonomyId);
    const { id: exportId } = await requestExport(db, actor, { versionId, format: 'messages', home: place.folder });
    await work(db, exportJob({ home: place.folder }), exportId);
    // More than all buffers on the way hold, and nothing that can be packed.
    const bytes = 32 * 1024 * 1024;
    const { files } = await db.export.findUniqueOrThrow({ where: { id: exportId } });
    writeFileSync(path.join(exportFolder(place.folder, { versionId, exportId }), 'skills.jsonl'), randomBytes(bytes));
    const grown = (files as ExportedFile[]).map((file) => (file.name === 'skills.jsonl' ? { ...file, bytes } : file));
    await db.export.update({ where: { id: exportId }, data: { files: grown } });

    for (let i = 0; i < 3; i += 1) {
      const { stream } = await open(db, { versionId, exportId, home: place.folder });
      const reader = fileDownload({ file: { name: 'some' }, stream }).body?.getReader();
      expect((await reader?.read())?.done).toBe(false);
      await until(() => openFilesBelow(place.folder).length === 1);
      await reader?.cancel();
      await until(() => openFilesBelow(place.folder).length === 0, 10_000);
    }
  });

  test.for(['../manifest.json', '/etc/passwd', 'nothing.jsonl', ''])(
    'does not return a file for the name %j',
    async (name, { db }) => {
      const { taxonomyId } = await makeApproved(db, { skills: 1 });
      const { id: versionId } = await makeVersion(db, taxonomyId);
      const { id: exportId } = await requestExport(db, actor, { versionId, format: 'messages', home: place.folder });
      await work(db, exportJob({ home: place.folder }), exportId);
      const opened = openExportedFile(db, { versionId, exportId, name, home: place.folder });
      await expect(opened).rejects.toMatchObject({ code: 'not_found' });
    },
  );

  test('is written again when its files are missing', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 1 });
    const { id: versionId } = await makeVersion(db, taxonomyId);
    const ask = () => requestExport(db, actor, { versionId, format: 'messages', home: place.folder });
    const { id } = await ask();
    await work(db, exportJob({ home: place.folder }), id);
    rmSync(path.join(place.folder, 'exports'), { recursive: true });
    await expect(
      openExportedFile(db, { versionId, exportId: id, name: 'skills.jsonl', home: place.folder }),
    ).rejects.toThrow(/removed from the server/);
    expect(await ask()).toMatchObject({ id, state: 'queued' });
  });

  test('in an unknown format is refused, and the error lists the known ones', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 1 });
    const { id: versionId } = await makeVersion(db, taxonomyId);
    const ask = requestExport(db, actor, { versionId, format: 'constructor', home: place.folder });
    await expect(ask).rejects.toThrow(/Formats: messages/);
  });
});
