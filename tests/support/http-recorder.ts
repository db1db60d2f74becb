import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a server received it. Through a proxy for http, `url` is the whole address. */
export type Recorded = {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
};

export type Reply = { status?: number; body: unknown; type?: string };

/** A plain HTTP server on this machine that records each request in full and answers as the test says. */
export async function httpRecorder(reply: (request: Recorded) => Reply) {
  const seen: Recorded[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const { method = '', url = '', headers } = request;
      const recorded = { method, url, headers, body: text === '' ? {} : JSON.parse(text) };
      seen.push(recorded);
      const { status = 200, body, type = 'application/json' } = reply(recorded);
      response.writeHead(status, { 'content-type': type });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    seen,
    close: () => new Promise<void>((resolve) => (server.close(() => resolve()), server.closeAllConnections())),
  };
}
