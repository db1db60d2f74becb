/** Where to go after signing in: a page of ours, or the first one. An address elsewhere is a trap, not a wish. */
export function nextPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/')) return '/';
  // The browser's own parser decides what `//host`, `/\host` or a tab in between would mean.
  if (!URL.canParse(wanted, HERE)) return '/';
  const { origin, pathname, search } = new URL(wanted, HERE);
  return origin === HERE && pathname !== '/sign-in' ? pathname + search : '/';
}

const HERE = 'http://here.invalid';
