import ipaddr from 'ipaddr.js';
import { metadataAddresses } from './metadata-hosts';

/** The hosts in an owner's comma-separated list; `*` means all. */
export const hostsIn = (list: string): string[] =>
  list
    .split(',')
    .map((each) => plainHost(each.trim()))
    .filter((each) => each !== '');

/** A host in the form used for comparisons: lower case, without the brackets of IPv6 and the trailing dot. */
export const plainHost = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');

export type AddressKind = 'public' | 'private' | 'loopback' | 'never';

/**
 * The kind of an IP address. `never` is for addresses that nobody may use: link-local, multicast, a cloud's metadata
 * service, the unspecified address, and what is not an address. IPv4 inside IPv6 (mapped, compatible, 6to4, NAT64) is
 * classified by the IPv4 address.
 */
export function addressKind(address: string): AddressKind {
  if (!ipaddr.isValid(address)) return 'never';
  const parsed = embeddedIpv4(ipaddr.process(address));
  if (metadataAddresses.has(parsed.toString())) return 'never';
  const range = parsed.range();
  if (range === 'unicast') return 'public';
  if (range === 'loopback') return 'loopback';
  return range === 'private' || range === 'uniqueLocal' || range === 'carrierGradeNat' ? 'private' : 'never';
}

function embeddedIpv4(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (!(address instanceof ipaddr.IPv6)) return address;
  const bytes = address.toByteArray();
  if (address.range() === 'rfc6052') return ipaddr.fromByteArray(bytes.slice(12));
  // The old form ::127.0.0.1; lower addresses (::, ::1) have their own range.
  if (address.range() === 'unicast' && bytes.slice(0, 12).every((byte) => byte === 0)) {
    return ipaddr.fromByteArray(bytes.slice(12));
  }
  if (address.range() === '6to4') return ipaddr.fromByteArray(bytes.slice(2, 6));
  return address;
}
