import type { Socket } from 'node:net';

const interim = /^HTTP\/1\.[01] 100 [^\r\n]{0,200}\r\n(?:[^\r\n]{1,1000}\r\n){0,20}\r\n/;

/**
 * Takes `100 Continue` out of what a server sends. Some send it unasked before each answer, which HTTP allows and the
 * client (undici) treats as an error.
 */
export function skipContinue(socket: Socket): void {
  const read = socket.read.bind(socket);
  socket.read = (size?: number) => {
    for (;;) {
      const chunk: unknown = read(size);
      if (!Buffer.isBuffer(chunk) || chunk.length < 25 || chunk[9] !== 0x31) return chunk;
      const found = interim.exec(chunk.toString('latin1', 0, 4_096));
      if (!found) return chunk;
      const rest = chunk.subarray(found[0].length);
      if (rest.length > 0) return rest;
    }
  };
}
