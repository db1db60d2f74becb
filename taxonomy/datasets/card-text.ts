/** Removes characters from user-entered names that could end a table cell, a line or a code span. */
export const plainText = (text: string): string => text.replaceAll(/[|`<>[\]\\\r\n]+/g, ' ').trim();

/** A Markdown table. */
export const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** `1 row was`, `2,000 rows were`. */
export const rowsWere = (count: number): string =>
  count === 1 ? '1 row was' : `${count.toLocaleString('en')} rows were`;
