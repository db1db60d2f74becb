import { describe, expect, it } from 'vitest';
import { pathMatcher } from '@/taxonomy/documents/patterns';

describe('pathMatcher', () => {
  it.each([
    ['chickadee.md', 'chickadee.md', true],
    ['chickadee.md', 'birds/chickadee.md', false],
    ['docs/Caf\u00e9.md', 'docs/Cafe\u0301.md', true],
    ['docs/Cafe\u0301.md', 'docs/Caf\u00e9.md', true],
    ['*.md', 'chickadee.md', true],
    ['*.md', 'birds/chickadee.md', false],
    ['*.md', '.hidden.md', false],
    ['*/*.md', 'birds/chickadee.md', true],
    ['**/*.md', 'chickadee.md', true],
    ['**/*.md', 'a/b/c/chickadee.md', true],
    ['**/*.md', 'a/.git/chickadee.md', false],
    ['docs/**', 'docs/a/b.md', true],
    ['docs/**/b.md', 'docs/b.md', true],
    ['docs/**/b.md', 'other/b.md', false],
    ['phoenix.m?', 'phoenix.md', true],
    ['[a-c]*.md', 'bird.md', true],
    ['[!a-c]*.md', 'bird.md', false],
    ['[]x].md', '].md', true],
    ['[x.md', '[x.md', true],
    ['./a.md', 'a.md', true],
    ['A.md', 'a.md', false],
    ['*b*d.md', 'abcbd.md', true],
    ['**.md', 'a/b.md', false],
  ])('%s on %s: %s', (pattern, path, matches) => {
    expect(pathMatcher([pattern])(path)).toBe(matches);
  });

  it.each(['', '/etc/passwd', '../a.md', 'a/../../b'])(
    'refuses the pattern %j, which points outside the repository',
    (pattern) => {
      expect(() => pathMatcher([pattern])).toThrow(/outside the repository/);
    },
  );

  it('is not slowed down by a malicious pattern', () => {
    const matches = pathMatcher([`${'*a'.repeat(200)}b`, `${'**/'.repeat(150)}x`]);
    const started = performance.now();
    expect(matches('a'.repeat(3_000))).toBe(false);
    expect(matches('a/'.repeat(1_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
