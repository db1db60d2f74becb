import { describe, expect, it } from 'vitest';
import { nextPath } from '@/components/accounts/next-path';

describe('where to go after signing in', () => {
  it.each(['/', '/runs', '/review/abc?status=pending', '/a//b', '/x:y'])(
    'is the page that was wanted: %s',
    (wanted) => {
      expect(nextPath(wanted)).toBe(wanted);
    },
  );

  it.each([
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '\t//evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    'runs',
    '',
    '/sign-in?next=/sign-in',
    undefined,
    ['/runs', '/x'],
  ])('is the first page for %j', (wanted) => {
    expect(nextPath(wanted)).toBe('/');
  });

  it('loses its fragment, which the server never gets to see', () => {
    expect(nextPath('/runs#x')).toBe('/runs');
  });
});
