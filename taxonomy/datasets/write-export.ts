import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Database, Db } from '@/prisma/client';
import { DomainError } from '../errors';
import { contentLines } from './content-hash';
import type { ExportedFile, FormatOptions } from './contract';
import type { Manifest } from './contract-manifest';
import { readmeOf } from './data-card';
import { formats, type FormatName } from './formats';
import type { ExportPart } from './formats/format';
import { openVersion } from './read-rows';
import type { StoredVersion } from './repository';
import { selectLeafCounts } from './repository-leaves';
import { writeWholeFolder } from './whole-folder';

const MANIFEST = 'manifest.json';
const ROW_HASHES = 'row-hashes.txt';
/** Access is controlled by the folder; on the server only Seedleaf can read it. */
const FILE_MODE = 0o600;
/** The most UTF-8 bytes for one UTF-16 unit of a string. */
const MAX_BYTES_PER_CHARACTER = 3;
const BUFFER_BYTES = 512 * 1024;

export type ExportProgress = { signal: AbortSignal; onRows: (rows: number) => Promise<void> | void };

type Target = {
  format: FormatName;
  options?: FormatOptions;
  folder: string;
  /** No other process writes here. */
  isAlone: boolean;
};

/**
 * Writes a published version to a folder, which appears only when complete. Rows are streamed in parts of a few
 * hundred, so memory does not grow with them. The same version always gives the same bytes.
 *
 * An earlier export in the folder is replaced; a folder with other files is refused.
 *
 * @throws DomainError `conflict` when the version is not published or the folder has other files; `unavailable` when
 * the disk is full.
 */
export async function writeExport(
  db: Database,
  version: StoredVersion,
  { format: name, options: asked = {}, folder, isAlone }: Target,
  progress: ExportProgress,
): Promise<ExportedFile[]> {
  const { manifest, card } = version;
  if (!manifest || card === null || version.state !== 'published') {
    throw new DomainError(
      'conflict',
      `${version.datasetName}@${version.number} is not published yet. Wait for it, then export.`,
    );
  }
  const format = formats[name];
  const options = format.options(asked);
  return writeWholeFolder(folder, { isAlone, mayReplace: isExport }, async (partial) => {
    const source = await openVersion(db, version, manifest);
    const parts = format.parts(source, options);
    let done = 0;
    const onRows = (rows: number) => progress.onRows((done += rows));
    const writeAll = async (some: ExportPart[], signal: AbortSignal) => {
      const files: ExportedFile[] = [];
      for (const part of some) files.push(await writePart(partial, part, { signal, onRows }));
      return files;
    };
    const write = (...some: ExportPart[]) => writeAll(some, progress.signal);
    const [rowFiles, hashFiles] = await together(progress.signal, [
      (signal) => writeAll(parts, signal),
      (signal) => writeAll([rowHashes(db, version.id, manifest)], signal),
    ]);
    const readme = await write(whole('README.md', readmeOf(card, { about: format.about, parts })));
    const files = [...rowFiles, ...hashFiles, ...readme];
    const leaves = await selectLeafCounts(db, version.id);
    const about = { ...manifest, leaves, format: name, options, files };
    return [...files, ...(await write(whole(MANIFEST, `${JSON.stringify(about, null, 2)}\n`)))];
  });
}

/**
 * Runs both at the same time, so that one file's rows are read while the other's are written. When one fails, the other
 * is stopped and awaited before the error is thrown.
 */
async function together<T>(outer: AbortSignal, [one, other]: [Act<T>, Act<T>]): Promise<[T, T]> {
  const stop = new AbortController();
  const signal = AbortSignal.any([outer, stop.signal]);
  const begin = (act: Act<T>) =>
    act(signal).catch((error: unknown) => {
      stop.abort(error);
      throw error;
    });
  const both = [begin(one), begin(other)] as const;
  await Promise.allSettled(both);
  return Promise.all(both);
}

type Act<T> = (signal: AbortSignal) => Promise<T>;

const EarlierManifest = z.object({ files: z.array(z.object({ name: z.string() })) });

/** Whether a folder contains an earlier export and no files that its manifest does not list. */
async function isExport(folder: string, names: string[]): Promise<boolean> {
  if (!names.includes(MANIFEST)) return false;
  try {
    const manifest = EarlierManifest.parse(JSON.parse(await readFile(path.join(folder, MANIFEST), 'utf8')));
    const ours = new Set([MANIFEST, ...manifest.files.map((file) => file.name)]);
    return names.every((name) => ours.has(name));
  } catch {
    return false;
  }
}

/** Writes one file, flushes it to disk, and returns its size and hash. */
async function writePart(folder: string, part: ExportPart, { signal, onRows }: ExportProgress): Promise<ExportedFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  // One buffer for all texts: a new one for each would pile up until the next garbage collection.
  let buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  let used = 0;
  let written = 0;
  const file = await open(path.join(folder, part.name), 'wx', FILE_MODE);
  const flush = async () => {
    const chunk = buffer.subarray(0, used);
    hash.update(chunk);
    await file.writeFile(chunk);
    bytes += used;
    used = 0;
  };
  try {
    for await (const { texts, rows } of part.text()) {
      signal.throwIfAborted();
      for (const text of texts) {
        const most = text.length * MAX_BYTES_PER_CHARACTER;
        if (used + most > buffer.byteLength) {
          await flush();
          if (most > buffer.byteLength) buffer = Buffer.allocUnsafe(most);
        }
        used += buffer.write(text, used);
      }
      written += rows;
      if (rows > 0) await onRows(rows);
    }
    if (part.rows !== null && written !== part.rows) {
      throw new Error(`${part.name} has ${written} rows, and its version ${part.rows}.`);
    }
    await flush();
    await file.sync();
  } finally {
    await file.close();
  }
  return { name: part.name, bytes, sha256: hash.digest('hex'), rows: part.rows };
}

/** The input of the content hash: the SHA-256 of this file is the manifest's `contentHash`. */
const rowHashes = (db: Db, versionId: string, { recipe }: Manifest): ExportPart => ({
  name: ROW_HASHES,
  rows: null,
  async *text() {
    for await (const text of contentLines(db, { versionId, recipe })) yield { texts: [text], rows: 0 };
  },
});

const whole = (name: string, text: string): ExportPart => ({
  name,
  rows: null,
  async *text() {
    yield { texts: [text], rows: 0 };
  },
});
