import { env } from '@/env';
import { DomainError } from '@/taxonomy/errors';

/**
 * Refuses a write that another site's page has sent with this person's cookie.
 *
 * Browsers name the page's origin on every such request. Callers that are not browsers send none and carry
 * no cookie that a page could abuse; `Sec-Fetch-Site` catches the browsers that leave the origin out.
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
      `A page of ${origin ?? 'another site'} may not do this. If that is how you reach Seedleaf, start it with SEEDLEAF_URL set to that address.`,
    );
}
