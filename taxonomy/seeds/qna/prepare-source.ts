import { Lexer } from 'yaml';
import type { Place } from './problem';

// Deeper than any qna.yaml (4 levels). The composer recurses, and a file of brackets would exhaust the stack.
const MAX_DEPTH = 60;
const MAX_REPAIRS = 200;

type Source = {
  text: string;
  /** Spaces that were put at the start of lines, by line. */
  padOfLine: Map<number, number>;
};

/**
 * Makes a file fit for the `yaml` package: refuses what is nested too deeply, and indents the later lines of quoted
 * text where an author indented them less than YAML 1.2 wants and PyYAML allows. The value of quoted text does not
 * depend on it.
 */
export function prepareSource(original: string): Source | (Place & { message: string }) {
  const padOfLine = new Map<number, number>();
  let text = original;
  for (let repairs = 0; repairs <= MAX_REPAIRS; repairs++) {
    const found = scan(text);
    if (found === null) return { text, padOfLine };
    if ('tooDeepAt' in found)
      return { line: found.tooDeepAt, column: 1, message: 'The file is nested too deeply to be a qna.yaml.' };
    text = indentLines(text, found, padOfLine);
  }
  return {
    line: 1,
    column: 1,
    message: 'Too many quoted texts are indented less than their keys. Indent their lines.',
  };
}

type Unindented = { start: number; end: number };

/** The first thing to see to: a quoted text that the lexer cut short, or too deep a nesting. */
function scan(text: string): Unindented | { tooDeepAt: number } | null {
  let [offset, line, flowDepth, indicators] = [0, 1, 0, 0];
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    const isControl = lexeme === '\u0002' || lexeme === '\u0018' || lexeme === '\u001f';
    if (!isScalar && !isControl) {
      if (lexeme === '[' || lexeme === '{') flowDepth += 1;
      if (lexeme === ']' || lexeme === '}') flowDepth -= 1;
      if (lexeme === '-' || lexeme === '?') indicators += 1;
      if (flowDepth > MAX_DEPTH || indicators > MAX_DEPTH) return { tooDeepAt: line };
      const end = lexeme.startsWith("'") || lexeme.startsWith('"') ? endOfQuoted(text, offset) : null;
      if (end !== null && end > offset + lexeme.length) return { start: offset, end };
    }
    isScalar = lexeme === '\u001f';
    if (isControl) continue;
    offset += lexeme.length;
    const breaks = lexeme.split('\n').length - 1;
    line += breaks;
    if (breaks > 0) indicators = 0;
  }
  return null;
}

/** The offset after the closing quote of the quoted text at `start`; null when it is never closed. */
function endOfQuoted(text: string, start: number): number | null {
  const closed = text[start] === "'" ? /'(?:[^']|'')*'/y : /"(?:[^"\\]|\\[\s\S])*"/y;
  closed.lastIndex = start;
  const found = closed.exec(text);
  if (!found || /\n(?:---|\.\.\.)\s/.test(found[0])) return null;
  return closed.lastIndex;
}

function indentLines(text: string, { start, end }: Unindented, padOfLine: Map<number, number>): string {
  const lineStart = text.lastIndexOf('\n', start) + 1;
  const pad = start - lineStart + 1;
  let line = text.slice(0, start).split('\n').length;
  const lines = text
    .slice(start, end)
    .split('\n')
    .map((each, i) => {
      if (i === 0) return each;
      line += 1;
      padOfLine.set(line, (padOfLine.get(line) ?? 0) + pad);
      return ' '.repeat(pad) + each;
    });
  return text.slice(0, start) + lines.join('\n') + text.slice(end);
}
