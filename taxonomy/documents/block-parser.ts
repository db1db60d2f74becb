import MarkdownIt, { type StateBlock, type Token } from 'markdown-it';

/** The most lines to search for the end of a formula or HTML table. */
const MAX_LINES = 5_000;

const parser = new MarkdownIt('default', { html: true });
parser.block.ruler.before('fence', 'math', closedBlock('math', mathEnd), { alt: ['paragraph'] });
parser.block.ruler.before('html_block', 'html_table', closedBlock('html_table', tableEnd), { alt: ['paragraph'] });

/** The block tokens of a markdown text: those of markdown-it, plus formulas and HTML tables as blocks. */
export function blockTokens(markdown: string): Token[] {
  const tokens: Token[] = [];
  parser.block.parse(markdown, parser, {}, tokens);
  return tokens;
}

/** `$$ … $$`, `\[ … \]` and `\begin{align} … \end{align}`, each starting on a new line. */
function mathEnd(line: string): string | null {
  if (line.startsWith('$$')) return line.indexOf('$$', 2) === -1 ? '$$' : '';
  if (line.startsWith('\\[')) return line.includes('\\]') ? '' : '\\]';
  const [, name] = /^\\begin\{(\w+\*?)\}/.exec(line) ?? [];
  if (name === undefined) return null;
  return line.includes(`\\end{${name}}`) ? '' : `\\end{${name}}`;
}

function tableEnd(line: string): string | null {
  return /^<table[\s>]/i.test(line) ? (line.toLowerCase().includes('</table>') ? '' : '</table>') : null;
}

/** A rule for blocks that start at a line for which `endOf` gives an end mark, and reach to the line with that mark. */
function closedBlock(type: string, endOf: (line: string) => string | null) {
  return (state: StateBlock, startLine: number, endLine: number, isSilent: boolean): boolean => {
    if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false;
    const lineAt = (line: number) =>
      state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line] ?? 0);
    const end = endOf(lineAt(startLine));
    if (end === null) return false;
    let next = startLine + 1;
    if (end !== '') {
      const last = Math.min(endLine, startLine + MAX_LINES);
      while (next < last && !lineAt(next).toLowerCase().includes(end.toLowerCase())) next += 1;
      if (next >= last) return false;
      next += 1;
    }
    if (isSilent) return true;
    state.push(type, '', 0).map = [startLine, next];
    state.line = next;
    return true;
  };
}
