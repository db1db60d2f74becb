import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { formats } from '@/taxonomy/datasets/formats';
import { jsonLine } from '@/taxonomy/datasets/formats/json-lines';
import { messagesRecord } from '@/taxonomy/datasets/formats/messages';
import type { RowsPart } from '@/taxonomy/datasets/formats/format';
import { formatRows, sourceOf } from '@/tests/support/format-rows';

async function bytesOf({ content }: RowsPart): Promise<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  for await (const { chunks } of content()) parts.push(...chunks.map((chunk) => Buffer.from(chunk)));
  const whole = Buffer.concat(parts);
  return whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.byteLength);
}

const rows = Object.values(formatRows);

describe('a Parquet file', () => {
  it('has the rows of the messages format, in typed columns', async () => {
    const [part] = formats.parquet.parts(sourceOf(rows), {});
    expect(part).toMatchObject({ name: 'data/skills/train-00000-of-00001.parquet', rows: 5, config: 'skills' });
    const file = await bytesOf(part!);
    expect(await parquetReadObjects({ file })).toEqual(rows.map(messagesRecord));
    const { schema } = parquetMetadata(file);
    expect(schema.map(({ name, type, converted_type: converted }) => [name, type ?? converted])).toEqual([
      ['root', undefined],
      ['messages', 'LIST'],
      ['list', undefined],
      ['element', undefined],
      ['content', 'BYTE_ARRAY'],
      ['role', 'BYTE_ARRAY'],
      ['metadata', 'BYTE_ARRAY'],
      ['id', 'BYTE_ARRAY'],
      ['unmask', 'BOOLEAN'],
    ]);
  });

  it('has row groups that memory can hold, with a page index', async () => {
    const { freeform } = formatRows;
    const long = Array.from({ length: 4_000 }, (_, i) => ({
      ...freeform,
      id: String(i),
      messages: [
        ...freeform.messages.slice(0, 2),
        { role: 'assistant' as const, content: `${i} is long. `.repeat(300) },
      ],
    }));
    const [part] = formats.parquet.parts(sourceOf(long), {});
    const file = await bytesOf(part!);
    const { row_groups: groups, num_rows: count } = parquetMetadata(file);
    expect(count).toBe(4_000n);
    expect(groups.length).toBeGreaterThan(1);
    for (const group of groups.slice(0, -1)) expect(Number(group.num_rows)).toBeGreaterThanOrEqual(1_000);
    const content = groups[0]?.columns.find(({ meta_data: meta }) =>
      meta?.path_in_schema.join('.').endsWith('content'),
    );
    expect(content?.offset_index_offset).toBeDefined();
    expect(content?.column_index_offset).toBeDefined();
    const read = await parquetReadObjects({ file, rowStart: 3_990, rowEnd: 4_000 });
    expect(read).toEqual(long.slice(-10).map(messagesRecord));
  });

  it('has at most so many rows, and the number of files is in their names', async () => {
    const parts = formats.parquet.parts(sourceOf(rows, 2_500), { rowsPerFile: 1_000 });
    expect(parts.map(({ name, rows: count }) => [name, count])).toEqual([
      ['data/skills/train-00000-of-00003.parquet', 1_000],
      ['data/skills/train-00001-of-00003.parquet', 1_000],
      ['data/skills/train-00002-of-00003.parquet', 500],
    ]);
    const ids: unknown[] = [];
    for (const part of parts) {
      const read = await parquetReadObjects({ file: await bytesOf(part) });
      expect(read).toHaveLength(part.rows as number);
      ids.push(...read.map((each) => each.id));
    }
    expect(ids).toEqual(Array.from({ length: 2_500 }, (_, i) => rows[i % 5]?.id));
    expect(() => formats.parquet.options({ rowsPerFile: 10 })).toThrow(/rowsPerFile/);
  });

  it('is the same bytes however its rows come', async () => {
    const [part] = formats.parquet.parts(sourceOf(rows, 1_200), {});
    const source = sourceOf(rows, 1_200);
    const one = {
      ...source,
      async *rows(...given: Parameters<typeof source.rows>) {
        for await (const some of source.rows(...given)) for (const row of some) yield [row];
      },
    };
    const [other] = formats.parquet.parts(one, {});
    expect(Buffer.from(await bytesOf(other!)).equals(Buffer.from(await bytesOf(part!)))).toBe(true);
  });

  it('shows a row as JSON', async () => {
    const [part] = formats.parquet.parts(sourceOf(rows), {});
    expect(await part?.preview(1)).toEqual([jsonLine(messagesRecord(formatRows.knowledge)).trimEnd()]);
  });
});
