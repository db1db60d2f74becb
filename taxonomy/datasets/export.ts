import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../accounts/audit';
import type { Actor } from '../accounts/contract';
import { DomainError } from '../errors';
import { countGroup, enqueue } from '../jobs/queue';
import type { Export, ExportedFile, FormatOptions } from './contract';
import { formatList, formats, isFormat, type FormatName } from './formats';
import { findExport, holdExport, queueExport } from './repository-exports';
import { loadVersion } from './versions';

export const EXPORT_JOB = 'export-version';

/** The folder of a version's export on the server. */
export const exportFolder = (home: string, { versionId, exportId }: { versionId: string; exportId: string }): string =>
  path.join(home, 'exports', versionId, exportId);

/** @throws DomainError `invalid` with the names of the known formats. */
export function knownFormat(name: string): FormatName {
  if (isFormat(name)) return name;
  const known = formatList.map((format) => format.name).join(', ');
  throw new DomainError('invalid', `There is no format “${name.slice(0, 50)}”. Formats: ${known}.`);
}

/**
 * Queues an export of a version to files on the server. A finished or running export is not started again, unless it
 * failed or its files are missing.
 *
 * @throws DomainError `conflict` when the version is not published.
 */
export async function requestExport(
  db: Database,
  actor: Actor,
  {
    versionId,
    format,
    options = {},
    home,
  }: { versionId: string; format: string; options?: FormatOptions; home: string },
): Promise<Export> {
  const name = knownFormat(format);
  const chosen = { format: name, options: formats[name].options(options) };
  const version = await loadVersion(db, versionId);
  if (version.state !== 'published') {
    throw new DomainError('conflict', 'This version is not published yet. Wait for it, then export.');
  }
  return db.$transaction(async (tx) => {
    const now = await holdExport(tx, versionId, chosen);
    const folder = exportFolder(home, { versionId, exportId: now.id });
    if (now.state === 'done' && (await areThere(folder, now.files))) return now;
    if ((now.state === 'queued' || now.state === 'writing') && (await hasJob(tx, now.id))) return now;
    const queued = await queueExport(tx, now.id);
    await enqueue(tx, [{ kind: EXPORT_JOB, groupId: now.id, payload: { exportId: now.id } }]);
    await recordAudit(tx, {
      actorId: actor.id,
      action: 'datasets.export',
      subjectType: 'version',
      subjectId: versionId,
      detail: chosen,
    });
    return queued;
  });
}

const hasJob = async (tx: Db, exportId: string): Promise<boolean> => (await countGroup(tx, exportId)) > 0;

async function areThere(folder: string, files: ExportedFile[]): Promise<boolean> {
  for (const { name, bytes } of files) {
    const size = await stat(path.join(folder, name)).then(
      (file) => file.size,
      () => null,
    );
    if (size !== bytes) return false;
  }
  return files.length > 0;
}

/**
 * Finds a file of a finished export, to be read whole or from one byte up to another (both included). The name is looked
 * up in the list of written files and never used as a path.
 *
 * @throws DomainError `not_found` when there is no such file, or it is no longer on the disk.
 */
export async function findExportedFile(
  db: Db,
  { name, ...which }: FinishedExport & { name: string },
): Promise<{ file: ExportedFile; open: (part?: { start: number; end: number }) => Readable }> {
  const { folder, files } = await findFiles(db, which);
  const file = files.find((each) => each.name === name);
  if (!file) throw new DomainError('not_found', 'There is no such file. Export the version again.');
  if (!(await areThere(folder, [file]))) throw removed(file.name);
  return { file, open: (part) => createReadStream(path.join(folder, file.name), part) };
}

/**
 * All files of an export as one zip, built while it is sent. The same export gives the same bytes each time.
 *
 * @param options.under The folder of the export's files in the zip, such as `data/`.
 * @param options.more Further files, such as those that train on the export.
 * @returns The zip's name, made from the dataset, the version and the format.
 * @throws DomainError `not_found` when there is no such export, or its files were removed.
 */
export async function openExportZip(
  db: Db,
  which: FinishedExport,
  { under = '', more = [] }: { under?: string; more?: readonly { name: string; text: string }[] } = {},
): Promise<{ name: string; stream: Readable }> {
  const { folder, files, format } = await findFiles(db, which);
  if (!(await areThere(folder, files))) throw removed('A file');
  const { datasetName, number } = await loadVersion(db, which.versionId);
  const zip = new ZipFile();
  const stream = new PassThrough();
  zip.on('error', (error: Error) => stream.destroy(error));
  // One file is open at a time; it must be closed when a download is interrupted.
  let reading: Readable | undefined;
  stream.once('close', () => reading?.destroy());
  for (const file of files) {
    zip.addReadStreamLazy(under + file.name, { mtime: new Date(0), mode: 0o100644 }, (give) => {
      reading = createReadStream(path.join(folder, file.name)).on('error', (error) => stream.destroy(error));
      give(null, reading);
    });
  }
  for (const { name, text } of more) {
    const mode = name.endsWith('.sh') ? 0o100755 : 0o100644;
    zip.addBuffer(Buffer.from(text), name, { mtime: new Date(0), mode });
  }
  zip.end();
  return { name: `${datasetName}-${number}-${format}.zip`, stream: Readable.from(zip.outputStream).pipe(stream) };
}

type FinishedExport = { versionId: string; exportId: string; home: string };

async function findFiles(db: Db, { versionId, exportId, home }: FinishedExport) {
  const done = await findExport(db, exportId);
  if (done?.versionId !== versionId || done.state !== 'done') {
    throw new DomainError('not_found', 'There is no such export. Export the version again.');
  }
  return { folder: exportFolder(home, { versionId, exportId }), files: done.files, format: done.format };
}

const removed = (name: string) =>
  new DomainError('not_found', `${name} was removed from the server. Export the version again.`);
