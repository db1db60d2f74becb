import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { clientAddress, readProxies } from './app/api/client-address';
import { env } from './env';

/** Next calls this once, before the server takes requests. */
export function register(): void {
  const trusted = readProxies(env.SEEDLEAF_TRUSTED_PROXIES);
  // Routes see no socket, and Next believes an `x-forwarded-for` that the sender wrote. So it is set here, where the
  // socket still is, before anybody reads it.
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    const peer = request.socket.remoteAddress ?? '';
    const forwardedFor = [request.headers['x-forwarded-for'] ?? ''].flat().join(',');
    request.headers['x-forwarded-for'] = clientAddress(peer, forwardedFor, trusted);
  });
}
