import { describe, expect, it } from 'vitest';
import { countInvisible, invisiblePieces } from '@/components/review/invisible';

const named = (text: string) =>
  invisiblePieces(text)
    .map(({ text: seen, name }) => (name === null ? seen : `[${name}]`))
    .join('');

describe('invisiblePieces', () => {
  it('names invisible characters', () => {
    expect(named('a\u00a0b\u200bc\ufeffd\u202ee\u0000f\r\n')).toBe('a[NBSP]b[ZWSP]c[BOM]d[U+202E]e[U+0000]f[CR]\n');
    expect(named('x \ud800 y')).toBe('x [U+D800] y');
  });

  it('ignores what is part of a visible character: emoji, Persian, combining marks, tabs', () => {
    for (const text of ['👩‍👩‍👧‍👦', 'می‌خواهم', 'é ẍ̧ नि', '\tx\n', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'مرحبا']) expect(named(text)).toBe(text);
  });

  it('names a joiner that joins nothing', () => {
    expect(named('a \u200d b\u200c.')).toBe('a [ZWJ] b[ZWNJ].');
  });

  it('counts them, without Windows line ends', () => {
    expect(countInvisible('a\r\nb\u200b')).toBe(1);
    expect(countInvisible('plain')).toBe(0);
  });
});
