import { breakLines } from './line-breaks';
import type { Fault, Place, QnaProblem } from './problem';

/**
 * The errors of yamllint's "relaxed" rules that a readable file can have: spaces at the end of a line, no line break at
 * the end of the file, duplicate keys (found by the reader). InstructLab gives yamllint text with LF only, so Windows
 * line breaks are not errors. `# yamllint disable` comments are obeyed.
 */
export function lint(file: string, faults: Fault[]): QnaProblem[] {
  const lines = breakLines(file).text.split('\n');
  if (/^#\s*yamllint disable-file\s*$/.test(lines[0] ?? '')) return [];
  const found: (Place & { rule: string; message: string })[] = [];
  for (const [i, line] of lines.entries()) {
    const end = endOfText(line);
    if (end < line.length) {
      const message = 'Spaces at the end of the line. Remove them.';
      found.push({ line: i + 1, column: end + 1, rule: 'trailing-spaces', message });
    }
  }
  const last = lines.at(-1) ?? '';
  if (last !== '') {
    const message = 'No line break at the end of the file. Add one.';
    found.push({ line: lines.length, column: last.length + 1, rule: 'new-line-at-end-of-file', message });
  }
  for (const { keyword, ...fault } of faults)
    if (keyword === 'doubled-key') found.push({ ...fault, rule: 'key-duplicates' });
  const isOff = lines.some((line) => line.includes('# yamllint ')) ? switchedOff(lines) : () => false;
  return found
    .filter(({ line, rule }) => !isOff(line, rule))
    .map(({ line, column, message }) => ({ path: '.', keyword: 'lint', line, column, message }));
}

/** The position where the spaces at the end of a line start. */
function endOfText(line: string): number {
  let end = line.length;
  while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === '\t')) end -= 1;
  return end;
}

const rules = ['trailing-spaces', 'new-line-at-end-of-file', 'key-duplicates'];

/** The rules that yamllint's comments switch off, by line. */
function switchedOff(lines: string[]): (line: number, rule: string) => boolean {
  const off: Set<string>[] = [];
  let now = new Set<string>();
  for (const [i, line] of lines.entries()) {
    const [, before = '', word, list = ''] =
      /^(.*?)# yamllint (disable-line|disable|enable)((?: rule:\S+)*)\s*$/.exec(line) ?? [];
    const named =
      list === ''
        ? rules
        : list
            .trim()
            .split(' ')
            .map((each) => each.slice('rule:'.length));
    if (word === 'disable') now = new Set([...now, ...named]);
    if (word === 'enable') now = new Set([...now].filter((rule) => !named.includes(rule)));
    off[i] = new Set([...now, ...(off[i] ?? [])]);
    // A comment alone on its line applies to the next line.
    const about = before.trim() === '' ? i + 1 : i;
    if (word === 'disable-line') off[about] = new Set([...named, ...(off[about] ?? [])]);
  }
  return (line, rule) => off[line - 1]?.has(rule) ?? false;
}
