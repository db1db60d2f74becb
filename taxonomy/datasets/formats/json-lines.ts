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
