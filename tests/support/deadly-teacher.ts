import { createServer } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/**
 * A way to a teacher on which some requests are deadly: when one comes, `kill` is called and it gets no answer.
 *
 * @returns The address to give to Seedleaf.
 */
export async function deadlyTeacher(
  target: string,
  isDeadly: (body: string) => boolean,
  kill: () => void,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    response.on('error', () => {});
    void text(request)
      .then(async (body) => {
        if (isDeadly(body)) return kill();
        const { method = 'GET', url = '/' } = request;
        const answer = await fetch(new URL(url, target), {
          method,
          headers: { 'content-type': 'application/json' },
          ...(body && { body }),
        });
        response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' });
        response.end(Buffer.from(await answer.arrayBuffer()));
      })
      // The one who asked was killed meanwhile.
      .catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const base = new URL(target);
  base.port = String(typeof address === 'object' && address ? address.port : 0);
  return {
    url: base.href.replace(/\/$/, ''),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
