import { DomainError } from '../errors';
import { chunkDocument, type ChunkedDocument } from './chunk-document';
import { git, type GitOptions } from './git';
import type { FetchedCommit } from './fetch-commit';
import { pathMatcher } from './patterns';
import { isKnownDocument, MAX_DOCUMENT_BYTES, mediaTypeOf } from './read-text';

const MAX_FILES = 1_000;
const MAX_BYTES_IN_ALL = 100 * 1024 * 1024;
const MAX_NAMED = 20;

type Entry = { mode: string; oid: string; size: number; path: string };

/** `failures` has a sentence for each matched file that could not be read. */
export type ReadCommit = { documents: ChunkedDocument[]; failures: string[] };

/**
 * Reads the files of a commit that match the patterns from git's object store: nothing is written to disk and no link
 * is followed. Files that cannot be read are listed in `failures`; the others are returned.
 *
 * @throws DomainError `invalid` when the patterns match no readable file, or far too many.
 */
export async function readCommit(
  { gitDir, commit }: FetchedCommit,
  patterns: readonly string[],
  options: GitOptions,
): Promise<ReadCommit> {
  const isNamed = pathMatcher(patterns);
  const listing = await git([`--git-dir=${gitDir}`, 'ls-tree', '-r', '-l', '-z', '--full-tree', commit], options);
  const named = entriesOf(listing).filter((entry) => isNamed(entry.path));
  const readable = named.filter((entry) => isFile(entry) && mediaTypeOf(entry.path) !== null);
  const failures = named.filter((entry) => !readable.includes(entry)).flatMap(reasonToSkip);
  checkAmount(readable);
  const documents: ChunkedDocument[] = [];
  for (const entry of readable) {
    const result = await readEntry(gitDir, entry, options);
    if (typeof result === 'string') failures.push(result);
    else documents.push(result);
  }
  if (documents.length === 0) throw nothingRead(patterns, commit, failures);
  return { documents, failures: shortened(failures) };
}

const isFile = ({ mode }: Entry): boolean => mode === '100644' || mode === '100755';

/** `mode type object size<tab>path`, each ended by NUL (git help ls-tree). */
function entriesOf(listing: Buffer): Entry[] {
  return listing
    .toString('utf8')
    .split('\0')
    .flatMap((line) => {
      const [, mode, oid, size, path] = /^(\d+) \w+ ([0-9a-f]+) +(\d+|-)\t(.+)$/s.exec(line) ?? [];
      return mode && oid && size && path ? [{ mode, oid, size: Number(size) || 0, path }] : [];
    });
}

/** Images, code and other files that `**` also matches are skipped silently. */
function reasonToSkip(entry: Entry): string[] {
  if (entry.mode === '120000' && (mediaTypeOf(entry.path) || isKnownDocument(entry.path))) {
    return [`${entry.path} is a symbolic link, and links are not followed. Use the file that it points to.`];
  }
  if (isKnownDocument(entry.path)) {
    return [`${entry.path} is in a format that is not supported. Convert it to markdown or plain text.`];
  }
  return [];
}

function checkAmount(entries: Entry[]): void {
  const bytes = entries.reduce((sum, { size }) => sum + Math.min(size, MAX_DOCUMENT_BYTES), 0);
  if (entries.length <= MAX_FILES && bytes <= MAX_BYTES_IN_ALL) return;
  throw new DomainError(
    'invalid',
    `The patterns match ${entries.length} files with ${Math.round(bytes / 1024 / 1024)} MB; the limit is ${MAX_FILES} files and 100 MB. Narrow the patterns.`,
  );
}

async function readEntry(gitDir: string, entry: Entry, options: GitOptions): Promise<ChunkedDocument | string> {
  if (entry.size > MAX_DOCUMENT_BYTES) return `${entry.path} is larger than 10 MB. Split it into smaller files.`;
  const bytes = await git([`--git-dir=${gitDir}`, 'cat-file', 'blob', entry.oid], options);
  try {
    return await chunkDocument(entry.path, bytes, { signal: options.signal });
  } catch (error) {
    // One bad file must not fail the others; the fetch reports it.
    if (error instanceof DomainError && error.code === 'invalid') return error.message;
    throw error;
  }
}

function nothingRead(patterns: readonly string[], commit: string, failures: string[]): DomainError {
  const wanted = patterns.map((pattern) => `“${pattern}”`).join(', ');
  const what = failures.length > 0 ? `No file could be read:\n${shortened(failures).join('\n')}` : '';
  return new DomainError(
    'invalid',
    what || `No markdown or text file at ${commit.slice(0, 12)} matches ${wanted}. Correct the patterns in the leaf.`,
  );
}

const shortened = (lines: string[]): string[] =>
  lines.length <= MAX_NAMED ? lines : [...lines.slice(0, MAX_NAMED), `and ${lines.length - MAX_NAMED} more files.`];
