import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { DomainError } from '../errors';

const DAY_MS = 86_400_000;
/** Folders created by Seedleaf are only readable by its owner. */
const FOLDER_MODE = 0o700;

/** Whether the content of a folder may be replaced. */
type MayReplace = (folder: string, names: string[]) => Promise<boolean>;

/**
 * Creates a folder atomically: it is filled under a temporary name beside the target, flushed to disk and then renamed.
 * A later call removes what an interrupted one left behind.
 *
 * An empty folder at the target is used; one that `mayReplace` accepts is replaced.
 *
 * @param options.isAlone No other process writes here, so all leftovers can be removed; otherwise only those older than
 * a day.
 * @throws DomainError `conflict` when the target has other content, `unavailable` when the disk is full or not
 * writable.
 */
export async function writeWholeFolder<T>(
  target: string,
  options: { isAlone: boolean; mayReplace: MayReplace },
  fill: (folder: string) => Promise<T>,
): Promise<T> {
  const parent = path.dirname(target);
  const partial = path.join(parent, `.${path.basename(target)}.partial-${randomUUID()}`);
  try {
    await mkdir(parent, { recursive: true, mode: FOLDER_MODE });
    await sweep(target, options.isAlone);
    await refuseForeign(target, options.mayReplace);
    await mkdir(partial, { mode: FOLDER_MODE });
  } catch (error) {
    throw inWords(error, target);
  }
  try {
    const result = await fill(partial);
    await syncFolders(partial);
    await moveInto(partial, target, options.mayReplace);
    await syncFolder(parent);
    return result;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw inWords(error, target);
  }
}

/** The names in a folder; null when there is none. */
async function namesIn(folder: string): Promise<string[] | null> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

async function refuseForeign(target: string, mayReplace: MayReplace): Promise<void> {
  const names = await namesIn(target);
  if (names === null || names.length === 0 || (await mayReplace(target, names))) return;
  throw new DomainError(
    'conflict',
    `${target} has other files (such as ${names[0]}), which are not overwritten. Choose an empty or new folder.`,
  );
}

/**
 * A folder can only be renamed onto an empty one, so an earlier export is moved aside first, and back if this fails.
 */
async function moveInto(partial: string, target: string, mayReplace: MayReplace): Promise<void> {
  await refuseForeign(target, mayReplace);
  const before = (await namesIn(target)) ?? [];
  if (before.length === 0) return rename(partial, target);
  const aside = `${partial}-before`;
  await rename(target, aside);
  try {
    await rename(partial, target);
  } catch (error) {
    await rename(aside, target);
    throw error;
  }
  await rm(aside, { recursive: true, force: true });
}

async function sweep(target: string, isAlone: boolean): Promise<void> {
  const parent = path.dirname(target);
  const mark = `.${path.basename(target)}.partial-`;
  for (const name of (await readdir(parent)).filter((each) => each.startsWith(mark))) {
    const leftover = path.join(parent, name);
    const isOld = isAlone || Date.now() - (await stat(leftover)).mtimeMs > DAY_MS;
    if (isOld) await rm(leftover, { recursive: true, force: true });
  }
}

/** A folder and those in it, which `fill` has made. */
async function syncFolders(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await syncFolders(path.join(folder, entry.name));
  }
  await syncFolder(folder);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

const remedies: Record<string, string> = {
  ENOSPC: 'the disk is full. Free some space, or choose another disk',
  EDQUOT: 'the disk quota is used up. Free some space, or choose another disk',
  EFBIG: 'a file would exceed the size limit. Choose another disk, or raise the limit',
  EROFS: 'the disk is read-only. Choose another place',
  EACCES: 'it may not be written to. Change its permissions, or choose another place',
  EPERM: 'it may not be written to. Change its permissions, or choose another place',
  ENOTDIR: 'part of it is a file, not a folder. Choose another place',
  EEXIST: 'part of it is a file, not a folder. Choose another place',
  EBUSY: 'it is the root of a disk. Choose a folder on it',
};

function inWords(error: unknown, target: string): unknown {
  const remedy = remedies[codeOf(error) ?? ''];
  if (!remedy) return error;
  return new DomainError('unavailable', `Nothing was written to ${target}: ${remedy}, and export again.`, {
    cause: error,
  });
}
