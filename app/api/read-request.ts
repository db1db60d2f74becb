import { DomainError } from '@/taxonomy/errors';

const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Bodies are read up to a limit, so that no request exhausts memory. Uploads are streamed instead (see documents). */
export async function readJson(request: Request): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) throw new DomainError('invalid', 'The request is larger than 4 MB. Send less at once.');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (cause) {
    throw new DomainError('invalid', 'The request body is not JSON.', { cause });
  }
}
