import { z } from 'zod';
import { defineFormat } from './format';
import { messagesColumns, messagesFault, MessagesRecord, messagesRecord } from './messages';
import { parquetFile } from './parquet-file';

const rowsOf = { min: 1_000, max: 5_000_000, start: 200_000 } as const;

const place = (i: number): string => String(i).padStart(5, '0');

/** The rows of the messages format, in the Hub's layout. */
export const parquet = defineFormat({
  label: 'Parquet',
  use: 'For the Hugging Face Hub and for tools such as DuckDB. The same columns as the messages format.',
  about:
    'Parquet files with a page index, and the columns `messages` (a list of `content` and `role`), `metadata` (a JSON string), `id` (the sample), `unmask` (true when all but the system prompt is trained on, and not only the answer).',
  columns: messagesColumns,
  options: z.strictObject({ rowsPerFile: z.int().min(rowsOf.min).max(rowsOf.max).default(rowsOf.start) }),
  fields: [{ kind: 'number', name: 'rowsPerFile', label: 'Rows of a file', ...rowsOf }],
  schema: MessagesRecord,
  fault: messagesFault,
  encoding: () => parquetFile(messagesColumns),
  record: messagesRecord,
  files: ({ parts, rows }, { rowsPerFile }) =>
    parts.flatMap((of) => {
      const count = Math.ceil(of.rows / rowsPerFile);
      return Array.from({ length: count }, (_, i) => {
        const from = i * rowsPerFile;
        const to = Math.min(of.rows, from + rowsPerFile);
        return {
          name: `data/${of.key}/${of.splitName}-${place(i)}-of-${place(count)}.parquet`,
          rows: to - from,
          phase: of.key,
          split: of.splitName,
          config: of.key,
          continues: i > 0,
          phaseName: () => of.name,
          read: (limit?: number) => rows(of, { from, to, ...(limit === undefined ? {} : { limit }) }),
        };
      });
    }),
  isBinary: true,
});
