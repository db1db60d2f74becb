import type { Fault, QnaProblem } from './problem';

/**
 * The rules of yamllint's "relaxed" set that are errors and can show in a file that was read: blanks at the end of a
 * line, no line break at the end, Windows line breaks, doubled keys (which the reader found).
 */
export function lint(text: string, faults: Fault[]): QnaProblem[] {
  const at = (line: number, column: number, message: string): QnaProblem => ({
    path: '.',
    keyword: 'lint',
    line,
    column,
    message,
  });
  const lines = text.split('\n');
  const problems = lines.flatMap((line, i) => {
    const blanks = /[ \t]+(?=\r?$)/.exec(line);
    return blanks ? [at(i + 1, blanks.index + 1, 'Blanks at the end of the line. Remove them.')] : [];
  });
  if (lines[0]?.endsWith('\r'))
    problems.push(at(1, lines[0].length, 'Windows line breaks (CRLF). Save the file with LF.'));
  const last = lines.at(-1) ?? '';
  if (last !== '') problems.push(at(lines.length, last.length + 1, 'No line break at the end of the file. Add one.'));
  const keys = faults.filter((fault) => fault.keyword === 'doubled-key');
  return [...problems, ...keys.map((fault) => at(fault.line, fault.column, fault.message))];
}
