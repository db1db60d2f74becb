import { env } from '@/env';
import { DomainError } from '@/taxonomy/errors';

/**
 * Refuses writes that a page of another site sends with this person's cookie (CSRF).
 *
 * Browsers send the page's origin with every such request. Other clients send none and have no cookie that a page could
 * abuse. `Sec-Fetch-Site` covers browsers that omit the origin.
 */
export function refuseForeignOrigin(request: Request): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  const host = request.headers.get('host');
  const own = new Set([env.SEEDLEAF_URL && new URL(env.SEEDLEAF_URL).origin, host && `http://${host}`]);
  const isOwn = origin === null ? site === null || site === 'same-origin' || site === 'none' : own.has(origin);
  if (!isOwn)
    throw new DomainError(
      'forbidden',
      `A page of ${origin ?? 'another site'} cannot do this. If that is Seedleaf’s public address, start Seedleaf with SEEDLEAF_URL set to it.`,
    );
}
