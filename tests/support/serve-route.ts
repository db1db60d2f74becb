import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { Route } from './routes';

/**
 * Serves a GET route over HTTP as Next does: for HEAD too, and in chunks without Content-Length.
 *
 * @param breakAfter Ends the connection of the first answer after so many bytes of its body.
 */
export async function serveRoute(
  { handler, url }: Route,
  params: Record<string, string>,
  { breakAfter }: { breakAfter?: number } = {},
): Promise<{ url: string; close: () => Promise<void> }> {
  let isBroken = breakAfter === undefined;
  const server = createServer((request, response) => {
    void (async () => {
      const headers = Object.entries(request.headers).filter(
        (each): each is [string, string] => typeof each[1] === 'string',
      );
      // The app refuses hosts that it does not know, and the port is only known now.
      const sent = new Headers([...headers.filter(([name]) => name !== 'host'), ['host', new URL(url).host]]);
      const answer = await handler(new Request(url, { method: request.method ?? 'GET', headers: sent }), {
        params: Promise.resolve(params),
      });
      answer.headers.delete('content-length');
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      if (request.method === 'HEAD' || !answer.body) return response.end();
      const body = Readable.fromWeb(answer.body as ReadableStream);
      if (isBroken) return body.pipe(response);
      isBroken = true;
      let left = breakAfter ?? 0;
      for await (const chunk of body as AsyncIterable<Buffer>) {
        const part = chunk.subarray(0, left);
        left -= part.length;
        await new Promise((resolve) => response.write(part, resolve));
        if (left === 0) break;
      }
      return response.destroy();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
