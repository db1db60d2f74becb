import { describe, expect, it } from 'vitest';
import { beginningOf } from '@/components/review/beginning-of';

describe('beginningOf', () => {
  it('returns a short text unchanged, on one line', () => {
    expect(beginningOf(' What is\n  the largest planet? ')).toBe('What is the largest planet?');
  });

  it('cuts between words, with an ellipsis and no comma before it', () => {
    expect(beginningOf('Compare one example, and another example.', 20)).toBe('Compare one example…');
    expect(beginningOf('Compare one exam', 14)).toBe('Compare one…');
    expect(beginningOf('Compare one exam', 11)).toBe('Compare one…');
  });

  it('cuts a single word that is too long, but never inside a character', () => {
    expect(beginningOf('🌱'.repeat(9), 4)).toBe('🌱🌱🌱🌱…');
  });

  it('shows that there is more even if the rest starts with spaces', () => {
    expect(beginningOf(`One.${' '.repeat(1_000)}Two.`, 20)).toBe('One.…');
  });
});
