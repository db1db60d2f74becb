import { stat } from 'node:fs/promises';
import path from 'node:path';
import { DomainError } from '../../errors';
import { readFolder } from './read-folder';
import { readZip, type OpenZip } from './read-zip';

/** `folder` is null for an archive. */
export type OpenSource = OpenZip & { folder: string | null };

/** Opens a folder or .zip on this machine. The caller closes it when done. */
export async function openSource(source: string): Promise<OpenSource> {
  const found = await stat(source).catch(() => null);
  if (found?.isFile() && source.toLowerCase().endsWith('.zip')) {
    return { ...(await readZip(source, path.basename(source))), folder: null };
  }
  if (found?.isFile())
    throw new DomainError('invalid', `${source} is neither a folder nor a .zip. Give the folder of a taxonomy.`);
  return { files: await readFolder(source), folder: source, close: () => undefined };
}
