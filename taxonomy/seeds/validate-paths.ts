import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { DomainError } from '../errors';
import { branches } from '../tree/vocabulary';
import { listFolder, readAtMost } from './import/read-folder';
import { ATTRIBUTION, isNearlyQna, QNA } from './import/source';
import { MAX_ATTRIBUTION_BYTES, readLeaf } from './qna/read-leaf';
import { sizeFault } from './qna/read-yaml';
import type { QnaVerdict } from './qna/validate';

/**
 * Checks files and folders one after the other, without a database.
 *
 * @param corpusPaths A file of JSON lines `{file, path}`: the taxonomy path of files stored elsewhere; `file` is
 * relative to the folder of this list.
 */
export async function* validatePaths(paths: string[], corpusPaths?: string): AsyncGenerator<QnaVerdict> {
  const places = corpusPaths === undefined ? new Map<string, string>() : await readPlaces(corpusPaths);
  for (const given of paths) {
    const found = await stat(given).catch(() => null);
    if (!found) throw new DomainError('not_found', `There is no file or folder ${given}. Check the path.`);
    if (found.isFile()) yield await validateFile(given, places);
    if (!found.isDirectory()) continue;
    const files = await listFolder(given, (file) => isNearlyQna(file) || places.has(path.resolve(given, file)));
    if (files.length === 0)
      throw new DomainError('not_found', `There is no ${QNA} in ${given}. Give the folder of a taxonomy.`);
    for (const file of files) yield await validateFile(path.join(given, file), places);
  }
}

const Place = z.object({ file: z.string(), path: z.string() });

async function readPlaces(corpusPaths: string): Promise<Map<string, string>> {
  const lines = (await readFile(corpusPaths, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  const folder = path.dirname(path.resolve(corpusPaths));
  return new Map(
    lines.map((line, i) => {
      const place = Place.safeParse(parsed(line));
      if (!place.success)
        throw new DomainError('invalid', `Line ${i + 1} of ${corpusPaths} is not JSON with file and path.`);
      return [path.join(folder, place.data.file), place.data.path];
    }),
  );
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null; // not JSON; the caller reports the line
  }
}

async function validateFile(file: string, places: Map<string, string>): Promise<QnaVerdict> {
  const given = places.get(path.resolve(file));
  const place = given ?? placeOf(file);
  const blank: QnaVerdict = {
    file,
    path: place,
    status: 'unreadable',
    version: null,
    schema: null,
    errors: [],
    warnings: [],
  };
  const problem = { path: '.', keyword: 'syntax', line: 1, column: 1 };
  const { size } = await stat(file);
  const tooLarge = sizeFault(size);
  if (tooLarge) return { ...blank, errors: [{ path: '.', ...tooLarge }] };
  if (path.basename(place) !== QNA && path.basename(file).toLowerCase().startsWith('qna.')) {
    return {
      ...blank,
      status: 'invalid',
      errors: [{ ...problem, keyword: 'file-name', message: `A leaf’s file is called ${QNA}. Rename this one.` }],
    };
  }
  const attribution = await readBeside(file);
  return readLeaf({ file, path: place, qna: await readAtMost(file, size), attribution }).verdict;
}

/** The path of a file from its branch, or the path as given. */
function placeOf(file: string): string {
  const names: readonly string[] = branches;
  const steps = path.resolve(file).split(path.sep);
  const branch = steps.slice(0, -1).findLastIndex((step) => names.includes(step));
  return branch === -1 ? file : steps.slice(branch).join('/');
}

async function readBeside(file: string): Promise<Uint8Array | null> {
  const beside = path.join(path.dirname(file), ATTRIBUTION);
  const found = await stat(beside).catch(() => null);
  return found?.isFile() && found.size <= MAX_ATTRIBUTION_BYTES ? readAtMost(beside, found.size) : null;
}
