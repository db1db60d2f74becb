import { createServer } from 'node:net';

/** A free port: the preferred one if possible, else one picked by the system. */
export async function freePort(host: string, preferred = 0): Promise<number> {
  return (await tryPort(host, preferred)) ?? (await tryPort(host, 0)) ?? preferred;
}

/** The first free port at or above one, within a hundred; null when all are taken. */
export async function nextFreePort(host: string, from: number): Promise<number | null> {
  for (let port = from; port < Math.min(from + 100, 65_536); port++) {
    if ((await tryPort(host, port)) !== null) return port;
  }
  return null;
}

function tryPort(host: string, port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null);
      else reject(error);
    });
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      const given = typeof address === 'object' && address ? address.port : null;
      server.close(() => resolve(given));
    });
  });
}
