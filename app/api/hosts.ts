import { isIP } from 'node:net';
import { env } from '@/env';
import { DomainError } from '@/taxonomy/errors';

const urlHost = env.SEEDLEAF_URL ? [new URL(env.SEEDLEAF_URL).hostname] : [];
const names = new Set(
  [...urlHost, env.SEEDLEAF_HOST, ...env.SEEDLEAF_HOSTS.split(',')].map((name) => name.trim().toLowerCase()),
);

/**
 * Explains why a request's host is refused; null when it is allowed. Another site could point its own name at this
 * machine (DNS rebinding) and then read our responses. With an IP address or localhost it cannot.
 */
export function foreignHost(headers: Headers): string | null {
  const host = headers.get('host');
  if (host === null) return null;
  const name = host.replace(/:\d*$/, '').replace(/\.$/, '').toLowerCase();
  const address = name.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) !== 0 || name === 'localhost' || name.endsWith('.localhost') || names.has(name)) return null;
  return `Seedleaf does not accept requests for the host ${JSON.stringify(name)}. To allow it, start Seedleaf with SEEDLEAF_HOSTS set to that host, or with SEEDLEAF_URL set to its public address.`;
}

/** @throws DomainError `forbidden` for a request to an unknown host. */
export function refuseForeignHost(request: { headers: Headers }): void {
  const reason = foreignHost(request.headers);
  if (reason) throw new DomainError('forbidden', reason);
}

/** Behind TLS, browsers are told to use only TLS for a year (HSTS). */
export const onlyEncrypted: Record<string, string> = env.SEEDLEAF_URL?.startsWith('https:')
  ? { 'strict-transport-security': 'max-age=31536000' }
  : {};
