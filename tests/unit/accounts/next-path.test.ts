import { describe, expect, it } from 'vitest';
import { nextPath } from '@/components/accounts/next-path';

describe('the page after signing in', () => {
  it.each(['/', '/runs', '/review/abc?status=pending', '/a//b', '/x:y'])('is the requested page: %s', (wanted) => {
    expect(nextPath(wanted)).toBe(wanted);
  });

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
  ])('is the start page for %j', (wanted) => {
    expect(nextPath(wanted)).toBe('/');
  });

  it('has no fragment, because the server never receives it', () => {
    expect(nextPath('/runs#x')).toBe('/runs');
  });
});
