import { isUtf8 } from 'node:buffer';
import { DomainError } from '../errors';

/** Largest file that is read as a document. */
export const MAX_DOCUMENT_BYTES = 10 * 1024 * 1024;

/** What can be read now, by the end of the name. */
const mediaTypes = {
  '.md': 'text/markdown',
  '.markdown': 'text/markdown',
  '.txt': 'text/plain',
} as const satisfies Record<string, string>;

/** Formats that people will bring and that cannot be read yet, by the end of the name. */
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

const LFS_POINTER = 'version https://git-lfs.github.com/spec/';

const endingOf = (name: string): string => /\.[^./\\]+$/.exec(name.toLowerCase())?.[0] ?? '';

/** Null when documents of this kind are not read. */
export function mediaTypeOf(name: string): string | null {
  return Object.entries(mediaTypes).find(([ending]) => ending === endingOf(name))?.[1] ?? null;
}

/** True for a document that a person may well have meant, of a kind that cannot be read yet. */
export const isKnownDocument = (name: string): boolean => notYet.includes(endingOf(name));

/**
 * The markdown of a file: UTF-8, with line feeds only and no byte order mark. Plain text is taken as it stands.
 *
 * @throws DomainError `invalid`, naming the file, when it is not text that can be read, with the remedy.
 */
export function readDocument(name: string, bytes: Uint8Array): { markdown: string; mediaType: string } {
  const mediaType = mediaTypeOf(name);
  if (!mediaType) throw unreadable(name, 'is of a kind that cannot be read yet', 'Bring it as markdown or plain text.');
  if (bytes.byteLength > MAX_DOCUMENT_BYTES) throw unreadable(name, 'is larger than 10 MB', 'Split it into parts.');
  const signature = signatures.find((each) => each.bytes.every((byte, i) => bytes[i] === byte));
  if (signature) {
    throw unreadable(name, `is ${signature.name} by its content`, 'Save it as markdown or plain text in UTF-8.');
  }
  if (!isUtf8(bytes)) {
    throw unreadable(name, `is not UTF-8 (line ${badLineOf(bytes)})`, 'Save it with the encoding UTF-8.');
  }
  const text = new TextDecoder('utf-8').decode(bytes);
  if (text.includes('\0')) throw unreadable(name, 'holds NUL bytes, so it is no text', 'Export it as text again.');
  if (text.startsWith(LFS_POINTER)) {
    throw unreadable(name, 'is only a pointer to Git LFS', 'Upload the file itself, or store it in git without LFS.');
  }
  if (text.trim() === '') throw unreadable(name, 'has no text', 'Choose a file with text in it.');
  return { markdown: text.replaceAll(/\r\n?/g, '\n'), mediaType };
}

const unreadable = (name: string, what: string, remedy: string) =>
  new DomainError('invalid', `${name} ${what}. ${remedy}`);

/** A line feed is never part of a longer character, so lines can be looked at one by one. */
function badLineOf(bytes: Uint8Array): number {
  let line = 1;
  for (let from = 0; from < bytes.length; line += 1) {
    const feed = bytes.indexOf(0x0a, from);
    const end = feed === -1 ? bytes.length : feed + 1;
    if (!isUtf8(bytes.subarray(from, end))) break;
    from = end;
  }
  return line;
}
