import busboy from 'busboy';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { DomainError } from '@/taxonomy/errors';

export type UploadedFile = { name: string; bytes: Buffer<ArrayBuffer> };

/**
 * Reads the single file of a form into memory, at most `maxBytes` regardless of the announced length.
 *
 * @throws DomainError `invalid` when it is larger, or when there is no file.
 */
export async function readOneFile(request: Request, maxBytes: number): Promise<UploadedFile> {
  const { name, stream } = await openOneFile(request);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(name === '' ? 'The file' : name, maxBytes);
    chunks.push(chunk);
  }
  return { name, bytes: Buffer.concat(chunks) };
}

/**
 * Opens the single file of a form as a stream. An upload that is interrupted ends the stream with an error.
 *
 * @throws DomainError `invalid` when there is no file.
 */
export function openOneFile(request: Request): Promise<{ name: string; stream: AsyncIterable<Buffer> }> {
  const { body } = request;
  if (!body || !request.headers.get('content-type')?.startsWith('multipart/form-data')) return Promise.reject(noFile());
  return new Promise((resolve, reject) => {
    const form = busboy({
      headers: Object.fromEntries(request.headers),
      limits: { files: 1, fields: 0, parts: 2 },
      defParamCharset: 'utf8',
      preservePath: false,
    });
    let file: Readable | null = null;
    const fail = (cause: unknown) => {
      const error = new DomainError('invalid', 'The upload was interrupted. Send the file again.', { cause });
      file?.destroy(error);
      reject(error);
    };
    form.on('file', (_, stream, { filename }) => {
      file = stream;
      resolve({ name: filename ?? '', stream });
    });
    form.on('error', fail);
    form.on('close', () => reject(noFile()));
    // The DOM's and Node's types of the same stream do not match.
    Readable.fromWeb(body as ReadableStream)
      .on('error', fail)
      .pipe(form);
  });
}

const noFile = () => new DomainError('invalid', 'There is no file in the request. Send a form with one file.');

const tooLarge = (name: string, maxBytes: number) =>
  new DomainError('invalid', `${name} is larger than ${maxBytes / 1024 / 1024} MB. Split it into smaller files.`);
