import { Readable } from 'node:stream';

type Download = {
  request: Request;
  file: { name: string };
  stream: Readable;
  type?: string;
};

/** The headers of a download, which is never shown as a page. */
export const attachment = (name: string, type = 'application/octet-stream') => ({
  'content-type': type,
  'content-disposition': `attachment; filename="${name.replaceAll(/[^A-Za-z0-9._-]/g, '_')}"`,
});

/** Streams a file that is made while it is sent, so that it cannot be continued when it breaks off. */
export function fileDownload({ request, file, stream, type }: Download): Response {
  const headers = { ...attachment(file.name, type), 'accept-ranges': 'none' };
  if (request.method === 'HEAD') {
    stream.destroy();
    return new Response(null, { headers });
  }
  // Node's and the DOM's types of the same stream do not match.
  return new Response(Readable.toWeb(stream) as ReadableStream, { headers });
}
