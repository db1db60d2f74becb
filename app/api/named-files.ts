import busboy from 'busboy';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { DomainError } from '@/taxonomy/errors';

/**
 * Reads the files of a form by their names, each at most as large as is said for its name.
 *
 * @throws DomainError `invalid` when a file is larger, has another name or occurs twice.
 */
export function readNamedFiles(
  request: Request,
  maxBytes: Readonly<Record<string, number>>,
): Promise<Map<string, Buffer>> {
  const { body } = request;
  if (!body || !request.headers.get('content-type')?.startsWith('multipart/form-data')) {
    return Promise.reject(new DomainError('invalid', 'There is no file in the request. Send a form with the files.'));
  }
  const names = Object.keys(maxBytes);
  return new Promise((resolve, reject) => {
    const files = new Map<string, Buffer>();
    const form = busboy({
      headers: Object.fromEntries(request.headers),
      limits: { files: names.length, fields: 0, parts: names.length + 1 },
      defParamCharset: 'utf8',
    });
    const source = Readable.fromWeb(body as ReadableStream);
    const fail = (error: unknown) => {
      source.unpipe(form);
      source.destroy();
      reject(error);
    };
    const interrupted = (cause: unknown) =>
      fail(new DomainError('invalid', 'The upload was interrupted. Send the files again.', { cause }));
    form.on('file', (_, stream, info) => {
      // Unknown when the client sends no name, whatever the type says.
      const filename = info.filename ?? '';
      const most = maxBytes[filename];
      if (most === undefined || files.has(filename)) {
        stream.resume();
        return fail(new DomainError('invalid', `Send files named ${names.join(', ')}, each once; not “${filename}”.`));
      }
      const chunks: Buffer[] = [];
      let size = 0;
      files.set(filename, Buffer.alloc(0));
      stream.on('data', (chunk: Buffer) => {
        size += chunk.byteLength;
        if (size <= most) return chunks.push(chunk);
        return fail(new DomainError('invalid', `${filename} is larger than ${most / 1024 / 1024} MB.`));
      });
      stream.on('error', interrupted);
      stream.on('end', () => files.set(filename, Buffer.concat(chunks)));
    });
    form.on('error', interrupted);
    form.on('close', () => resolve(files));
    // The DOM's and Node's types of the same stream do not match.
    source.on('error', interrupted).pipe(form);
  });
}
