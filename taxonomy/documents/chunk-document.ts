import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
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

const CHUNKS_AT_A_STRETCH = 20;

/**
 * Reads a file and cuts it. A large one takes seconds, so every few chunks whatever else waits gets its turn.
 *
 * @throws DomainError `invalid` when the file cannot be read (see readDocument).
 */
export async function chunkDocument(name: string, bytes: Uint8Array, signal?: AbortSignal): Promise<ChunkedDocument> {
  const { markdown, mediaType } = readDocument(name, bytes);
  const chunks: TextChunk[] = [];
  for (const chunk of chunkMarkdown(markdown)) {
    chunks.push(chunk);
    if (chunks.length % CHUNKS_AT_A_STRETCH === 0) {
      await setImmediate();
      signal?.throwIfAborted();
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
