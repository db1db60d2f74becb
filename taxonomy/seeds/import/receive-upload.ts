import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import { DomainError } from '../../errors';
import { parseOrRefuse } from '../../parse';
import { SkippedPaths } from '../contract';
import { readZip } from './read-zip';
import { isWanted, MAX_ENTRIES, MAX_TOTAL_BYTES, nameProblem, type SourceFile } from './source';

export type Upload = {
  files: SourceFile[];
  /** Paths of leaves that are not imported. */
  skip: string[];
  shownName: string;
  remove: () => Promise<void>;
};
type Stored = { name: string; at: string };

/** Ten thousand long paths. */
const MAX_SKIP_BYTES = 8 * 1024 * 1024;

/**
 * Takes a browser's upload: one .zip, or the files of a folder, each named by its path in it, and in the field `skip`
 * the leaves to leave out. Bytes are streamed to a new folder below `workDir` under generated names. Files that no leaf
 * needs are not stored.
 *
 * @param upload.body A multipart/form-data body. The caller calls `remove` when done.
 */
export async function receiveUpload(upload: {
  body: AsyncIterable<Uint8Array> | null;
  contentType: string;
  workDir: string;
}): Promise<Upload> {
  await mkdir(upload.workDir, { recursive: true });
  await sweep(upload.workDir);
  const folder = await mkdtemp(path.join(upload.workDir, PREFIX));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const { stored, skip } = await store(upload, folder);
    const [first] = stored;
    const isZip = stored.length === 1 && first?.name.toLowerCase().endsWith('.zip');
    if (!isZip || !first)
      return { files: await Promise.all(stored.map(fileOf)), skip, shownName: topOf(stored), remove };
    const zip = await readZip(first.at, first.name);
    const close = async () => {
      zip.close();
      await remove();
    };
    return { files: zip.files, skip, shownName: first.name, remove: close };
  } catch (error) {
    await remove();
    throw error;
  }
}

const PREFIX = 'import-';
const STALE_MS = 24 * 60 * 60 * 1000;

/** Removes what a process left behind when it was killed during an upload. */
async function sweep(workDir: string): Promise<void> {
  for (const name of await readdir(workDir)) {
    const folder = path.join(workDir, name);
    const found = name.startsWith(PREFIX) ? await stat(folder).catch(() => null) : null;
    if (found && Date.now() - found.mtimeMs > STALE_MS) await rm(folder, { recursive: true, force: true });
  }
}

const topOf = (stored: Stored[]) => stored[0]?.name.split('/')[0] ?? 'the upload';

async function fileOf({ name, at }: Stored): Promise<SourceFile> {
  return { path: name, sizeBytes: (await stat(at)).size, read: () => readFile(at) };
}

const tooMuch = (what: string) =>
  new DomainError(
    'invalid',
    `The upload has more than ${what}. Choose the folder of the taxonomy, or upload less at once.`,
  );

async function store(
  { body, contentType }: { body: AsyncIterable<Uint8Array> | null; contentType: string },
  folder: string,
): Promise<{ stored: Stored[]; skip: string[] }> {
  if (!body || !/^multipart\/form-data\s*;.*boundary=/i.test(contentType)) {
    throw new DomainError('invalid', 'There are no files in this request. Choose a folder or a .zip.');
  }
  const form = busboy({
    headers: { 'content-type': contentType },
    // Browsers send the path inside the chosen folder as the file's name.
    preservePath: true,
    defParamCharset: 'utf8',
    limits: { files: MAX_ENTRIES, fileSize: MAX_TOTAL_BYTES, fields: 1, fieldSize: MAX_SKIP_BYTES },
  });
  const stored: Stored[] = [];
  const writing: Promise<void>[] = [];
  let problem: DomainError | null = null;
  let skipped = '[]';
  form.on('file', (_, stream, { filename = '' }) => {
    const wrong = nameProblem(filename);
    if (wrong)
      problem ??= new DomainError(
        'invalid',
        `The file “${filename.replaceAll('\0', '␀').slice(0, 200)}” ${wrong}. Nothing was imported.`,
      );
    const isNeeded = isWanted(`/${filename}`) || filename.toLowerCase().endsWith('.zip');
    if (wrong || !isNeeded) return void stream.resume();
    const at = path.join(folder, String(stored.length));
    stored.push({ name: filename, at });
    // A full disk ends the whole upload; the form's error says why.
    writing.push(pipeline(stream, createWriteStream(at)).catch((error: Error) => void form.destroy(error)));
  });
  form.on('field', (name, value, { valueTruncated }) => {
    if (valueTruncated) problem ??= tooMuch('8 MB of deselected paths');
    else if (name === 'skip') skipped = value;
  });
  form.on('filesLimit', () => (problem ??= tooMuch(`${MAX_ENTRIES.toLocaleString('en')} files`)));
  const broken = await pipeline(Readable.from(body), atMost(MAX_TOTAL_BYTES), form).then(
    () => null,
    (cause: unknown) => cause,
  );
  await Promise.all(writing);
  if (broken !== null) throw whyBroken(broken);
  if (problem) throw problem;
  return { stored, skip: parseOrRefuse(SkippedPaths, skipped) };
}

function whyBroken(cause: unknown): Error {
  if (cause instanceof DomainError) return cause;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOSPC')
    return new DomainError('unavailable', 'The disk is full. Free some space, then upload again.', { cause });
  return new DomainError('invalid', 'The upload was interrupted or is malformed. Upload again.', { cause });
}

function atMost(bytes: number): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      size += chunk.byteLength;
      if (size > bytes) done(tooMuch('100 MB'));
      else done(null, chunk);
    },
  });
}
