import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, vi } from 'vitest';
import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { exportFolder, requestExport } from '@/taxonomy/datasets/export';
import { exportJob } from '@/taxonomy/datasets/job';
import { getVersion, loadVersion } from '@/taxonomy/datasets/versions';
import { writeExport } from '@/taxonomy/datasets/write-export';
import { test } from '../../support/database';
import { makeApproved, makeVersion, work } from '../../support/datasets-factories';
import { temporaryFolder } from '../../support/documents-factories';

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
