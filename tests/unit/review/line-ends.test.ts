import { describe, expect, it } from 'vitest';
import { withLineEndsOf } from '@/components/review/line-ends';

const text = (answer: string) => ({ context: null, question: 'Q', answer });
const edited = (original: string, written: string) => withLineEndsOf(text(original), text(written)).answer;

describe('withLineEndsOf', () => {
  it('keeps Windows line ends if a text had them throughout', () => {
    expect(edited('a\r\nb', 'a\nb\nc')).toBe('a\r\nb\r\nc');
    expect(edited('a\r\nb', 'a\r\nb')).toBe('a\r\nb');
  });

  it('changes nothing else', () => {
    expect(edited('a\nb', 'a\n b\n')).toBe('a\n b\n');
    expect(edited('a\r\nb\nc', 'a\nb')).toBe('a\nb');
    expect(edited('a', '  a\t')).toBe('  a\t');
  });
});
