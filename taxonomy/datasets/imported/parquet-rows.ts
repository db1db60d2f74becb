import type { FileHandle } from 'node:fs/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import {
  parquetMetadataAsync,
  parquetScan,
  parquetSchema,
  snappyUncompress,
  type AsyncBuffer,
  type Compressors,
  type DecodedArray,
  type FileMetaData,
  type RowGroup,
} from 'hyparquet';
import { DomainError } from '../../errors';
import { refuseHugePages } from './parquet-pages';
import type { FileRow, FileRows, Row } from './rows';

const MB = 1024 * 1024;
const MAX_FOOTER_BYTES = 64 * MB;
/** About this much is unpacked at once where pages are indexed, and at most that much where they are not. */
const PIECE_BYTES = 32 * MB;
const MAX_GROUP_BYTES = 512 * MB;
const MAX_FILE_ROWS = 5_000_000;

/**
 * A Parquet file. One row group is in memory at a time, or a part of it where its pages are indexed, and only the columns
 * that are asked for.
 *
 * @throws DomainError `invalid` for a file that is cut off, damaged, or packed in a way that is not read.
 */
export async function parquetRows(file: FileHandle): Promise<FileRows> {
  const buffer = await bufferOf(file);
  const metadata = await orDamaged('The footer', () => parquetMetadataAsync(buffer));
  const columns = await orDamaged('The footer', () =>
    parquetSchema(metadata).children.map(({ element }) => element.name),
  );
  const rows = Number(metadata.num_rows);
  if (!(rows >= 0 && rows <= MAX_FILE_ROWS))
    throw invalid(`The file says that it has ${metadata.num_rows} rows; ${MAX_FILE_ROWS} are the most. Split it.`);
  return {
    unit: 'row',
    columns,
    read: (fields) =>
      readRows(
        buffer,
        metadata,
        fields.filter((each) => columns.includes(each)),
      ),
  };
}

async function* readRows(file: AsyncBuffer, metadata: FileMetaData, columns: string[]): AsyncIterable<FileRow> {
  if (columns.length === 0) return;
  const scan = await orDamaged('The footer', () => parquetScan({ file, metadata, columns, compressors }));
  let start = 0;
  for (const [place, group] of metadata.row_groups.entries()) {
    const count = Number(group.num_rows);
    if (!(count >= 0 && start + count <= MAX_FILE_ROWS))
      throw invalid(
        `Row group ${place + 1} says that it has ${group.num_rows} rows. The file is damaged: get it again.`,
      );
    const pieces = piecesOf(group, columns, place + 1);
    await orDamaged(`Row group ${place + 1}`, () => refuseHugePages(file, group, columns, place + 1));
    const step = Math.max(1, Math.ceil(count / pieces));
    for (let from = start; from < start + count; from += step) {
      const to = Math.min(from + step, start + count);
      const data: [string, DecodedArray][] = [];
      for (const column of columns) {
        const what = `Column “${column}” of rows ${from + 1} to ${to}`;
        const values = await orDamaged(what, () => scan.readColumn({ column, rowStart: from, rowEnd: to }));
        if (values.length !== to - from) throw damaged(what, `it has ${values.length} values`);
        data.push([column, values]);
      }
      for (let place = 0; place < to - from; place += 1) yield { line: from + place + 1, row: rowAt(data, place) };
    }
    start += count;
  }
}

function rowAt(data: readonly [string, DecodedArray][], place: number): Row {
  const row: Row = {};
  for (const [column, values] of data) row[column] = values[place] ?? undefined;
  return row;
}

/** In how many pieces a row group is read, by the size of the columns. */
function piecesOf(group: RowGroup, columns: readonly string[], number: number): number {
  const chunks = group.columns.filter(({ meta_data: meta }) => columns.includes(meta?.path_in_schema[0] ?? ''));
  let bytes = 0;
  for (const { meta_data: meta } of chunks) {
    if (!meta) throw damaged(`Row group ${number}`, 'a column is not described');
    if (!(meta.codec in compressors) && meta.codec !== 'UNCOMPRESSED')
      throw invalid(
        `Column “${meta.path_in_schema[0]}” is compressed with ${meta.codec}, which is not read. Write the file with Snappy (pandas: to_parquet(path, compression="snappy")).`,
      );
    bytes += Number(meta.total_uncompressed_size);
  }
  const isIndexed = chunks.every((chunk) => chunk.offset_index_offset !== undefined);
  if (isIndexed) return Math.max(1, Math.ceil(bytes / PIECE_BYTES));
  if (bytes <= MAX_GROUP_BYTES) return 1;
  throw invalid(
    `Row group ${number} unpacks to ${Math.round(bytes / MB)} MB; ${MAX_GROUP_BYTES / MB} MB are the most. Write the file with smaller row groups (pyarrow: write_table(table, path, row_group_size=50_000)).`,
  );
}

/** The sizes that pages say they have were checked before. */
const compressors: Compressors = {
  SNAPPY(input, size) {
    const output = new Uint8Array(size);
    snappyUncompress(input, output);
    return output;
  },
  GZIP: (input, size) => gunzipSync(input, { maxOutputLength: size }),
  BROTLI: (input, size) => brotliDecompressSync(input, { maxOutputLength: size }),
};

async function bufferOf(file: FileHandle): Promise<AsyncBuffer> {
  const { size } = await file.stat();
  const slice = async (start: number, end: number = size): Promise<ArrayBuffer> => {
    if (!(start >= 0 && start <= end && end <= size && end - start <= MAX_GROUP_BYTES))
      throw new Error(`bytes ${start} to ${end} are not in the file of ${size} bytes`);
    const bytes = new Uint8Array(end - start);
    for (let at = 0; at < bytes.length;) {
      const { bytesRead } = await file.read(bytes, at, bytes.length - at, start + at);
      if (bytesRead === 0) throw new Error('the file ended early');
      at += bytesRead;
    }
    return bytes.buffer;
  };
  const tail = size < 12 ? null : Buffer.from(await slice(size - 8));
  if (tail?.toString('latin1', 4) !== 'PAR1')
    throw invalid('The Parquet file has no end, or is encrypted. It was probably cut off: get it again.');
  if (tail.readUInt32LE(0) > Math.min(MAX_FOOTER_BYTES, size - 12))
    throw damaged('The footer', `it says that it has ${tail.readUInt32LE(0)} bytes`);
  return { byteLength: size, slice };
}

async function orDamaged<T>(what: string, read: () => Promise<T> | T): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw damaged(what, error instanceof Error ? error.message : String(error));
  }
}

const damaged = (what: string, why: string) =>
  invalid(`${what} cannot be read (${why}). The Parquet file is damaged: get it again, or write it again.`);

const invalid = (message: string) => new DomainError('invalid', message);
