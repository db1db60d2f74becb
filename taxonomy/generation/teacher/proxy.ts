import { addressKind, plainHost } from '../../inner-addresses';
import type { NamedVariable } from './access';

/**
 * The proxy for an address from the environment (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY; upper or lower case).
 * This machine itself is never reached through a proxy.
 */
export function proxyOf(url: URL, variable: NamedVariable): string | undefined {
  const host = plainHost(url.hostname);
  if (host === 'localhost' || host.endsWith('.localhost') || addressKind(host) === 'loopback') return undefined;
  const either = (name: string) => variable(name) ?? variable(name.toLowerCase());
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  if (isExcepted(host, port, either('NO_PROXY') ?? '')) return undefined;
  const proxy = either(url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? either('ALL_PROXY');
  if (!proxy) return undefined;
  return /^[a-z][a-z\d+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}

/** A name matches itself and its subdomains, with a port only that port; `*` matches everything. */
function isExcepted(host: string, port: string, list: string): boolean {
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === '*') return true;
    const [, name = '', only] = /^(.+?)(?::(\d+))?$/.exec(entry.replace(/^\*?\./, '').toLowerCase()) ?? [];
    if (name === '' || (only !== undefined && only !== port)) return false;
    return host === name || host.endsWith(`.${name}`);
  });
}
