/** The page to open after signing in. Addresses of other sites are ignored, since they could be an attack. */
export function nextPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/')) return '/';
  // Use the browser's parser, which knows how it would read `//host`, `/\host` or a tab in between.
  if (!URL.canParse(wanted, HERE)) return '/';
  const { origin, pathname, search } = new URL(wanted, HERE);
  return origin === HERE && pathname !== '/sign-in' ? pathname + search : '/';
}

const HERE = 'http://here.invalid';
