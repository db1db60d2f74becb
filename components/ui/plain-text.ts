/** Characters of a longer text that are read: enough for a few lines. */
const READ = 2_000;

/**
 * The words of a markdown text for a preview of a few lines: without the marks of headings, emphasis, links, quotes,
 * code and tables. Lines stay lines. Only the beginning of a long text is read.
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

/** A fence of code, the line under a table's head, or a line across. */
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
