import { Readable } from 'node:stream';

/** A file as a browser saves it: streamed, never shown as a page. Its name is one of our own. */
export function fileDownload({ file, stream }: { file: { name: string; bytes: number }; stream: Readable }): Response {
  // Node's and the DOM's types of one and the same stream do not know each other.
  return new Response(Readable.toWeb(stream) as ReadableStream, {
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(file.bytes),
      'content-disposition': `attachment; filename="${file.name.replaceAll(/[^A-Za-z0-9._-]/g, '_')}"`,
    },
  });
}
