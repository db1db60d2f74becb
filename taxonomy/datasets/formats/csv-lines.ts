import { textEncoding, type Encoding } from './encoding';

/** A spreadsheet may run a cell that begins with one of these as a formula. @see OWASP, CSV injection */
const formula = /^[=+\-@\t\r]/;
const needsQuotes = (cell: string, separator: string): boolean => /["\r\n]/.test(cell) || cell.includes(separator);

type Cell = string | boolean;
type Record = { [column: string]: Cell };

/**
 * RFC 4180: CRLF at the end of a record; cells with a quote, a line end or the separator are in quotes, and quotes
 * within are doubled. Texts that begin like a formula get an apostrophe in front.
 */
export function csvLines(columns: readonly string[], separator: string): Encoding<Record> {
  const cell = (value: Cell): string => {
    const text = typeof value === 'string' ? (formula.test(value) ? `'${value}` : value) : String(value);
    return needsQuotes(text, separator) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const line = (cells: readonly Cell[]) => `${cells.map(cell).join(separator)}\r\n`;
  return textEncoding({
    head: line(columns),
    show: (record) => line(columns.map((column) => record[column] ?? '')),
    read(shown) {
      const cells = readCells(shown, separator);
      if (cells.length !== columns.length) throw new Error(`it has ${cells.length} cells and not ${columns.length}`);
      const unsafe = cells.findIndex((each) => formula.test(each));
      if (unsafe >= 0) throw new Error(`the cell “${columns[unsafe]}” begins like a formula`);
      return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? '']));
    },
  });
}

/** The cells of one record as they are written, so an apostrophe before a formula stays. */
export function readCells(line: string, separator: string): string[] {
  if (!line.endsWith('\r\n')) throw new Error('it does not end with a line end');
  const cells: string[] = [];
  let rest = line.slice(0, -2);
  for (;;) {
    const [whole = '', quoted, plain] =
      (separator === ',' ? commaCell : separator === ';' ? semicolonCell : tabCell).exec(rest) ?? [];
    cells.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    rest = rest.slice(whole.length);
    if (rest === '') return cells;
    if (!rest.startsWith(separator)) throw new Error('a cell with a quote or a line end is not in quotes');
    rest = rest.slice(separator.length);
  }
}

const commaCell = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))/;
const semicolonCell = /^(?:"((?:[^"]|"")*)"|([^";\r\n]*))/;
const tabCell = /^(?:"((?:[^"]|"")*)"|([^"\t\r\n]*))/;
