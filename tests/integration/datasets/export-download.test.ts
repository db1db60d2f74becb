import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import type { Database } from '@/prisma/client';
import { fileDownload } from '@/app/api/file-download';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { exportFolder, findExportedFile, openExportZip, requestExport } from '@/taxonomy/datasets/export';
import { exportJob } from '@/taxonomy/datasets/job';
import type { ExportedFile } from '@/taxonomy/datasets/contract';
import { test } from '../../support/database';
import { makeApproved, makeVersion, work } from '../../support/datasets-factories';
import { temporaryFolder } from '../../support/documents-factories';
import { until } from '../../support/generation-factories';

const actor = commandLine;

let place: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  place = temporaryFolder();
});
afterEach(() => place.remove());

const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');

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

    const { file, open } = await findExportedFile(db, {
      versionId,
      exportId,
      name: 'skills.jsonl',
      home: place.folder,
    });
    expect(sha256(await text(open()))).toBe(file.sha256);
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
    [
      'file by file',
      async (db: Database, which: Which) => ({
        stream: (await findExportedFile(db, { ...which, name: 'skills.jsonl' })).open(),
      }),
    ],
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
      const reader = fileDownload({
        request: new Request('http://x'),
        file: { name: 'some' },
        stream,
      }).body?.getReader();
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
      const opened = findExportedFile(db, { versionId, exportId, name, home: place.folder });
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
      findExportedFile(db, { versionId, exportId: id, name: 'skills.jsonl', home: place.folder }),
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
