import { isIP } from 'node:net';
import { env } from '@/env';
import { DomainError } from '@/taxonomy/errors';

const urlHost = env.SEEDLEAF_URL ? [new URL(env.SEEDLEAF_URL).hostname] : [];
const names = new Set(
  [...urlHost, env.SEEDLEAF_HOST, ...env.SEEDLEAF_HOSTS.split(',')].map((name) => name.trim().toLowerCase()),
);

/**
 * Why a request is not for us; null when it is. A page elsewhere can have its own name point at this machine (DNS
 * rebinding) and would then read our answers as its own. It cannot do so with an address, or with localhost.
 */
export function foreignHost(headers: Headers): string | null {
  const host = headers.get('host');
  if (host === null) return null;
  const name = host.replace(/:\d*$/, '').replace(/\.$/, '').toLowerCase();
  const address = name.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) !== 0 || name === 'localhost' || name.endsWith('.localhost') || names.has(name)) return null;
  return `Seedleaf does not go by the name ${JSON.stringify(name)}. If it should, start it with SEEDLEAF_HOSTS set to that name, or SEEDLEAF_URL to the address that people type.`;
}

/** @throws DomainError `forbidden` for a request to a name that is not ours. */
export function refuseForeignHost(request: { headers: Headers }): void {
  const reason = foreignHost(request.headers);
  if (reason) throw new DomainError('forbidden', reason);
}

/** Behind TLS, browsers are told to come back by TLS only, for a year (HSTS). */
export const onlyEncrypted: Record<string, string> = env.SEEDLEAF_URL?.startsWith('https:')
  ? { 'strict-transport-security': 'max-age=31536000' }
  : {};
