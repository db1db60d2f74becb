import { open, opendir, stat } from 'node:fs/promises';
import path from 'node:path';
import { DomainError } from '../../errors';
import { branches } from '../../tree/vocabulary';
import { isWanted, MAX_ENTRIES, type SourceFile } from './source';

/** The files of a taxonomy in a folder on this machine. */
export async function readFolder(folder: string): Promise<SourceFile[]> {
  const root = path.resolve(folder);
  const names = await listFolder(root, (file) => isWanted(`/${file}`));
  const prefix = prefixOf(root, names);
  return Promise.all(
    names.map(async (name) => {
      const full = path.join(root, name);
      const { size } = await stat(full);
      return { path: prefix + name, sizeBytes: size, read: () => readAtMost(full, size) };
    }),
  );
}

/**
 * Lists the wanted files below a folder, sorted, with `/` as separator. Links are not followed, so that nothing outside
 * is read. Hidden folders such as .git are skipped.
 */
export async function listFolder(folder: string, wanted: (file: string) => boolean): Promise<string[]> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new DomainError('not_found', `There is no folder ${folder}. Check the path.`);
  const files: string[] = [];
  let entries = 0;
  const walk = async (below: string) => {
    for await (const entry of await opendir(path.join(folder, below))) {
      entries += 1;
      if (entries > MAX_ENTRIES) {
        const most = MAX_ENTRIES.toLocaleString('en');
        throw new DomainError(
          'invalid',
          `${folder} has more than ${most} files and folders. Choose the folder of the taxonomy.`,
        );
      }
      const file = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory() && !entry.name.startsWith('.')) await walk(file);
      if (entry.isFile() && wanted(file)) files.push(file);
    }
  };
  await walk('');
  return files.sort();
}

/** Reads at most as many bytes as the file had when it was listed. */
export async function readAtMost(file: string, size: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size), 0, size, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The chosen folder may be inside a branch: then its path from the branch down is the prefix. */
function prefixOf(root: string, files: string[]): string {
  const names: readonly string[] = branches;
  if (files.some((file) => file.split('/').some((step) => names.includes(step)))) return '';
  const steps = root.split(path.sep);
  const branch = steps.findLastIndex((step) => names.includes(step));
  return branch === -1 ? '' : `${steps.slice(branch).join('/')}/`;
}
