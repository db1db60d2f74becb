import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { metadataAddresses, metadataNames } from '../../metadata-hosts';
import { TeacherError } from './teacher';

// A teacher may well be on this machine or in the private network, but never at a link-local address.
const blockedRanges: ReadonlySet<string> = new Set(['linkLocal', 'multicast', 'broadcast']);

/**
 * Whether a teacher may not be at this address: link-local, multicast, or a cloud's metadata service.
 *
 * Loopback and private addresses are allowed on purpose, since curators name teachers and most run locally.
 * IPv4 inside IPv6 (mapped, 6to4, NAT64) is judged by the IPv4 address.
 */
export function isBlockedAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return true;
  const parsed = embeddedIpv4(ipaddr.process(address));
  return blockedRanges.has(parsed.range()) || metadataAddresses.has(parsed.toString());
}

function embeddedIpv4(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (!(address instanceof ipaddr.IPv6)) return address;
  const bytes = address.toByteArray();
  if (address.range() === 'rfc6052') return ipaddr.fromByteArray(bytes.slice(12));
  if (address.range() === '6to4') return ipaddr.fromByteArray(bytes.slice(2, 6));
  return address;
}

/** Refuses a host that is blocked by its name or that is itself a blocked address. Names are judged again when resolved. */
export function refuseBlockedHost(hostname: string): void {
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  if (metadataNames.has(host) || (isIP(host) && isBlockedAddress(host))) throw blocked(host);
}

/**
 * Resolves a teacher's name for a connection that is about to be made, and refuses blocked addresses. The check is
 * made on the very addresses that are then connected to, so a name cannot change its mind in between.
 */
export function guardedLookup(
  hostname: string,
  options: LookupOptions,
  callback: (error: Error | null, address: string | LookupAddress[], family?: number) => void,
): void {
  systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    const allowed = addresses.filter(({ address }) => !isBlockedAddress(address));
    const [first] = allowed;
    if (!first) return callback(blocked(hostname), []);
    if (options.all) return callback(null, allowed);
    callback(null, first.address, first.family);
  });
}

const blocked = (host: string) =>
  new TeacherError(
    'refused_request',
    `${host} is a link-local or metadata address, where no teacher may be. Name the server by another address.`,
  );
