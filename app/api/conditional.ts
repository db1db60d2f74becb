import { createHash } from 'node:crypto';

/** An ETag for the data that a response depends on. */
export const etagOf = (...parts: string[]): string =>
  `"${createHash('sha256').update(parts.join('\0')).digest('base64url').slice(0, 27)}"`;

/** True when the client already has this response. */
export function isKnown(request: Request, etag: string): boolean {
  const known = request.headers.get('if-none-match') ?? '';
  return known.split(',').some((each) => each.trim().replace(/^W\//, '') === etag);
}

/** 304 Not Modified: the client's copy is current. */
export function notModified(etag: string): Response {
  const headers = new Headers();
  keep(headers, etag);
  return new Response(null, { status: 304, headers });
}

/** Lets the browser cache a response and revalidate it each time. Shared caches must not store it. */
export function keep(headers: Headers, etag: string): void {
  headers.set('cache-control', 'private, no-cache');
  headers.set('vary', 'cookie');
  headers.set('etag', etag);
}
