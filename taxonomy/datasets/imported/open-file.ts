import { createReadStream } from 'node:fs';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { DomainError } from '../../errors';
import { csvRows } from './csv-rows';
import { jsonLines, jsonList } from './json-rows';
import { parquetRows } from './parquet-rows';
import type { FileRows } from './rows';

/** A file on this machine, or one that is being uploaded. */
export type ImportFile =
  | { name: string; path: string }
  /** @property scratch A folder for files that have to be there as a whole; what is put there is removed again. */
  | { name: string; stream: AsyncIterable<Uint8Array>; scratch: string };

const HEAD_BYTES = 64 * 1024;
const MAX_UPLOADED_PARQUET = 4 * 1024 ** 3;
const tables = /\.(?:csv|tsv|tab)$/i;

/**
 * Opens a file by what it begins with and by its name, and gives its rows to `use`: Parquet, CSV, one JSON list, or JSON
 * lines.
 *
 * @throws DomainError `invalid` for a file of another kind.
 */
export async function withRows<T>(file: ImportFile, use: (rows: FileRows) => Promise<T>): Promise<T> {
  const source = 'path' in file ? createReadStream(file.path) : file.stream;
  const { head, stream, close } = await peek(source);
  try {
    const isParquet = head.toString('latin1', 0, 4) === 'PAR1';
    if (!isParquet) return await use(await textRows(file.name, head, onlyUtf8(stream)));
    const useParquet = async (handle: FileHandle) => use(await parquetRows(handle));
    return await ('path' in file ? withHandle(file.path, useParquet) : withStored(file.scratch, stream, useParquet));
  } finally {
    await close();
  }
}

async function textRows(name: string, head: Buffer, stream: AsyncIterable<Uint8Array>): Promise<FileRows> {
  refuseOtherKinds(name, head);
  const text = head.toString('utf8').replace(/^\uFEFF/, '');
  if (tables.test(name)) return csvRows(stream, text);
  const [first = ''] = text.trimStart();
  if (first === '[') return jsonList(stream);
  return first === '{' || /\.(?:jsonl|ndjson|json)$/i.test(name) ? jsonLines(stream) : csvRows(stream, text);
}

/** Kinds that people send by mistake, by their first bytes. */
function refuseOtherKinds(name: string, head: Buffer): void {
  const start = head.toString('latin1', 0, 4);
  if (head.length === 0) throw invalid('The file is empty. Choose another one.');
  if (start.startsWith('\x1f\x8b')) throw invalid('The file is compressed with gzip. Unpack it first (gunzip).');
  if (start === '\x28\xb5\x2f\xfd') throw invalid('The file is compressed with Zstandard. Unpack it first (unzstd).');
  if (start === 'PK\x03\x04')
    throw invalid('The file is an archive or an Excel file. Unpack it, or save the table as CSV (UTF-8).');
  if (start.startsWith('\xff\xfe') || start.startsWith('\xfe\xff'))
    throw invalid('The file is UTF-16. Save it as UTF-8 (Excel: “CSV UTF-8”).');
  if (/\.parquet$/i.test(name))
    throw invalid('The file is named .parquet, but does not begin like one. Get it again: a download may have failed.');
}

/** The same bytes, as long as they are UTF-8. */
async function* onlyUtf8(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let lines = 1;
  const check = (bytes?: Uint8Array) => {
    try {
      decoder.decode(bytes, { stream: bytes !== undefined });
    } catch (cause) {
      const message = `The file is not UTF-8 in or after line ${lines}. Save it as UTF-8 (Excel: “CSV UTF-8”).`;
      throw new DomainError('invalid', message, { cause });
    }
  };
  for await (const chunk of source) {
    check(chunk);
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
    yield chunk;
  }
  check();
}

type Peeked = { head: Buffer; stream: AsyncIterable<Uint8Array>; close: () => Promise<unknown> };

/** The beginning of a stream, and the whole stream. `close` ends it wherever its reader stopped. */
async function peek(source: AsyncIterable<Uint8Array>): Promise<Peeked> {
  const chunks: Uint8Array[] = [];
  const rest = source[Symbol.asyncIterator]();
  let bytes = 0;
  while (bytes < HEAD_BYTES) {
    const { value, done } = await rest.next();
    if (done === true) break;
    chunks.push(value);
    bytes += value.length;
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield* chunks;
    yield* { [Symbol.asyncIterator]: () => rest };
  }
  return { head: Buffer.concat(chunks), stream: whole(), close: async () => rest.return?.() };
}

/** A Parquet file is read from its end, so an upload is stored first. */
async function withStored<T>(
  scratch: string,
  stream: AsyncIterable<Uint8Array>,
  use: (handle: FileHandle) => Promise<T>,
): Promise<T> {
  await mkdir(scratch, { recursive: true });
  const place = path.join(scratch, `${randomUUID()}.parquet`);
  try {
    return await withHandle(
      place,
      async (handle) => {
        let bytes = 0;
        for await (const chunk of stream) {
          bytes += chunk.length;
          if (bytes > MAX_UPLOADED_PARQUET) throw tooLarge();
          await handle.write(chunk);
        }
        return use(handle);
      },
      'wx+',
    );
  } finally {
    await rm(place, { force: true });
  }
}

async function withHandle<T>(place: string, use: (handle: FileHandle) => Promise<T>, flags = 'r'): Promise<T> {
  const handle = await open(place, flags, 0o600);
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

const invalid = (message: string) => new DomainError('invalid', message);

const tooLarge = () =>
  invalid(
    `An uploaded Parquet file may have ${MAX_UPLOADED_PARQUET / 1024 ** 3} GB. Split it, or import it on the server: seedleaf dataset import FILE`,
  );
