import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { Database, Db } from '@/prisma/client';
import { DomainError } from '../errors';
import { contentLines } from './content-hash';
import type { ExportedFile, FormatOptions, Manifest } from './contract';
import { readmeOf } from './data-card';
import { formats, type FormatName } from './formats';
import type { ExportPart } from './formats/format';
import { openVersion } from './read-rows';
import type { StoredVersion } from './repository';
import { selectLeafCounts } from './repository-leaves';
import { writeWholeFolder } from './whole-folder';

const MANIFEST = 'manifest.json';
const ROW_HASHES = 'row-hashes.txt';
/** Anybody who may read the folder may read its files; on the server that is Seedleaf alone. */
const FILE_MODE = 0o600;

export type ExportProgress = { signal: AbortSignal; onRows: (rows: number) => Promise<void> | void };

type Target = {
  format: FormatName;
  options?: FormatOptions;
  folder: string;
  /** Nobody else writes to this place. */
  isAlone: boolean;
};

/**
 * Writes a published version to a folder, which is there only when whole. Rows pass through a thousand at a time, so
 * memory does not grow with them; the same version gives the same bytes every time.
 *
 * An earlier export of ours in the folder is replaced; any other file there is a reason to refuse.
 *
 * @throws DomainError `conflict` when the version is not published or the folder holds other files; `unavailable` when
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
    const source = await openVersion(db, version.id, manifest);
    const parts = format.parts(source, options);
    const files: ExportedFile[] = [];
    let done = 0;
    const onRows = (rows: number) => progress.onRows((done += rows));
    const write = async (part: ExportPart) => {
      files.push(await writePart(partial, part, { ...progress, onRows }));
    };
    for (const part of parts) await write(part);
    await write(rowHashes(db, version.id, manifest));
    await write(whole('README.md', readmeOf(card, { about: format.about, parts })));
    const leaves = await selectLeafCounts(db, version.id);
    await write(whole(MANIFEST, `${JSON.stringify({ ...manifest, leaves, format: name, options, files }, null, 2)}\n`));
    return files;
  });
}

const EarlierManifest = z.object({ files: z.array(z.object({ name: z.string() })) });

/** Whether a folder holds an earlier export of ours and nothing else: no file that its manifest does not name. */
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

/** Writes one file through to the disk, and knows its size and hash from what passed. */
async function writePart(folder: string, part: ExportPart, { signal, onRows }: ExportProgress): Promise<ExportedFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* chunks() {
    for await (const { text, rows } of part.text()) {
      const chunk = Buffer.from(text, 'utf8');
      hash.update(chunk);
      bytes += chunk.byteLength;
      yield chunk;
      if (rows > 0) await onRows(rows);
    }
  }
  const file = createWriteStream(path.join(folder, part.name), { flags: 'wx', mode: FILE_MODE, flush: true });
  await pipeline(Readable.from(chunks()), file, { signal });
  return { name: part.name, bytes, sha256: hash.digest('hex'), rows: part.rows };
}

/** What the content hash is taken of: the file's own SHA-256 is the manifest's `contentHash`. */
const rowHashes = (db: Db, versionId: string, { recipe: { systemPrompt } }: Manifest): ExportPart => ({
  name: ROW_HASHES,
  rows: null,
  async *text() {
    for await (const text of contentLines(db, { versionId, systemPrompt })) yield { text, rows: 0 };
  },
});

const whole = (name: string, text: string): ExportPart => ({
  name,
  rows: null,
  async *text() {
    yield { text, rows: 0 };
  },
});
