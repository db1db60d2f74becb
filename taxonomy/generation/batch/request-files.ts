import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';

/** What the batch APIs of OpenAI and Azure take in one file. */
const limits = { lines: 50_000, bytes: 190 * 1024 * 1024 };

/** A line of a request file, without its line break, and the key that its answer will have. */
export type RequestLine = { key: string; line: string };

/** A file with the keys of its requests, in their order. */
export type RequestPart = { file: string; keys: string[] };

/**
 * Writes requests into as many files as they need. A file has its name only when it is complete.
 *
 * @param fileOf The name of a part, counted from 1.
 */
export async function writeParts(
  requests: AsyncIterable<RequestLine>,
  fileOf: (part: number) => string,
  signal: AbortSignal,
  most = limits,
): Promise<RequestPart[]> {
  const parts: RequestPart[] = [];
  let open: { stream: WriteStream; bytes: number; part: RequestPart } | null = null;
  for await (const { key, line } of requests) {
    signal.throwIfAborted();
    const bytes = Buffer.byteLength(line) + 1;
    if (open && (open.part.keys.length >= most.lines || open.bytes + bytes > most.bytes)) {
      await close(open);
      open = null;
    }
    if (!open) {
      const part = { file: fileOf(parts.length + 1), keys: [] };
      parts.push(part);
      open = { stream: createWriteStream(`${part.file}.part`), bytes: 0, part };
    }
    open.part.keys.push(key);
    open.bytes += bytes;
    if (!open.stream.write(`${line}\n`)) await once(open.stream, 'drain');
  }
  if (open) await close(open);
  return parts;
}

async function close({ stream, part }: { stream: WriteStream; part: RequestPart }): Promise<void> {
  stream.end();
  await once(stream, 'close');
  await rename(`${part.file}.part`, part.file);
}
