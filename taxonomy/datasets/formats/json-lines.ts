import { textEncoding, type Encoding } from './encoding';

/**
 * A value as one line of a JSON Lines file. U+2028 and U+2029 are escaped: JSON allows them, but many readers (such as
 * Python's `splitlines`) treat them as line ends.
 */
export const jsonLine = (value: unknown): string => `${escapeLineEnds(JSON.stringify(value))}\n`;

const escapeLineEnds = (json: string): string =>
  lineEnds.test(json)
    ? json.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029').replaceAll('\u0085', '\\u0085')
    : json;

const lineEnds = /[\u0085\u2028\u2029]/;

/** A line of a JSON Lines file as its value. Throws when it is more or less than one line. */
export function readJsonLine(line: string): unknown {
  if (!line.endsWith('\n') || line.indexOf('\n') !== line.length - 1) throw new Error('it is not one line');
  if (lineEnds.test(line)) throw new Error('it has a character that many readers take for a line end');
  return JSON.parse(line);
}

export const jsonLines: Encoding<unknown> = textEncoding({ show: jsonLine, read: readJsonLine });
