import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { DomainError } from '../../errors';
import { isWanted, MAX_ENTRIES, MAX_TOTAL_BYTES, nameProblem, type SourceFile } from './source';
import { zipNames } from './zip-names';

// Text compresses 3 to 10 times; a zip bomb a thousand times and more.
const MAX_RATIO = 200;
/** Below this size any ratio is harmless. */
const SMALL_BYTES = 256 * 1024;

export type OpenZip = { files: SourceFile[]; close: () => void };

/**
 * Opens a .zip and checks its list of entries. Nothing is unpacked to disk, and only the files of leaves are read. The
 * whole archive is refused when an entry is a link or points outside; the error names that entry.
 *
 * @throws DomainError `invalid` when it is not a zip or is over a limit.
 */
export async function readZip(file: string, shownName: string): Promise<OpenZip> {
  const zip = await openPromise(file, { lazyEntries: true, autoClose: false, decodeStrings: false }).catch(
    (cause: unknown) => {
      throw notReadable(shownName, cause);
    },
  );
  try {
    return { files: await listFiles(zip, shownName), close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error instanceof DomainError ? error : notReadable(shownName, error);
  }
}

function notReadable(shownName: string, cause: unknown): DomainError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new DomainError(
    'invalid',
    `“${shownName}” cannot be read as a .zip archive (${reason}). Pack the folder again.`,
    { cause },
  );
}

async function listFiles(zip: ZipFile, shownName: string): Promise<SourceFile[]> {
  const refuse = (why: string) =>
    new DomainError('invalid', `“${shownName}” was refused: ${why}. Nothing was imported; pack the folder again.`);
  if (zip.entryCount > MAX_ENTRIES)
    throw refuse(
      `it has ${zip.entryCount.toLocaleString('en')} entries, more than ${MAX_ENTRIES.toLocaleString('en')}`,
    );
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) entries.push(entry);
  const nameOf = zipNames(entries);
  if (!nameOf) {
    throw refuse('the encoding of its file names is unknown. Pack it with a program that writes names in UTF-8');
  }
  const files: SourceFile[] = [];
  let total = 0;
  let packed = 0;
  for (const entry of entries) {
    const name = nameOf(entry);
    const problem = entryProblem(entry, name);
    if (problem) throw refuse(`the entry “${name.replaceAll('\0', '␀').slice(0, 200)}” ${problem}`);
    total += entry.uncompressedSize;
    packed += entry.compressedSize;
    if (total > MAX_TOTAL_BYTES) throw refuse('it unpacks to more than 100 MB');
    if (!name.endsWith('/') && isWanted(`/${name}`))
      files.push({ path: name, sizeBytes: entry.uncompressedSize, read: () => readEntry(zip, entry) });
  }
  if (total > SMALL_BYTES && total > packed * MAX_RATIO)
    throw refuse(`it unpacks to ${Math.round(total / packed)} times its size`);
  return files;
}

const FILE_TYPE = 0o170000;
const LINK = 0o120000;

function entryProblem(entry: Entry, name: string): string | null {
  // The Unix mode is the upper half of the attributes.
  if (((entry.externalFileAttributes >>> 16) & FILE_TYPE) === LINK) return 'is a link';
  if (entry.isEncrypted()) return 'is encrypted';
  return nameProblem(name);
}

/** yauzl stops when an entry is larger than it claims to be. */
async function readEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    if (chunk instanceof Buffer) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
