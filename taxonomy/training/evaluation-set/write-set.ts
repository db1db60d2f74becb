import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Database } from '@/prisma/client';
import { hasOnly } from '../../datasets/has-only';
import { writePart } from '../../datasets/write-part';
import { writeWholeFolder } from '../../datasets/whole-folder';
import { toolVersion } from '../../tool-version';
import { planSet, type PlannedSet, type SetNumbers } from './plan-set';
import { plannedSet } from './planned-sets';
import { readmeOf } from './readme';
import { groupFiles, python, taskFiles, type SetFile } from './task-files';

const SUMS = 'SHA256SUMS';
const README = 'README.md';

/** The files of a set one by one, the checksums last. Only the questions are in memory, not all the texts. */
function* filesOf({ numbers, tasks }: PlannedSet): Generator<SetFile> {
  const sums: string[] = [];
  const summed = (file: SetFile): SetFile => {
    sums.push(`${createHash('sha256').update(file.text).digest('hex')}  ${file.name}\n`);
    return file;
  };
  yield summed({ name: README, text: readmeOf(numbers) });
  const { systemPrompt, ...counts } = numbers;
  const about = { kind: 'evaluation set', ...counts, tool: { name: 'seedleaf', version: toolVersion } };
  yield summed({ name: 'set.json', text: `${JSON.stringify(about, null, 2)}\n` });
  if (systemPrompt !== '') yield summed({ name: 'system-prompt.txt', text: systemPrompt });
  yield summed(python);
  for (const group of groupFiles(numbers, tasks)) yield summed(group);
  for (const task of tasks) for (const file of taskFiles(numbers, task)) yield summed(file);
  yield { name: SUMS, text: sums.toSorted((a, b) => (nameIn(a) < nameIn(b) ? -1 : 1)).join('') };
}

const nameIn = (sum: string): string => sum.slice(66);

/**
 * Writes the evaluation set of a version to a folder, which appears only when whole. An earlier set in it is replaced; a
 * folder with other files is refused.
 *
 * @throws DomainError as planSet does; `conflict` when the folder has other files; `unavailable` when it cannot be written.
 */
export async function writeEvaluationSet(
  db: Database,
  versionId: string,
  { folder, perLeaf, signal }: { folder: string; perLeaf?: number; signal: AbortSignal },
): Promise<SetNumbers> {
  const planned = await planSet(db, versionId, { perLeaf, signal });
  await writeWholeFolder(folder, { isAlone: false, mayReplace: isSet }, async (partial) => {
    for (const { name, text } of filesOf(planned)) {
      async function* content() {
        yield { chunks: [text], rows: 0 };
      }
      await writePart(partial, { name, rows: null, content }, { signal, onRows: () => undefined });
    }
  });
  return planned.numbers;
}

/** Whether a folder has an earlier set and nothing else. */
async function isSet(folder: string, names: string[]): Promise<boolean> {
  if (!names.includes(SUMS) || !names.includes('set.json')) return false;
  const sums = await readFile(path.join(folder, SUMS), 'utf8');
  return hasOnly(
    folder,
    '',
    new Set([
      SUMS,
      ...sums
        .trim()
        .split('\n')
        .map((line) => line.slice(66)),
    ]),
  );
}

/**
 * The evaluation set of a version as a zip, made while it is sent.
 *
 * @throws DomainError as planSet does, before anything is sent.
 */
export async function openEvaluationSetZip(
  db: Database,
  versionId: string,
): Promise<{ name: string; stream: Readable }> {
  const planned = await plannedSet(db, versionId);
  return { name: `${planned.numbers.set}.zip`, stream: zipOf(planned) };
}

/** The zip must know its names at once and gets its texts later, so the set is gone through twice. */
function zipOf(planned: PlannedSet): Readable {
  const zip = new ZipFile();
  const stream = new PassThrough();
  zip.on('error', (error: Error) => stream.destroy(error));
  const texts = filesOf(planned);
  for (const { name } of filesOf(planned)) {
    zip.addReadStreamLazy(`${planned.numbers.set}/${name}`, { mtime: new Date(0), mode: 0o100644 }, (give) => {
      const next = texts.next();
      give(null, Readable.from([next.done ? '' : next.value.text]));
    });
  }
  zip.end();
  return Readable.from(zip.outputStream).pipe(stream);
}
