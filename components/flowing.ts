// Line lengths of text wrapped by hand: shorter lines may be verse or a list, longer ones are not wrapped.
const WRAPPED = { from: 60, to: 130 } as const;

/** Text whose line breaks matter: lists, tables, quotes, headings, indented or fenced code, statements. */
const isSetInLines = (line: string) => /^(\s|[-*+•]\s|[>#|]|```|~~~|\d+[.)]\s)|[|\\]|\s{2,}$|[{};]$/.test(line);

/** True when each line ends where the next word would not have fitted, as YAML and editors wrap prose. */
function isWrapped(lines: readonly string[]): boolean {
  const width = Math.max(...lines.map((line) => line.length));
  if (width < WRAPPED.from || width > WRAPPED.to || lines.some(isSetInLines)) return false;
  return lines.slice(0, -1).every((line, i) => line.length + 1 + (lines[i + 1]?.split(' ', 1)[0]?.length ?? 0) > width);
}

/**
 * For reading only: joins the lines of paragraphs that were wrapped by hand, so that they use the width of the page.
 * Verse, lists, tables and code keep their lines; so does anything that is unclear.
 */
export const flowing = (text: string): string =>
  text
    .trimEnd()
    .split(/(\n(?:[ \t]*\n)+)/)
    .map((part) => {
      const lines = part.split('\n');
      return lines.length > 1 && part.trim() !== '' && isWrapped(lines) ? lines.join(' ') : part;
    })
    .join('');
