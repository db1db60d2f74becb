import { createHash } from 'node:crypto';

/** An ETag for whatever decides an answer. */
export const etagOf = (...parts: string[]): string =>
  `"${createHash('sha256').update(parts.join('\0')).digest('base64url').slice(0, 27)}"`;

/** True when the caller has this very answer already. */
export function isKnown(request: Request, etag: string): boolean {
  const known = request.headers.get('if-none-match') ?? '';
  return known.split(',').some((each) => each.trim().replace(/^W\//, '') === etag);
}

/** "What you have is still true": an answer without its content. */
export function notModified(etag: string): Response {
  const headers = new Headers();
  keep(headers, etag);
  return new Response(null, { status: 304, headers });
}

/** Lets the browser keep an answer, and makes it ask each time whether that is still true. Nothing between may keep it. */
export function keep(headers: Headers, etag: string): void {
  headers.set('cache-control', 'private, no-cache');
  headers.set('vary', 'cookie');
  headers.set('etag', etag);
}
