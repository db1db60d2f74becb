import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { DomainError } from '../errors';
import { chunkMarkdown, type TextChunk } from './chunk';
import { readDocument } from './read-text';

/** A document split into passages, ready to be stored. */
export type ChunkedDocument = {
  name: string;
  mediaType: string;
  sizeBytes: number;
  sha256: string;
  markdown: string;
  tokens: number;
  /** Number of pictures that were left out. */
  pictures: number;
  chunks: TextChunk[];
};

/** Work this long, then let the event loop run. */
const STRETCH_MS = 15;
/** Seconds of CPU. Ten megabytes of prose take about 6. */
const MAX_SECONDS = 120;

/**
 * Reads a file and splits it into passages, with pauses for the event loop.
 *
 * @param maxSeconds Limit of CPU time.
 * @throws DomainError `invalid` when the file cannot be read (see readDocument) or takes longer than that.
 */
export async function chunkDocument(
  name: string,
  bytes: Uint8Array,
  { signal, maxSeconds = MAX_SECONDS }: { signal?: AbortSignal; maxSeconds?: number } = {},
): Promise<ChunkedDocument> {
  const { markdown, mediaType, pictures } = readDocument(name, bytes);
  const started = process.cpuUsage();
  const chunks: TextChunk[] = [];
  let turn = performance.now();
  for (const chunk of chunkMarkdown(markdown)) {
    chunks.push(chunk);
    const now = performance.now();
    if (now - turn > STRETCH_MS) {
      // CPU time, not wall time: on a busy machine any file takes long.
      const { user, system } = process.cpuUsage(started);
      if (user + system > maxSeconds * 1_000_000) throw takesTooLong(name, maxSeconds);
      await setImmediate();
      signal?.throwIfAborted();
      turn = performance.now();
    }
  }
  return {
    // macOS decomposes names (NFD); both forms are the same document.
    name: name.normalize(),
    mediaType,
    sizeBytes: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    markdown,
    pictures,
    tokens: chunks.reduce((sum, chunk) => sum + chunk.tokens, 0),
    chunks,
  };
}

const takesTooLong = (name: string, seconds: number) =>
  new DomainError(
    'invalid',
    `${name} takes longer than ${seconds} seconds to split into passages. Divide it into smaller files, and break up very long lines.`,
  );
