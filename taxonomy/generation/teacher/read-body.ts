import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { TeacherError } from './teacher';

/** Far more than any model writes in one answer; anything larger is a fault or an attack. */
export const MAX_ANSWER_BYTES = 2 * 1024 * 1024;

/** A stream adds some 200 bytes to every token. */
export const MAX_STREAM_BYTES = 16 * 1024 * 1024;

const decoders = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/**
 * Reads a whole answer, up to a limit on the bytes received and again on their uncompressed size.
 *
 * @throws TeacherError `bad_answer` beyond the limit, for an unknown or broken encoding, and for bytes that are not
 *   UTF-8.
 */
export async function readBody(
  body: AsyncIterable<Uint8Array>,
  encoding: string,
  host: string,
  most = MAX_ANSWER_BYTES,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early destroys the stream and its connection.
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > most) throw tooLarge(host, most);
    chunks.push(chunk);
  }
  const [only] = chunks;
  const raw = chunks.length === 1 && only ? only : Buffer.concat(chunks);
  return decode(await unpack(raw, encoding, host, most), host);
}

async function unpack(raw: Uint8Array, encoding: string, host: string, most: number): Promise<Uint8Array> {
  const name = encoding.trim().toLowerCase();
  if (name === '' || name === 'identity' || raw.byteLength === 0) return raw;
  if (!(name in decoders)) {
    throw new TeacherError(
      'bad_answer',
      `${host} compresses its answers as “${name.slice(0, 40)}”, which Seedleaf cannot read.`,
    );
  }
  try {
    return await decoders[name as keyof typeof decoders](raw, { maxOutputLength: most });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(host, most);
    throw new TeacherError('bad_answer', `${host} sent an answer whose ${name} compression is broken.`, { cause });
  }
}

function decode(bytes: Uint8Array, host: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new TeacherError('bad_answer', `${host} sent an answer whose bytes are not UTF-8.`, { cause });
  }
}

const tooLarge = (host: string, most: number) =>
  new TeacherError(
    'bad_answer',
    `${host} sent an answer of more than ${most / 1024 / 1024} MB; it was cut off and thrown away.`,
  );
