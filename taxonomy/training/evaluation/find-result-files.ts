import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { DomainError } from '../../errors';
import { evaluationLimits } from '../vocabulary';

/** Files that hold results by their names. Samples, model answers and questions are beside them. */
const isResultName = (name: string) =>
  /^results(_.*)?\.json$/i.test(name) || /_single\.jsonl$/i.test(name) || /(mmlu|mt_bench)_branch.*\.json$/i.test(name);

/** Deeper folders are not looked into. */
const MAX_DEPTH = 8;

/**
 * Finds the files of results: the file itself, whatever its name, or those in a folder and the folders in it, in the
 * order of their names.
 *
 * @throws DomainError `not_found` when nothing is there; `invalid` for more files than may be read at once.
 */
export async function findResultFiles(place: string): Promise<string[]> {
  const found = await stat(place).catch(() => null);
  if (found?.isFile()) return [place];
  if (!found?.isDirectory()) throw new DomainError('not_found', `There is no file or folder ${place}.`);
  const files: string[] = [];
  const look = async (folder: string, depth: number): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const full = path.join(folder, entry.name);
      if (entry.isDirectory() && depth < MAX_DEPTH && !entry.name.startsWith('.')) await look(full, depth + 1);
      if (!entry.isFile() || !isResultName(entry.name)) continue;
      files.push(full);
      if (files.length > evaluationLimits.files) throw tooMany(place);
    }
  };
  await look(place, 0);
  if (files.length > 0) return files;
  throw new DomainError(
    'not_found',
    `There are no results in ${place}. They are files named results_*.json (lm-evaluation-harness), *_single.jsonl (MT-Bench), *mmlu_branch*.json or *mt_bench_branch*.json. Name a file of another name by itself.`,
  );
}

/**
 * Reads a file of results, at most 10 MiB of it.
 *
 * @throws DomainError `invalid` when it is larger.
 */
export async function readResultFile(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    if (size > evaluationLimits.fileBytes) throw tooLarge(file, size);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

const MIB = 1024 * 1024;

export const tooLarge = (name: string, bytes: number) =>
  new DomainError(
    'invalid',
    `${name} has ${(bytes / MIB).toFixed(1)} MiB; at most ${evaluationLimits.fileBytes / MIB} MiB of a file are read. Results without the samples (--log_samples writes those to files of their own) are much smaller.`,
  );

const tooMany = (place: string) =>
  new DomainError(
    'invalid',
    `${place} has more than ${evaluationLimits.files.toLocaleString('en')} files of results. Import its folders one by one.`,
  );
