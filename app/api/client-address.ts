import { BlockList, isIP } from 'node:net';

/** Parses trusted addresses and ranges, such as `10.0.0.0/8, ::1`. @throws Error for an invalid entry. */
export function readProxies(list: string): BlockList {
  const proxies = new BlockList();
  for (const each of list.split(',').map((part) => part.trim())) {
    if (each === '') continue;
    const [address = '', bits] = each.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    const most = family === 'ipv6' ? 128 : 32;
    const prefix = bits === undefined ? most : Number(bits);
    if (isIP(address) === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > most) {
      throw new Error(
        `SEEDLEAF_TRUSTED_PROXIES: “${each}” is not an address or range. Use a list such as 10.0.0.5, 10.0.0.0/8.`,
      );
    }
    proxies.addSubnet(address, prefix, family);
  }
  return proxies;
}

/**
 * The address of the client that sent a request.
 *
 * Clients can forge `x-forwarded-for`, so it is read from its end, and only the entries added by trusted proxies count.
 *
 * @param peer The other end of the connection.
 */
export function clientAddress(peer: string, forwardedFor: string, trusted: BlockList): string {
  const hops = [...forwardedFor.split(',').map((hop) => plain(hop.trim())), plain(peer)];
  for (let address = hops.pop(); address !== undefined; address = hops.pop()) {
    const isTrusted = isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
    const before = hops.at(-1);
    if (!isTrusted || before === undefined || isIP(before) === 0) return address;
  }
  return plain(peer);
}

/** IPv6 sockets report IPv4 addresses in a mapped form; use the plain one. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

/** The peer's address, set by instrumentation.ts; undefined outside a server. */
export const addressOf = (request: { headers: Headers }): string | undefined =>
  request.headers.get('x-forwarded-for') ?? undefined;
