/** Names come from people: what could end a table's cell, a line or a code span is taken from them. */
export const plainText = (text: string): string => text.replaceAll(/[|`<>[\]\\\r\n]+/g, ' ').trim();

/** A Markdown table. */
export const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** `1 row was`, `2,000 rows were`. */
export const rowsWere = (count: number): string =>
  count === 1 ? '1 row was' : `${count.toLocaleString('en')} rows were`;
