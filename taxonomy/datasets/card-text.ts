/** Removes characters from user-entered names that could end a table cell, a line or a code span. */
export const plainText = (text: string): string => text.replaceAll(/[|`<>[\]\\\r\n]+/g, ' ').trim();

/** A Markdown table. */
export const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** `1 row was`, `2,000 rows were`. */
export const rowsWere = (count: number): string =>
  count === 1 ? '1 row was' : `${count.toLocaleString('en')} rows were`;

/** A text as a block of code, which nothing in it can end. */
export function codeBlock(text: string, language = ''): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`;
}
