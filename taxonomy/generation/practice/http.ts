import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorBody } from './protocol';

const MAX_REQUEST_BYTES = 8 * 1024 * 1024;

export const sendError = (response: ServerResponse, status: number, message: string, type: string) =>
  sendJson(response, status, errorBody(message, type));

export const sendJson = (response: ServerResponse, status: number, body: object) =>
  sendBytes(response, status, Buffer.from(JSON.stringify(body)));

export function sendBytes(response: ServerResponse, status: number, bytes: Buffer): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes);
}

export const TOO_LARGE = Symbol('too large');

/** The JSON of a request; undefined when it is not JSON. A request that is too large is not read to its end. */
export function readRequest(request: IncomingMessage): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_REQUEST_BYTES) chunks.push(chunk);
      else {
        request.pause();
        resolve(TOO_LARGE);
      }
    });
    request.on('error', reject);
    request.on('end', () => {
      try {
        resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      } catch {
        // Not JSON: the schema rejects undefined with a message.
        resolve(undefined);
      }
    });
  });
}
