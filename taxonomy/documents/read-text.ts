import { isUtf8 } from 'node:buffer';
import { DomainError } from '../errors';
import { leaveOutPictures } from './pictures';

/** The largest file that is read as a document. */
export const MAX_DOCUMENT_BYTES = 10 * 1024 * 1024;

/** Supported formats, by file extension. */
const mediaTypes = {
  '.md': 'text/markdown',
  '.markdown': 'text/markdown',
  '.txt': 'text/plain',
} as const satisfies Record<string, string>;

/** Formats that are likely to be uploaded but not supported, by file extension. */
const notYet = ['.pdf', '.docx', '.doc', '.odt', '.html', '.htm', '.rtf', '.epub', '.rst', '.adoc'];

const signatures: { name: string; bytes: number[] }[] = [
  { name: 'a PDF', bytes: [0x25, 0x50, 0x44, 0x46] },
  { name: 'a zip file or an Office document', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { name: 'an old Office document', bytes: [0xd0, 0xcf, 0x11, 0xe0] },
  { name: 'an image', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { name: 'an image', bytes: [0xff, 0xd8, 0xff] },
  { name: 'a gzip file', bytes: [0x1f, 0x8b] },
  { name: 'UTF-16 text', bytes: [0xff, 0xfe] },
  { name: 'UTF-16 text', bytes: [0xfe, 0xff] },
];

/** What git stores instead of a large file; the first form of Git LFS had another address. */
const pointers = [
  { name: 'Git LFS', start: /^version https:\/\/(?:git-lfs\.github\.com|hawser\.github\.com|git-media\.io)\/spec\// },
  { name: 'git-annex', start: /^(?:\.\.\/)*(?:\.git)?\/annex\/objects\// },
];

const endingOf = (name: string): string => /\.[^./\\]+$/.exec(name.toLowerCase())?.[0] ?? '';

/** Null when the format is not supported. */
export function mediaTypeOf(name: string): string | null {
  return Object.entries(mediaTypes).find(([ending]) => ending === endingOf(name))?.[1] ?? null;
}

/** True for a known document format that is not supported. */
export const isKnownDocument = (name: string): boolean => notYet.includes(endingOf(name));

/**
 * The markdown of a file: UTF-8, with line feeds only, no byte order mark, and a mark for each picture. Plain text
 * stays unchanged.
 *
 * @throws DomainError `invalid` (see checkDocument).
 */
export function readDocument(
  name: string,
  bytes: Uint8Array,
): { markdown: string; mediaType: string; pictures: number } {
  const { text, mediaType } = checkDocument(name, bytes);
  return { ...leaveOutPictures(text.replaceAll(/\r\n?/g, '\n')), mediaType };
}

/**
 * The text of a file, unchanged. Fast (tens of milliseconds for the largest), so that problems can be reported during
 * the upload.
 *
 * @throws DomainError `invalid` with the file's name and the remedy when it is not readable text.
 */
export function checkDocument(name: string, bytes: Uint8Array): { text: string; mediaType: string } {
  const mediaType = mediaTypeOf(name);
  if (!mediaType)
    throw unreadable(name, 'is in a format that is not supported', 'Convert it to markdown or plain text.');
  if (bytes.byteLength > MAX_DOCUMENT_BYTES)
    throw unreadable(name, 'is larger than 10 MB', 'Split it into smaller files.');
  const signature = signatures.find((each) => each.bytes.every((byte, i) => bytes[i] === byte));
  if (signature) {
    throw unreadable(name, `is actually ${signature.name}`, 'Save it as markdown or plain text in UTF-8.');
  }
  if (!isUtf8(bytes)) {
    throw unreadable(name, `is not UTF-8 (line ${badLineOf(bytes)})`, 'Save it with the encoding UTF-8.');
  }
  const text = new TextDecoder('utf-8').decode(bytes);
  if (text.includes('\0')) throw unreadable(name, 'contains NUL bytes, so it is not text', 'Export it as text again.');
  const pointer = pointers.find(({ start }) => start.test(text));
  if (pointer) {
    const remedy = `Upload the file itself, or store it in git without ${pointer.name}.`;
    throw unreadable(name, `is only a pointer to ${pointer.name}`, remedy);
  }
  if (!/\S/.test(text)) throw unreadable(name, 'has no text', 'Choose a file with text in it.');
  return { text, mediaType };
}

const unreadable = (name: string, what: string, remedy: string) =>
  new DomainError('invalid', `${name} ${what}. ${remedy}`);

const LINE_FEED = 0x0a;
const BLOCK_BYTES = 64 * 1024;

/** A line feed is never part of a longer character, so blocks of lines are checked first, then single lines. */
function badLineOf(bytes: Uint8Array): number {
  const block = firstBad(bytes, 0, BLOCK_BYTES);
  const start = firstBad(bytes, block, 0);
  let line = 1;
  for (let i = 0; i < start; i += 1) if (bytes[i] === LINE_FEED) line += 1;
  return line;
}

/** The start of the first block of lines, of at least `atLeast` bytes, that is not UTF-8. */
function firstBad(bytes: Uint8Array, start: number, atLeast: number): number {
  let from = start;
  while (from < bytes.length) {
    const feed = bytes.indexOf(LINE_FEED, from + atLeast);
    const end = feed === -1 ? bytes.length : feed + 1;
    if (!isUtf8(bytes.subarray(from, end))) break;
    from = end;
  }
  return from;
}
