import { describe, expect, it } from 'vitest';
import { clientAddress, readProxies } from '@/app/api/client-address';

describe('the address of a client', () => {
  it.each([
    ['nobody is trusted', '', '203.0.113.9', '10.0.0.1', '203.0.113.9'],
    ['the proxy is trusted', '203.0.113.9', '203.0.113.9', '198.51.100.7', '198.51.100.7'],
    ['a caller writes hops before its own', '10.0.0.0/8', '10.1.1.1', '1.2.3.4, 198.51.100.7', '198.51.100.7'],
    ['there are two proxies', '10.0.0.0/8, 127.0.0.1', '127.0.0.1', '6.6.6.6, 198.51.100.7, 10.0.0.2', '198.51.100.7'],
    ['the proxy wrote nothing', '127.0.0.1', '127.0.0.1', '', '127.0.0.1'],
    ['the header is no address', '127.0.0.1', '127.0.0.1', 'evil\u0000', '127.0.0.1'],
    ['IPv4 comes in IPv6', '127.0.0.1', '::ffff:127.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['IPv6', '::1, fd00::/8', '::1', '2001:db8::1, fd00::2', '2001:db8::1'],
  ])('when %s', (_, trusted, peer, forwardedFor, expected) => {
    expect(clientAddress(peer, forwardedFor, readProxies(trusted))).toBe(expected);
  });

  it.each(['proxy.example', '10.0.0.0/33', '10.0.0.0/x', '::1/129'])('refuses %s as a proxy', (list) => {
    expect(() => readProxies(list)).toThrow(/SEEDLEAF_TRUSTED_PROXIES/);
  });
});
