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
export function readOneFile(request: Request, maxBytes: number): Promise<UploadedFile> {
  const { body } = request;
  if (!body || !request.headers.get('content-type')?.startsWith('multipart/form-data')) return Promise.reject(noFile());
  return new Promise((resolve, reject) => {
    const form = busboy({
      headers: Object.fromEntries(request.headers),
      limits: { files: 1, fields: 0, parts: 2, fileSize: maxBytes },
      defParamCharset: 'utf8',
      preservePath: false,
    });
    form.on('file', (_, stream, { filename }) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () => reject(tooLarge(filename ?? 'The file', maxBytes)));
      stream.on('end', () => resolve({ name: filename ?? '', bytes: Buffer.concat(chunks) }));
    });
    form.on('error', (cause) =>
      reject(new DomainError('invalid', 'The upload was interrupted. Send the file again.', { cause })),
    );
    form.on('close', () => reject(noFile()));
    // The DOM's and Node's types of the same stream do not match.
    Readable.fromWeb(body as ReadableStream)
      .on('error', reject)
      .pipe(form);
  });
}

const noFile = () => new DomainError('invalid', 'There is no file in the request. Send a form with one file.');

const tooLarge = (name: string, maxBytes: number) =>
  new DomainError('invalid', `${name} is larger than ${maxBytes / 1024 / 1024} MB. Split it into smaller files.`);
