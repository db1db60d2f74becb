import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Database } from '@/prisma/client';
import { DomainError } from '../errors';
import type { ExportedFile, Manifest } from './contract';
import { dataCard } from './data-card';
import { formats, type FormatName } from './formats';
import type { ExportPart, VersionSource } from './formats/format';
import { selectMembers, selectRowKeys, type StoredVersion } from './repository';
import { phases, type Phase } from './vocabulary';
import { writeWholeFolder } from './whole-folder';

const ROWS_AT_ONCE = 500;
const KEYS_AT_ONCE = 5_000;

export type ExportProgress = { signal: AbortSignal; onRows: (rows: number) => Promise<void> | void };

/**
 * Writes a published version to a folder, which is there only when whole. Rows pass through a few hundred at a time, so
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
  { format, folder, isAlone }: { format: FormatName; folder: string; isAlone: boolean },
  progress: ExportProgress,
): Promise<ExportedFile[]> {
  const { manifest } = version;
  if (!manifest || version.state !== 'published') {
    throw new DomainError(
      'conflict',
      `${version.datasetName}@${version.number} is not published yet. Wait for it, then export.`,
    );
  }
  const source = sourceOf(db, version.id, manifest);
  const parts = [...formats[format].parts(source), cardOf(manifest)];
  const ours = new Set([...parts.map(({ name }) => name), MANIFEST]);
  const mayReplace = (names: string[]) => names.includes(MANIFEST) && names.every((name) => ours.has(name));
  return writeWholeFolder(folder, { isAlone, mayReplace }, async (partial) => {
    const files: ExportedFile[] = [];
    let done = 0;
    const onRows = (rows: number) => progress.onRows((done += rows));
    for (const part of parts) files.push(await writePart(partial, part, { ...progress, onRows }));
    const last = await writePart(partial, manifestOf(source, format, files), { ...progress, onRows: () => undefined });
    return [...files, last];
  });
}

const MANIFEST = 'manifest.json';

function sourceOf(db: Database, versionId: string, manifest: Manifest): VersionSource {
  return {
    manifest,
    rows: (phase) => pages(phase, ROWS_AT_ONCE, (page) => selectMembers(db, { versionId, ...page })),
    keys: (phase) => pages(phase, KEYS_AT_ONCE, (page) => selectRowKeys(db, { versionId, ...page })),
  };
}

async function* pages<T extends { ordinal: number }>(
  phase: Phase,
  limit: number,
  read: (page: { phase: Phase; after: number; limit: number }) => Promise<T[]>,
): AsyncGenerator<T[]> {
  for (let after = -1; ;) {
    const rows = await read({ phase, after, limit });
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1)?.ordinal ?? after;
    if (rows.length < limit) return;
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
      await onRows(rows);
    }
  }
  const file = createWriteStream(path.join(folder, part.name), { flags: 'wx', mode: 0o644, flush: true });
  await pipeline(Readable.from(chunks()), file, { signal });
  return { name: part.name, bytes, sha256: hash.digest('hex'), rows: part.rows };
}

const cardOf = (manifest: Manifest): ExportPart => ({
  name: 'README.md',
  rows: null,
  async *text() {
    yield { text: dataCard(manifest), rows: 0 };
  },
});

/** The version's manifest with this export's files, and then every row's id and hash, streamed: it may be long. */
const manifestOf = ({ manifest, keys }: VersionSource, format: FormatName, files: ExportedFile[]): ExportPart => ({
  name: MANIFEST,
  rows: null,
  async *text() {
    const head = JSON.stringify({ ...manifest, format, files }, null, 2);
    yield { text: `${head.slice(0, -2)},\n  "samples": [`, rows: 0 };
    let gap = '\n';
    for (const phase of phases) {
      for await (const rows of keys(phase)) {
        const lines = rows.map(({ sampleId, contentHash, replayOf }) =>
          JSON.stringify({ phase, id: sampleId, contentHash, replayOf }),
        );
        yield { text: `${gap}    ${lines.join(',\n    ')}`, rows: 0 };
        gap = ',\n';
      }
    }
    yield { text: '\n  ]\n}\n', rows: 0 };
  },
});
