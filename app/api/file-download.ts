import { Readable } from 'node:stream';

type Download = {
  /** `bytes` is omitted if the size is not known in advance. */
  file: { name: string; bytes?: number };
  stream: Readable;
  type?: string;
};

/** Streams a file as a download, never shown as a page. */
export function fileDownload({ file, stream, type = 'application/octet-stream' }: Download): Response {
  // Node's and the DOM's types of the same stream do not match.
  return new Response(Readable.toWeb(stream) as ReadableStream, {
    headers: {
      'content-type': type,
      ...(file.bytes === undefined ? {} : { 'content-length': String(file.bytes) }),
      'content-disposition': `attachment; filename="${file.name.replaceAll(/[^A-Za-z0-9._-]/g, '_')}"`,
    },
  });
}
