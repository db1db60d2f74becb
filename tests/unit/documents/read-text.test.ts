import { describe, expect, it } from 'vitest';
import { readDocument } from '@/taxonomy/documents/read-text';

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding);

describe('readDocument', () => {
  it('removes the byte order mark and makes all line ends equal', () => {
    expect(readDocument('a.md', bytes('\uFEFF# A\r\nb\rc\n'))).toEqual({
      markdown: '# A\nb\nc\n',
      mediaType: 'text/markdown',
      pictures: 0,
    });
  });

  it.each([
    ['birds.pdf', bytes('%PDF-1.4'), /is not supported/],
    ['birds.md', bytes('%PDF-1.4'), /is actually a PDF/],
    ['birds.txt', bytes('PK\u0003\u0004'), /zip file or an Office document/],
    ['birds.md', Buffer.concat([Buffer.from([0xff, 0xfe]), bytes('hi', 'utf16le')]), /UTF-16/],
    ['birds.md', bytes('one\ntwo\ncaf\u00e9', 'latin1'), /not UTF-8 \(line 3\)/],
    ['birds.md', bytes('a\0b'), /NUL/],
    ['birds.md', bytes(' \n\t'), /no text/],
    ['birds.md', bytes(''), /no text/],
    ['birds.md', bytes('version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n'), /Git LFS/],
    ['birds.md', bytes('version https://hawser.github.com/spec/v1\noid sha256:1\nsize 1\n'), /Git LFS/],
    ['birds.md', bytes('/annex/objects/SHA256E-s12--aa.md\n'), /git-annex/],
    ['birds.md', Buffer.alloc(10 * 1024 * 1024 + 1, 'a'), /larger than 10 MB/],
    ['birds', bytes('text'), /is not supported/],
  ])('refuses %s and names it', (name, content, message) => {
    expect(() => readDocument(name, content)).toThrow(message);
    expect(() => readDocument(name, content)).toThrow(new RegExp(`^${name} `));
  });
});
