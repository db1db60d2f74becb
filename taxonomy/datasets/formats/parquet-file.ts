import type { SchemaElement } from 'hyparquet-writer';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Encoding, Written } from './encoding';
import type { Columns, Feature } from './features';

/** A row group ends with this many rows, or earlier with this many characters of text, but not with fewer rows. */
const MOST_ROWS = 100_000;
const LEAST_ROWS = 1_000;
const ENOUGH_CHARACTERS = 8_000_000;
/** Small pages: a reader that wants some rows fetches only the pages with them. */
const PAGE_BYTES = 256 * 1024;

type Record = { [column: string]: unknown };

/**
 * A Parquet file with one row group after the other, so that memory holds only one; each with a page index and Snappy
 * compression. A record is shown as JSON.
 */
export const parquetFile = <R extends Record>(columns: Columns): Encoding<R> => ({
  show: (record) => JSON.stringify(record),
  read: (shown) => JSON.parse(shown) as unknown,
  async *write(batches) {
    const writer = new ByteWriter();
    const file = new ParquetWriter({ writer, schema: schemaOf(columns), createdBy: 'seedleaf' });
    const names = Object.keys(columns);
    let group: R[] = [];
    let characters = 0;
    const close = async (): Promise<Written> => {
      const columnData = names.map((name) => ({
        name,
        data: group.map((record) => record[name]),
        columnIndex: true,
        offsetIndex: true,
      }));
      await file.write({ columnData, rowGroupSize: group.length, pageSize: PAGE_BYTES });
      const rows = group.length;
      group = [];
      characters = 0;
      return { chunks: [taken(writer)], rows };
    };
    for await (const records of batches) {
      for (const record of records) {
        group.push(record);
        characters += sizeOf(record);
        const isFull = group.length >= LEAST_ROWS && characters >= ENOUGH_CHARACTERS;
        if (isFull || group.length >= MOST_ROWS) yield await close();
      }
    }
    if (group.length > 0) yield await close();
    await file.finish();
    yield { chunks: [taken(writer)], rows: 0 };
  },
});

/** The bytes since the last call. The writer goes on counting where they end, and uses its buffer again. */
function taken(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}

/** The characters in a value's texts. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  let size = 0;
  for (const each of Object.values(value)) size += sizeOf(each);
  return size;
}

/** @see The Parquet format: LogicalTypes.md, “Lists” */
function schemaOf(columns: Columns): SchemaElement[] {
  const elements = Object.entries(columns).flatMap(([name, feature]) => elementsOf(name, feature));
  return [{ name: 'root', num_children: Object.keys(columns).length }, ...elements];
}

function elementsOf(name: string, feature: Feature): SchemaElement[] {
  const repetition_type = 'REQUIRED';
  if (feature === 'string') {
    return [{ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' }, repetition_type }];
  }
  if (feature === 'bool') return [{ name, type: 'BOOLEAN', repetition_type }];
  if (feature === 'int64') return [{ name, type: 'INT64', repetition_type }];
  if ('list' in feature) {
    return [
      { name, converted_type: 'LIST', num_children: 1, repetition_type },
      { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
      ...elementsOf('element', feature.list),
    ];
  }
  const fields = Object.entries(feature.struct);
  return [
    { name, num_children: fields.length, repetition_type },
    ...fields.flatMap(([field, of]) => elementsOf(field, of)),
  ];
}
