/** A row of a file, by its number: a line of JSON lines, or a row of a list or table without its header. */
export type FileRow = { line: number; row: Row };
/** A row that cannot be used, and why. */
export type BadRow = { line: number; problem: string };
export type Row = Record<string, unknown>;

/** The rows of a file, one after the other. */
export type FileRows = {
  /** What its rows are called. */
  unit: 'line' | 'row';
  /** The names of a table's columns; null when each row has fields of its own. */
  columns: readonly string[] | null;
  /** @param fields The names that will be looked at; those of other columns may be missing. */
  read(fields: readonly string[]): AsyncIterable<FileRow | BadRow>;
};

/** A row may be this long, so that a wrong file does not fill the memory. */
export const MAX_ROW_BYTES = 4 * 1024 * 1024;
export const tooLong = `It is longer than ${MAX_ROW_BYTES / 1024 / 1024} MB.`;
