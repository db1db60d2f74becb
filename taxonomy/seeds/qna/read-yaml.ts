import { isUtf8 } from 'node:buffer';
import { LineCounter, parseDocument, type YAMLError } from 'yaml';
import { buildTree, type YamlNode } from './build-tree';
import { breakLines, placeIn } from './line-breaks';
import { prepareSource } from './prepare-source';
import type { Fault, Place } from './problem';
import { codeOf, findUnseen, hintsOnUnseen, wordsOnStructure } from './unseen';

/** The largest qna.yaml that is read. The largest in the public taxonomy has 83 KB. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;

export type YamlRead =
  | { isReadable: true; text: string; root: YamlNode; faults: Fault[] }
  /** `text` is null when the bytes are not text. */
  | { isReadable: false; text: string | null; fault: Fault };

// The same set as PyYAML's reader.
const unprintable = /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * Reads one YAML document the way Python and PyYAML's `safe_load` do, as far as qna.yaml needs it: their line breaks,
 * YAML 1.1 scalars, the last of duplicate keys, no tabs between values, less indented lines in quoted text. Limits are
 * checked first, so that no file can exhaust memory.
 *
 * `faults` of a readable file are warnings for its author: duplicate keys, wrongly decoded text, invisible characters,
 * values cut short by a comment.
 */
export function readYaml(bytes: Uint8Array): YamlRead {
  const tooLarge = sizeFault(bytes.byteLength);
  if (tooLarge) return { isReadable: false, text: null, fault: tooLarge };
  const wide = wideEncoding(bytes);
  if (wide) return unreadable(null, { line: 1, column: 1 }, `The file is ${wide}. Save it as UTF-8 and try again.`);
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  if (!isUtf8(bytes)) {
    const place = placeIn(text, text.indexOf('\uFFFD'));
    return unreadable(null, place, 'These bytes are not UTF-8 text. Save the file as UTF-8 and try again.');
  }
  const strange = unprintable.exec(text);
  if (strange) {
    const code = codeOf(strange[0].codePointAt(0) ?? 0);
    return unreadable(text, placeIn(text, strange.index), `YAML cannot hold the control character ${code}. Remove it.`);
  }
  return readText(text);
}

/** Recognised by its first bytes: ASCII letters in UTF-16 have a NUL in every other byte. */
function wideEncoding([first, second, third, fourth]: Uint8Array): string | null {
  if (first === 0xff && second === 0xfe) return third === 0 && fourth === 0 ? 'UTF-32' : 'UTF-16';
  if (first === 0xfe && second === 0xff) return 'UTF-16';
  if (first === 0 && second === 0 && third === 0xfe && fourth === 0xff) return 'UTF-32';
  return (first === 0) !== (second === 0) && (third === 0) !== (fourth === 0) ? 'UTF-16' : null;
}

function readText(file: string): YamlRead {
  const lines = breakLines(file);
  const other = /^\uFEFF?%YAML +(?!1\.)\d+\.\d+/m.exec(lines.source);
  if (other)
    return unreadable(file, placeIn(lines.source, other.index), 'Only YAML 1 is supported. Remove the %YAML line.');
  const source = prepareSource(lines.source);
  if ('message' in source) return explained(file, lines.text, lines.placeOf(source), source.message, []);
  const lineCounter = new LineCounter();
  const document = parseDocument(source.text, {
    version: '1.1',
    // Read every plain scalar as text; scalar.ts decides what PyYAML would make of it.
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
    lineCounter,
  });
  const placeOf = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset);
    return lines.placeOf({ line, column: Math.max(1, col - (source.padOfLine.get(line) ?? 0)) });
  };
  const cuts = source.cuts.slice(0, MAX_CUTS).map(placeOf);
  const [error] = document.errors;
  if (error) return explained(file, lines.text, placeOf(error.pos[0]), wordsFor(error), cuts);
  const tree = buildTree(document, placeOf);
  if ('message' in tree) return explained(file, lines.text, tree, tree.message, cuts);
  const hints = [
    ...findMojibake(lines.text),
    ...hintsOnUnseen(findUnseen(lines.text)),
    ...cuts.filter(({ line }) => !isVersionLine(lines.text, line)).map(cutHint),
  ];
  return { isReadable: true, text: file, root: tree.root, faults: [...tree.faults, ...hints] };
}

/** Report at most this many; a file with more uses comments on purpose. */
const MAX_CUTS = 20;

/** Explains the real cause when an invisible character or a comment makes a file unreadable. */
function explained(file: string, text: string, place: Place, message: string, cuts: Place[]): YamlRead {
  const structure = findUnseen(text).find((each) => each.isStructure && each.line <= place.line);
  if (structure) return unreadable(file, structure, wordsOnStructure(structure));
  const cut = cuts.find(({ line }) => line === place.line || line === place.line - 1);
  if (cut) return unreadable(file, place, `${message} ${cutHint(cut).message}`);
  return unreadable(file, place, message);
}

/** `version: 3 # newest` is clearly a comment. */
const isVersionLine = (text: string, line: number): boolean =>
  line <= 20 && (text.split('\n', line)[line - 1] ?? '').startsWith('version:');

const cutHint = ({ line, column }: Place): Fault => ({
  line,
  column,
  keyword: 'hint',
  message: `The text ends before the “#” at ${line}:${column}, because YAML reads the rest of the line as a comment. If it is part of the text, put the text in quotes.`,
});

const unreadable = (text: string | null, { line, column }: Place, message: string): YamlRead => ({
  isReadable: false,
  text,
  fault: { line, column, keyword: 'syntax', message },
});

/** Refuses a file over the limit before it is parsed. */
export function sizeFault(sizeBytes: number): Fault | null {
  if (sizeBytes <= MAX_FILE_BYTES) return null;
  const [has, may] = [sizeBytes, MAX_FILE_BYTES].map((bytes) => `${Math.ceil(bytes / 1024).toLocaleString('en')} KiB`);
  const message = `The file has ${has}, more than the ${may} that a qna.yaml may have. Split the leaf.`;
  return { line: 1, column: 1, keyword: 'syntax', message };
}

const remedies: Partial<Record<YAMLError['code'], string>> = {
  BAD_INDENT: 'The indentation does not match the lines above. Align it with them.',
  BLOCK_AS_IMPLICIT_KEY:
    'There is a “key:” inside another value here. Put text with “: ” in quotes, or start it with | on a line before it.',
  MULTILINE_IMPLICIT_KEY:
    'This line is neither “key: value” nor part of the value above. Indent it to continue the value, or put the value in quotes.',
  MISSING_CHAR: 'A quote or bracket is not closed, or a colon is missing. Check this line and the one above.',
  UNEXPECTED_TOKEN:
    'This is not allowed here. Check the indentation of the text above, and put text with special characters in quotes.',
  BAD_ALIAS: 'There is no anchor with this alias’s name. Put text that starts with * in quotes.',
  BAD_DQ_ESCAPE:
    'A backslash in double quotes starts an escape sequence, and this one is unknown. Write \\\\, or use single quotes.',
  KEY_OVER_1024_CHARS: 'This key has over 1,024 characters. It is probably text without quotes or a |.',
  MULTIPLE_DOCS: 'The file has more than one YAML document (---). Keep one.',
  RESOURCE_EXHAUSTION: 'The file is nested too deeply.',
};

const wordsFor = (error: YAMLError): string => remedies[error.code] ?? `This is not valid YAML: ${error.message}.`;

/** UTF-8 that was read as Windows-1252 and saved again: â€™ for ’, Ã© for é. */
function findMojibake(text: string): Fault[] {
  const found = /â€[™œ\u009d\u0153\u201c\u201d“”˜¦]|Ã[\u00a0-\u00bf]/.exec(text);
  if (!found) return [];
  const message = `“${found[0]}” looks like wrongly decoded text. Correct it, or it will appear in generated samples.`;
  return [{ ...placeIn(text, found.index), keyword: 'hint', message }];
}
