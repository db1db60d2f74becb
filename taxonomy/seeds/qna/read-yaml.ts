import { isUtf8 } from 'node:buffer';
import { LineCounter, parseDocument, type YAMLError } from 'yaml';
import { buildTree, type YamlNode } from './build-tree';
import { prepareSource } from './prepare-source';
import type { Fault, Place } from './problem';

/** The largest qna.yaml that is read. The largest of the public taxonomy has 83 KB. */
export const MAX_FILE_BYTES = 256 * 1024;

export type YamlRead =
  | { isReadable: true; text: string; root: YamlNode; faults: Fault[] }
  /** `text` is null when the bytes are no text at all. */
  | { isReadable: false; text: string | null; fault: Fault };

// As PyYAML's reader has it.
const unprintable = /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * Reads one YAML document the way PyYAML's `safe_load` does, as far as qna.yaml needs it: YAML 1.1 scalars, the last
 * of doubled keys, quoted text whose next lines are indented less. Limits come first, so that no file can fill memory.
 *
 * `faults` of a readable file are what its author should know: doubled keys, text that was decoded wrongly.
 */
export function readYaml(bytes: Uint8Array): YamlRead {
  const tooLarge = sizeFault(bytes.byteLength);
  if (tooLarge) return { isReadable: false, text: null, fault: tooLarge };
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  if (!isUtf8(bytes)) {
    const place = placeIn(text, text.indexOf('\uFFFD'));
    return unreadable(null, place, 'These bytes are not UTF-8 text. Save the file as UTF-8 and try again.');
  }
  const strange = unprintable.exec(text);
  if (strange) {
    const code = strange[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
    return unreadable(
      text,
      placeIn(text, strange.index),
      `YAML cannot hold the control character U+${code}. Remove it.`,
    );
  }
  return readText(text);
}

function readText(text: string): YamlRead {
  const source = prepareSource(text);
  if ('message' in source) return unreadable(text, source, source.message);
  const lineCounter = new LineCounter();
  const document = parseDocument(source.text, {
    version: '1.1',
    // Every plain scalar as text: what PyYAML would make of it is decided in scalar.ts.
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
    lineCounter,
  });
  const placeOf = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset);
    return { line, column: Math.max(1, col - (source.padOfLine.get(line) ?? 0)) };
  };
  const [error] = document.errors;
  if (error) return unreadable(text, placeOf(error.pos[0]), wordsFor(error));
  const tree = buildTree(document, placeOf);
  if ('message' in tree) return unreadable(text, tree, tree.message);
  return { isReadable: true, text, root: tree.root, faults: [...tree.faults, ...findMojibake(text)] };
}

const unreadable = (text: string | null, { line, column }: Place, message: string): YamlRead => ({
  isReadable: false,
  text,
  fault: { line, column, keyword: 'syntax', message },
});

/** A file above the limit is refused by its size, before a byte of it is read. */
export function sizeFault(sizeBytes: number): Fault | null {
  if (sizeBytes <= MAX_FILE_BYTES) return null;
  const [has, may] = [sizeBytes, MAX_FILE_BYTES].map((bytes) => `${Math.ceil(bytes / 1024).toLocaleString('en')} KiB`);
  const message = `The file has ${has}; a qna.yaml may have at most ${may}. Split the leaf into several.`;
  return { line: 1, column: 1, keyword: 'syntax', message };
}

/** Lines and columns count from 1. */
function placeIn(text: string, offset: number): Place {
  const before = text.slice(0, Math.max(0, offset));
  return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
}

const remedies: Partial<Record<YAMLError['code'], string>> = {
  BAD_INDENT: 'The indentation does not fit the lines above. Line it up with its neighbours.',
  BLOCK_AS_IMPLICIT_KEY:
    'A “key:” stands inside another value here. Put text that holds “: ” in quotes, or begin it with | on its own line.',
  MULTILINE_IMPLICIT_KEY:
    'This line is neither a “key: value” nor part of the value above. Indent it under its value, or put the value in quotes.',
  MISSING_CHAR: 'Something is not closed or a colon is missing. Check quotes and brackets of this and the line above.',
  UNEXPECTED_TOKEN:
    'This cannot stand here. Check the indentation of the text above, and put text with special signs in quotes.',
  TAB_AS_INDENT: 'YAML is indented with spaces, never with tabs. Replace the tab.',
  BAD_ALIAS: 'This alias names no anchor. Put text that begins with * in quotes.',
  BAD_DQ_ESCAPE:
    'A backslash in double quotes begins an escape, and this one is unknown. Write \\\\, or use single quotes.',
  KEY_OVER_1024_CHARS: 'This would be a key of over 1,024 characters; it is text that lacks quotes or a |.',
  MULTIPLE_DOCS: 'The file holds more than one YAML document (---). Keep one.',
  RESOURCE_EXHAUSTION: 'The file is nested too deeply.',
};

const wordsFor = (error: YAMLError): string => remedies[error.code] ?? `This is not valid YAML: ${error.message}.`;

/** UTF-8 that was once read as Windows-1252 and saved again: â€™ for ’, Ã© for é. */
function findMojibake(text: string): Fault[] {
  const found = /â€[™œ\u009d\u0153\u201c\u201d“”˜¦]|Ã[\u00a0-\u00bf]/.exec(text);
  if (!found) return [];
  const message = `“${found[0]}” looks like text that was decoded wrongly. Correct it, or the teacher learns from it.`;
  return [{ ...placeIn(text, found.index), keyword: 'hint', message }];
}
