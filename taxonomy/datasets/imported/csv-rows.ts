import { pipeline } from 'node:stream';
import { Readable } from 'node:stream';
import { CsvError, parse, type Info } from 'csv-parse';
import { DomainError } from '../../errors';
import { MAX_ROW_BYTES, type BadRow, type FileRow, type FileRows, type Row } from './rows';

const MAX_COLUMNS = 1_000;
const separators = [',', ';', '\t', '|'] as const;

type CsvRecord = { record: string[]; info: Info };

/**
 * A CSV table with a header. The separator is found in the header: comma, semicolon, tab or a bar. Cells in quotes may have
 * line ends.
 *
 * @param head The beginning of the file.
 * @throws DomainError `invalid` for a header that names a column twice, or names none.
 */
export async function csvRows(source: AsyncIterable<Uint8Array>, head: string): Promise<FileRows> {
  const records = recordsOf(source, separatorIn(head));
  const columns = await headerOf(records);
  return {
    unit: 'row',
    columns,
    async *read() {
      let line = 0;
      try {
        for (let each = await next(records); each; each = await next(records)) {
          line += 1;
          yield rowOf(line, columns, each);
        }
      } finally {
        await records.return?.();
      }
    },
  };
}

async function headerOf(records: AsyncIterator<CsvRecord>): Promise<string[]> {
  try {
    return columnsOf((await next(records))?.record ?? []);
  } catch (error) {
    await records.return?.();
    throw error;
  }
}

function rowOf(line: number, columns: readonly string[], { record, info }: CsvRecord): FileRow | BadRow {
  if (record.length !== columns.length)
    return {
      line,
      problem: `It ends in line ${info.lines} with ${record.length} cells, and the header has ${columns.length}.`,
    };
  const row: Row = {};
  for (const [place, column] of columns.entries()) row[column] = record[place] ?? '';
  return { line, row };
}

function recordsOf(source: AsyncIterable<Uint8Array>, delimiter: string): AsyncIterator<CsvRecord> {
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_BYTES,
  });
  // An error of the file's stream becomes one of the parser, where it is seen.
  pipeline(Readable.from(source), parser, () => undefined);
  return parser[Symbol.asyncIterator]();
}

async function next(records: AsyncIterator<CsvRecord>): Promise<CsvRecord | null> {
  try {
    const { value, done } = await records.next();
    return done === true ? null : value;
  } catch (error) {
    throw error instanceof CsvError ? refusalOf(error) : error;
  }
}

function refusalOf(error: CsvError): DomainError {
  const row = numberIn(error.records);
  const line = numberIn(error.lines);
  const place = `Row ${Math.max(row, 1)} of the table (near line ${line})`;
  const why = whyUnreadable[error.code] ?? ` cannot be read: ${error.message}. Save the table again as CSV (UTF-8).`;
  return new DomainError('invalid', place + why, { cause: error });
}

/** What is said of a row, by the code of the parser. */
const whyUnreadable: Partial<Record<string, string>> = {
  CSV_MAX_RECORD_SIZE: ` is longer than ${MAX_ROW_BYTES / 1024 / 1024} MB. Is a quote in it not closed?`,
  CSV_QUOTE_NOT_CLOSED: ' has a quote that is never closed. Was the file cut off? Get it again, or close it.',
  CSV_INVALID_CLOSING_QUOTE: ' has a quote inside a cell. Write it twice, and put the whole cell in quotes.',
  INVALID_OPENING_QUOTE: ' has a quote inside a cell. Write it twice, and put the whole cell in quotes.',
};

const numberIn = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** The separator that occurs most often in the first line, outside quotes. */
function separatorIn(head: string): string {
  const counts = new Map<string, number>(separators.map((each) => [each, 0]));
  let isQuoted = false;
  for (const letter of head) {
    if (letter === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (letter === '\n' || letter === '\r') break;
    const count = counts.get(letter);
    if (count !== undefined) counts.set(letter, count + 1);
  }
  return [...counts].reduce((most, each) => (each[1] > most[1] ? each : most))[0];
}

function columnsOf(header: readonly string[]): string[] {
  const columns = header.map((name) => name.trim());
  if (columns.length === 0) throw new DomainError('invalid', 'The file is empty. Choose another one.');
  if (columns.length > MAX_COLUMNS)
    throw new DomainError('invalid', `The table has ${columns.length} columns; ${MAX_COLUMNS} are the most.`);
  const named = columns.filter((name) => name !== '');
  const twice = named.find((name, place) => named.indexOf(name) !== place);
  if (twice !== undefined)
    throw new DomainError('invalid', `The header has the column “${twice}” twice. Rename one of them.`);
  if (named.length === 0)
    throw new DomainError('invalid', 'The header names no column. Put their names in the first line.');
  return columns;
}
