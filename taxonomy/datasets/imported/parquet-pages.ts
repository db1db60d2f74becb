import type { AsyncBuffer, RowGroup } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { DomainError } from '../../errors';

const MB = 1024 * 1024;
/** A page is unpacked as a whole. */
const MAX_PAGE_BYTES = 128 * MB;
/** The values of a column of a row group, which are in memory at once. */
const MAX_VALUES = 20_000_000;
/** Headers are small, unless they have long texts as statistics. */
const headerWindows = [4 * 1024, MB, 16 * MB];

/**
 * Looks at the head of every page before any is read: a page of a few bytes may say that it has a billion values, and
 * whoever believes it runs out of memory.
 *
 * @throws DomainError `invalid` naming the column and the row group.
 */
export async function refuseHugePages(file: AsyncBuffer, group: RowGroup, columns: readonly string[], number: number) {
  for (const { meta_data: meta } of group.columns) {
    const [column = ''] = meta?.path_in_schema ?? [];
    if (!meta || !columns.includes(column)) continue;
    const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
    const end = start + Number(meta.total_compressed_size);
    let values = 0;
    for (let at = start; at < end - 1;) {
      const { header, length } = await headerAt(file, at, end);
      const { data_page_header: data, data_page_header_v2: second, dictionary_page_header: words } = header;
      const count = (data ?? second ?? words)?.num_values ?? 0;
      values += count;
      if (!(count >= 0 && values <= MAX_VALUES))
        throw refusal(column, number, `more than ${MAX_VALUES.toLocaleString('en')} values`);
      const bytes = header.uncompressed_page_size;
      if (!(bytes >= 0 && bytes <= MAX_PAGE_BYTES))
        throw refusal(column, number, `a page of more than ${MAX_PAGE_BYTES / MB} MB`);
      if (!(header.compressed_page_size >= 0)) throw new Error('a page ends before it begins');
      at += length + header.compressed_page_size;
    }
  }
}

async function headerAt(file: AsyncBuffer, at: number, end: number) {
  for (const window of headerWindows) {
    const view = new DataView(await file.slice(at, Math.min(at + window, end)));
    const reader = { view, offset: 0 };
    try {
      return { header: parquetHeader(reader), length: reader.offset };
    } catch (error) {
      // It may be longer than what was read of it.
      if (at + window >= end) throw error;
    }
  }
  throw new Error('the head of a page is too long');
}

const refusal = (column: string, group: number, what: string) =>
  new DomainError(
    'invalid',
    `Column “${column}” says that it has ${what} in row group ${group}. Write the file with smaller row groups and pages (pyarrow: row_group_size=50_000, data_page_size=1_048_576).`,
  );
