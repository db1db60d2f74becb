import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { DomainError } from '../errors';
import { addressKind, plainHost } from '../inner-addresses';
import { metadataNames } from '../metadata-hosts';

/** Settings for `git -c` for one address. */
export type Pinned = string[];

/**
 * Checks the host of a repository's address before git connects to it. A curator can enter any host, and this machine
 * can reach hosts that a curator must not: itself, its private network, a cloud's metadata service.
 *
 * @param allowed Hosts inside the network that the owner allows (hostsIn).
 * @returns settings that pin git to the checked IP addresses, so that the name cannot resolve to another one
 * afterwards, and that turn redirects off.
 * @throws DomainError `invalid` for an address inside the network, with the remedy.
 */
export async function checkHost(repo: string, allowed: readonly string[]): Promise<Pinned> {
  const place = placeOf(repo);
  if (!place) return noRedirects;
  const { host, port } = place;
  if (allowed.includes('*') || allowed.includes(host)) return noRedirects;
  if (metadataNames.has(host) || host === 'localhost' || host.endsWith('.localhost')) throw inner(repo, host);
  if (isIP(host)) {
    if (isInner(host)) throw inner(repo, host);
    return noRedirects;
  }
  // A name that does not resolve here may be known to a proxy or the owner's ssh configuration.
  const found = await lookup(host, { all: true }).catch(() => []);
  if (found.some(({ address }) => isInner(address))) throw inner(repo, host);
  if (port === null || found.length === 0) return noRedirects;
  const addresses = found.map(({ address, family }) => (family === 6 ? `[${address}]` : address)).join(',');
  return [...noRedirects, `http.curloptResolve=${host}:${port}:${addresses}`];
}

/** For a renamed repository, enter the new address in the leaf. */
const noRedirects: Pinned = ['http.followRedirects=false'];

type Place = { host: string; port: number | null };

/**
 * The host of an address, as git and curl read it. Addresses that they could read differently are refused. Null for a
 * local path, which curators may only use if the owner allows it (SEEDLEAF_GIT_PROTOCOLS).
 */
function placeOf(repo: string): Place | null {
  if (/^file:/i.test(repo) || repo.startsWith('/')) return null;
  const url = /^([a-z]+):\/\/(?:[\w.~%+-]*(?::[\w.~%+-]*)?@)?(\[[\da-f:.]+\]|[a-z\d._-]+)(?::(\d{1,5}))?(?:[/?#]|$)/i;
  const [, scheme = '', host, port] = url.exec(repo) ?? [];
  if (host) {
    const usual = { https: 443, http: 80 }[scheme.toLowerCase()] ?? null;
    return { host: plainHost(host), port: usual && Number(port ?? usual) };
  }
  const [, byName] = /^(?:[\w.-]+@)?([a-z\d][a-z\d.-]*):(?!\/\/)/i.exec(repo) ?? [];
  if (byName) return { host: plainHost(byName), port: null };
  throw new DomainError(
    'invalid',
    `The host of ${repo.slice(0, 200)} is not clear. Write it in plain ASCII letters (an international name as xn--…).`,
  );
}

/** True for any address that is not public, including IPv4 inside IPv6. */
const isInner = (address: string): boolean => addressKind(address) !== 'public';

const inner = (repo: string, host: string) =>
  new DomainError(
    'invalid',
    `${repo} is inside this machine's network. Upload the files, or ask the owner to add ${host} to SEEDLEAF_GIT_HOSTS.`,
  );
