import { Lexer } from 'yaml';
import type { Place } from './problem';

// A qna.yaml has 4 levels. The parser is recursive, and a file of brackets would exhaust the stack.
const MAX_DEPTH = 60;
// The largest allowed file (20,000 values) has about 120,000 lexemes: keys, colons, spaces, line breaks.
const MAX_LEXEMES = 400_000;
// Real files have a few aliases at most; a YAML bomb needs many.
const MAX_ALIASES = 50;
const MAX_REPAIRS = 200;
/** Each repair reads the file again. */
const MAX_REPAIRED_CHARACTERS = 64 * 1024 * 1024;

type Source = {
  text: string;
  /** Spaces added at the start of lines, by line. */
  padOfLine: Map<number, number>;
  /** Offsets in `text` where a plain value ends because a comment begins. */
  cuts: number[];
};

type Refusal = { offset: number; message: string };

/**
 * Prepares a file for the `yaml` package. Refuses deep nesting and tabs that PyYAML does not accept. Indents
 * continuation lines of quoted text that PyYAML (YAML 1.1) accepts and YAML 1.2 does not; this does not change their
 * value.
 */
export function prepareSource(original: string): Source | (Place & { message: string }) {
  const padOfLine = new Map<number, number>();
  let text = original;
  for (let repairs = 0; repairs <= MAX_REPAIRS && repairs * text.length <= MAX_REPAIRED_CHARACTERS; repairs++) {
    const found = scan(text);
    if ('cuts' in found) return { text, padOfLine, cuts: found.cuts };
    if ('message' in found) {
      const before = text.slice(0, found.offset);
      const line = before.split('\n').length;
      const column = before.length - before.lastIndexOf('\n') - (padOfLine.get(line) ?? 0);
      return { line, column: Math.max(1, column), message: found.message };
    }
    text = indentLines(text, found, padOfLine);
  }
  return {
    line: 1,
    column: 1,
    message: 'Too many lines of quoted text are indented less than their key. Indent them.',
  };
}

type Unindented = { start: number; end: number };

/** Finds the first thing to repair or refuse; if there is none, the places where a comment ends a value. */
function scan(text: string): Unindented | Refusal | { cuts: number[] } {
  const cuts: number[] = [];
  let [offset, flowDepth, indicators, count, aliases] = [0, 0, 0, 0, 0];
  let isScalar = false;
  let isBlock = false;
  let last = '';
  for (const lexeme of new Lexer().lex(text)) {
    count += 1;
    if (count > MAX_LEXEMES)
      return { offset, message: 'The file has too many values to be a qna.yaml. Split the leaf.' };
    const isControl = lexeme === '\u0002' || lexeme === '\u0018' || lexeme === '\u001f';
    if (isControl) {
      isScalar = lexeme === '\u001f';
      continue;
    }
    const isQuoted = !isScalar && /^["']/.test(lexeme);
    if (!isScalar) {
      if (lexeme.startsWith('*')) aliases += 1;
      if (aliases > MAX_ALIASES) return tooManyAliases(offset);
      if (lexeme === '[' || lexeme === '{') flowDepth += 1;
      if (lexeme === ']' || lexeme === '}') flowDepth -= 1;
      if (lexeme === '-' || lexeme === '?') indicators += 1;
      if (flowDepth > MAX_DEPTH || indicators > MAX_DEPTH) return tooDeep(offset);
      const end = isQuoted ? endOfQuoted(text, offset) : null;
      if (end !== null && end > offset + lexeme.length) return { start: offset, end };
      if (/^[|>]/.test(lexeme)) isBlock = true;
      if (lexeme.startsWith('#') && last !== '') cuts.push(offset);
    }
    const isText = isQuoted || (isScalar && isBlock) || (!isScalar && /^[#%]/.test(lexeme));
    const tab = isText ? -1 : lexeme.indexOf('\t');
    if (tab >= 0) return { offset: offset + tab, message: TAB };
    if (isScalar) isBlock = false;
    last = /^[ ]+$/.test(lexeme) ? last : isScalar || lexeme === ':' || lexeme === '-' ? lexeme.trim() : '';
    if (lexeme.endsWith('\n')) last = '';
    isScalar = false;
    offset += lexeme.length;
    if (lexeme.includes('\n')) indicators = 0;
  }
  return { cuts };
}

const TAB =
  'There is a tab (U+0009) here. YAML allows only spaces outside quotes. Replace it with spaces, or put the text in quotes.';
const tooManyAliases = (offset: number): Refusal => ({
  offset,
  message: `The file has more than ${MAX_ALIASES} aliases (*name). Write the values out.`,
});
const tooDeep = (offset: number): Refusal => ({
  offset,
  message: 'The file is nested too deeply to be a qna.yaml.',
});

/** The offset after the closing quote of the quoted text at `start`; null when it is never closed. */
function endOfQuoted(text: string, start: number): number | null {
  const quote = text[start];
  const marks = quote === "'" ? /'/g : /["\\]/g;
  marks.lastIndex = start + 1;
  for (let found = marks.exec(text); found; found = marks.exec(text)) {
    const isEscape = found[0] === '\\' || (quote === "'" && text[marks.lastIndex] === "'");
    if (isEscape) marks.lastIndex += 1;
    else return /\n(?:---|\.\.\.)\s/.test(text.slice(start, marks.lastIndex)) ? null : marks.lastIndex;
  }
  return null;
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
