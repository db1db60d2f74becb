import type { Place } from './problem';

/** Placeholders for the two separators. Control characters are refused earlier, so no file contains them. */
const LINE_SEPARATOR = '\u0001';
const PARAGRAPH_SEPARATOR = '\u0003';

/**
 * A file's lines as InstructLab reads them. Python opens files with universal newlines (CRLF and a lone CR become LF).
 * PyYAML also ends a line at NEL, U+2028 and U+2029, and keeps the last two in text.
 */
export type BrokenLines = {
  /** With LF for CRLF and CR, for the lint rules. */
  text: string;
  /** With LF for every line break of YAML 1.1, for the parser. */
  source: string;
  /** Converts a position in `source` to the position that an editor shows. */
  placeOf: (place: Place) => Place;
};

export function breakLines(file: string): BrokenLines {
  const text = file.replaceAll(/\r\n?/g, '\n');
  if (!/[\u0085\u2028\u2029]/.test(text)) return { text, source: text, placeOf: (place) => place };
  const source = text
    .replaceAll('\u0085', '\n')
    // Where text can continue after the break, a placeholder marks it until the value is read.
    .replaceAll(/(?<=[^\s:?|>+"'\]}-])\u2028/g, `${LINE_SEPARATOR}\n`)
    .replaceAll(/(?<=[^\s:?|>+"'\]}-])\u2029/g, `${PARAGRAPH_SEPARATOR}\n`)
    .replaceAll(/[\u2028\u2029]/g, '\n');
  return { text, source, placeOf: (place) => placeInText(text, source, place) };
}

function placeInText(text: string, source: string, { line, column }: Place): Place {
  let start = 0;
  for (let at = 1; at < line; at += 1) start = source.indexOf('\n', start) + 1;
  const before = source.slice(0, start + column - 1);
  const marks = before.split(LINE_SEPARATOR).length + before.split(PARAGRAPH_SEPARATOR).length - 2;
  return placeIn(text, before.length - marks);
}

/** Lines and columns count from 1; only LF ends a line, as in most editors. */
export function placeIn(text: string, offset: number): Place {
  const before = text.slice(0, Math.max(0, offset));
  return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
}

/** Puts the separators back into a value. At the end of plain text a separator is only a line break. */
export function withSeparators(value: string, isPlain: boolean): string {
  return putBack(putBack(value, LINE_SEPARATOR, '\u2028', isPlain), PARAGRAPH_SEPARATOR, '\u2029', isPlain);
}

function putBack(value: string, mark: string, separator: string, isPlain: boolean): string {
  const text = isPlain && value.endsWith(mark) ? value.slice(0, -1) : value;
  return text.replaceAll(`${mark}\n`, separator).replaceAll(`${mark} `, separator).replaceAll(mark, separator);
}
