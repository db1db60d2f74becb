import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Database } from '@/prisma/client';
import { DomainError } from '../errors';
import { contentLines } from './content-hash';
import type { ExportedFile, FormatOptions } from './contract';
import type { Manifest } from './contract-manifest';
import { croissantOf } from './croissant';
import { readmeOf } from './export-readme';
import { formats, type FormatName } from './formats';
import type { ExportPart, Format } from './formats/format';
import { hasOnly } from './has-only';
import { openVersion } from './read-rows';
import type { StoredVersion } from './repository';
import { streamHashLines } from './repository-hash';
import { selectLeafCounts } from './repository-leaves';
import { writeWholeFolder } from './whole-folder';
import { writePart } from './write-part';

const MANIFEST = 'manifest.json';
const ROW_HASHES = 'row-hashes.txt';
const README = 'README.md';
const CROISSANT = 'croissant.json';

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
    const first = makeSignal();
    const onRows = (rows: number) => {
      first.give();
      return progress.onRows((done += rows));
    };
    const writeAll = async <P extends ExportPart>(some: readonly P[], signal: AbortSignal) => {
      const written: { part: P; file: ExportedFile }[] = [];
      for (const part of some) {
        const file = await writePart(partial, part, { signal, onRows });
        if (file) written.push({ part, file });
      }
      return written;
    };
    const write = async (...some: ExportPart[]) => filesOf(await writeAll(some, progress.signal));
    const [withRows, hashes] = await together(progress.signal, [
      (signal) => writeAll(parts, signal).finally(first.give),
      // Not before the first rows: the database sorts them all before it sends one, and would do both half as fast.
      async (signal) => {
        await first.given;
        return writeAll([rowHashes(db, version.id, manifest)], signal);
      },
    ]);
    if (withRows.length === 0) throw nothingToWrite(version, format);
    const filled = withRows.map(({ part }) => part);
    const files = [
      ...filesOf(withRows),
      ...filesOf(hashes),
      ...(await write(...format.besides(filled))),
      ...(await write(whole(README, readmeOf(card, { format, options, parts: filled })))),
    ];
    files.push(...(await write(whole(CROISSANT, croissantOf(manifest, { format, written: withRows, files })))));
    const leaves = await selectLeafCounts(db, version.id);
    const about = { ...manifest, leaves, format: name, options, files };
    return [...files, ...(await write(whole(MANIFEST, `${JSON.stringify(about, null, 2)}\n`)))];
  });
}

const filesOf = (written: readonly { file: ExportedFile }[]): ExportedFile[] => written.map(({ file }) => file);

const nothingToWrite = ({ datasetName, number }: StoredVersion, { label }: Format) =>
  new DomainError('conflict', `${datasetName}@${number} has no rows for ${label}. Choose another format.`);

/**
 * Runs both at the same time, so that one file's rows are read while the other's are written. When one fails, the other
 * is stopped and awaited before the error is thrown.
 */
async function together<S, T>(outer: AbortSignal, [one, other]: [Act<S>, Act<T>]): Promise<[S, T]> {
  const stop = new AbortController();
  const signal = AbortSignal.any([outer, stop.signal]);
  const begin = <R>(act: Act<R>) =>
    act(signal).catch((error: unknown) => {
      stop.abort(error);
      throw error;
    });
  const both = [begin(one), begin(other)] as const;
  await Promise.allSettled(both);
  return Promise.all(both);
}

function makeSignal() {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { give, given };
}

type Act<T> = (signal: AbortSignal) => Promise<T>;

const EarlierManifest = z.object({ files: z.array(z.object({ name: z.string() })) });

/** Whether a folder contains an earlier export and nothing that its manifest does not list. */
async function isExport(folder: string, names: string[]): Promise<boolean> {
  if (!names.includes(MANIFEST)) return false;
  try {
    const manifest = EarlierManifest.parse(JSON.parse(await readFile(path.join(folder, MANIFEST), 'utf8')));
    return await hasOnly(folder, '', new Set([MANIFEST, ...manifest.files.map((file) => file.name)]));
  } catch {
    return false;
  }
}

/** The input of the content hash: the SHA-256 of this file is the manifest's `contentHash`. */
const rowHashes = (db: Database, versionId: string, { recipe }: Manifest): ExportPart => ({
  name: ROW_HASHES,
  rows: null,
  async *content() {
    for await (const text of contentLines(db, { versionId, recipe }, streamHashLines(db, versionId)))
      yield { chunks: [text], rows: 0 };
  },
});

const whole = (name: string, text: string): ExportPart => ({
  name,
  rows: null,
  async *content() {
    yield { chunks: [text], rows: 0 };
  },
});
