import { Readable } from 'node:stream';
import { attachment } from './file-download';

type Part = { start: number; end: number };

type Resumable = {
  request: Request;
  file: { name: string; bytes: number; sha256: string };
  /** Reads the file, or the bytes from `start` up to and with `end`. Not called when nothing is sent. */
  open: (part?: Part) => Readable;
};

/**
 * Sends a file that never changes under its hash, as a download that can be continued where it broke off. Next takes
 * Content-Length away and sends chunks, so the size is only in Content-Range.
 *
 * @see RFC 9110, sections 13.1.5 (If-Range) and 14 (Range Requests)
 */
export function resumableDownload({ request, file, open }: Resumable): Response {
  const etag = `"${file.sha256}"`;
  const headers = new Headers({ ...attachment(file.name), 'accept-ranges': 'bytes', etag });
  const part = request.method === 'GET' && isSame(request, etag) ? partOf(request, file.bytes) : null;
  if (part === 'outside') {
    headers.set('content-range', `bytes */${file.bytes}`);
    return new Response(null, { status: 416, headers });
  }
  if (part) headers.set('content-range', `bytes ${part.start}-${part.end}/${file.bytes}`);
  const status = part ? 206 : 200;
  if (request.method === 'HEAD') return new Response(null, { status, headers });
  // Node's and the DOM's types of the same stream do not match.
  return new Response(Readable.toWeb(open(part ?? undefined)) as ReadableStream, { status, headers });
}

/** Whether the client's beginning is of this file. Dates are never sent, so one cannot be what the client has. */
function isSame(request: Request, etag: string): boolean {
  const condition = request.headers.get('if-range');
  return condition === null || condition.trim() === etag;
}

/**
 * The one range that is asked for; null for the whole file. As the standard allows, several ranges and what is not a range
 * are answered with the whole file.
 */
function partOf(request: Request, bytes: number): Part | 'outside' | null {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(request.headers.get('range')?.trim() ?? '') ?? [];
  if (from === '' && to === '') return null;
  if (from === '') {
    const last = Math.min(Number(to), bytes);
    return last === 0 ? 'outside' : { start: bytes - last, end: bytes - 1 };
  }
  const start = Number(from);
  const end = to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if (to !== '' && Number(to) < start) return null;
  return start >= bytes ? 'outside' : { start, end };
}
