import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/**
 * A way to a Postgres that can be cut like a network cable: nothing comes through and nothing is refused, and nobody is
 * told. When it is mended, what was sent meanwhile arrives late.
 *
 * @param url Of the database. @returns Its address through the proxy.
 */
export async function cutProxy(url: string): Promise<{
  url: string;
  cut: () => void;
  mend: () => void;
  close: () => Promise<void>;
}> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    const far = connect(Number(target.port || 5432), target.hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('data', (bytes) => void other.write(bytes));
      // After its listener, which would start it.
      if (isCut) socket.pause();
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String(typeof address === 'object' && address ? address.port : 0);
  const each = (act: (socket: Socket) => void) => {
    for (const socket of sockets) act(socket);
  };
  return {
    url: through.href,
    cut: () => {
      isCut = true;
      each((socket) => socket.pause());
    },
    mend: () => {
      isCut = false;
      each((socket) => socket.resume());
    },
    close: async () => {
      each((socket) => socket.destroy());
      server.close();
      await once(server, 'close');
    },
  };
}
