import type { Socket } from 'node:net';

const interim = /^HTTP\/1\.[01] 100 [^\r\n]{0,200}\r\n(?:[^\r\n]{1,1000}\r\n){0,20}\r\n/;

/**
 * Removes `100 Continue` from what a server sends. Some send it unasked before each answer, which HTTP allows but the
 * client (undici) treats as an error.
 */
export function skipContinue(socket: Socket): void {
  const read = socket.read.bind(socket);
  socket.read = (size?: number) => {
    for (;;) {
      const chunk: unknown = read(size);
      if (!Buffer.isBuffer(chunk)) return chunk;
      const rest = withoutContinue(chunk);
      if (rest.length > 0) return rest;
    }
  };
}

function withoutContinue(chunk: Buffer): Buffer {
  let rest = chunk;
  for (;;) {
    // Only a status that begins with 1 is checked further: `HTTP/1.1 100`.
    const found = rest.length >= 25 && rest[9] === 0x31 ? interim.exec(rest.toString('latin1', 0, 4_096)) : null;
    if (!found) return rest;
    rest = rest.subarray(found[0].length);
  }
}
