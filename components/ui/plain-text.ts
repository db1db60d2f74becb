/** How many characters of a longer text are read: enough for a few lines. */
const READ = 2_000;

/**
 * A markdown text as plain text for a preview of a few lines: without the marks of headings, emphasis, links, quotes,
 * code and tables. Line breaks stay. Only the beginning of a long text is read.
 */
export const plainText = (markdown: string): string =>
  markdown
    .slice(0, READ)
    .split('\n')
    .filter((line) => !isRule(line))
    .map(plainLine)
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();

/** A code fence, the line under a table's header, or a horizontal rule. */
const isRule = (line: string): boolean =>
  /^\s*(`{3,}|~{3,})/.test(line) || (/^[\s|:=*_-]+$/.test(line) && /[-=*_]{3}/.test(line));

const plainLine = (line: string): string =>
  (/^\s*\|.*\|\s*$/.test(line) ? cellsOf(line) : line)
    .replace(/^ {0,3}#{1,6}\s+/, '')
    .replace(/^( {0,3}>\s?)+/, '')
    .replaceAll(/!?\[([^[\]]*)\]\([^()\s]*\)/g, '$1')
    .replaceAll(/(\*\*|__)(?=\S)([^*_]+)(?<=\S)\1/g, '$2')
    .replaceAll(/(?<![\w*])([*_])(?=[^\s*_])([^*_]+)(?<=\S)\1(?![\w*])/g, '$2')
    .replaceAll(/`([^`]+)`/g, '$1');

const cellsOf = (row: string): string =>
  row
    .split('|')
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '')
    .join(', ');
