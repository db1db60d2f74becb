import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { clientAddress, readProxies } from './app/api/client-address';
import { watchStalled } from './app/api/watch-stalled';
import { env } from './env';

/** Next calls this once, before the server accepts requests. */
export function register(): void {
  const trusted = readProxies(env.SEEDLEAF_TRUSTED_PROXIES);
  // Routes cannot see the socket, and Next trusts an `x-forwarded-for` that the sender wrote. So the header is set
  // here, where the socket is known, before anything reads it.
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    const peer = request.socket.remoteAddress ?? '';
    const forwardedFor = [request.headers['x-forwarded-for'] ?? ''].flat().join(',');
    request.headers['x-forwarded-for'] = clientAddress(peer, forwardedFor, trusted);
  });
  watchStalled();
}
