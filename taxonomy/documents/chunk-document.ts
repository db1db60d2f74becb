import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { DomainError } from '../errors';
import { chunkMarkdown, type TextChunk } from './chunk';
import { readDocument } from './read-text';

/** A document that is read and cut, ready to be stored. */
export type ChunkedDocument = {
  name: string;
  mediaType: string;
  sizeBytes: number;
  sha256: string;
  markdown: string;
  tokens: number;
  chunks: TextChunk[];
};

/** After so long a stretch whatever else waits in this process gets its turn. */
const STRETCH_MS = 15;
/** Ten megabytes of the worst text known take some ten seconds on a small machine. */
const MAX_SECONDS = 120;

/**
 * Reads a file and cuts it, a stretch at a time.
 *
 * @param maxSeconds How long that may take.
 * @throws DomainError `invalid` when the file cannot be read (see readDocument), or not in that time.
 */
export async function chunkDocument(
  name: string,
  bytes: Uint8Array,
  { signal, maxSeconds = MAX_SECONDS }: { signal?: AbortSignal; maxSeconds?: number } = {},
): Promise<ChunkedDocument> {
  const { markdown, mediaType } = readDocument(name, bytes);
  const started = performance.now();
  const chunks: TextChunk[] = [];
  let turn = started;
  for (const chunk of chunkMarkdown(markdown)) {
    chunks.push(chunk);
    const now = performance.now();
    if (now - started > maxSeconds * 1000) throw takesTooLong(name, maxSeconds);
    if (now - turn > STRETCH_MS) {
      await setImmediate();
      signal?.throwIfAborted();
      turn = performance.now();
    }
  }
  return {
    name,
    mediaType,
    sizeBytes: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    markdown,
    tokens: chunks.reduce((sum, chunk) => sum + chunk.tokens, 0),
    chunks,
  };
}

const takesTooLong = (name: string, seconds: number) =>
  new DomainError(
    'invalid',
    `${name} takes longer than ${seconds} seconds to cut into passages. Split it into parts, and break up its very long lines.`,
  );
