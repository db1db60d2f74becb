import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';

/** What the batch APIs of OpenAI and Azure take in one file. */
const limits = { lines: 50_000, bytes: 190 * 1024 * 1024 };

export type RequestPart = { file: string; requests: number };

/**
 * Writes lines into as many files as they need. A file has its name only when it is complete.
 *
 * @param fileOf The name of a part, counted from 1.
 */
export async function writeParts(
  lines: AsyncIterable<string>,
  fileOf: (part: number) => string,
  signal: AbortSignal,
  most = limits,
): Promise<RequestPart[]> {
  const parts: RequestPart[] = [];
  let open: { stream: WriteStream; bytes: number; part: RequestPart } | null = null;
  for await (const line of lines) {
    signal.throwIfAborted();
    const bytes = Buffer.byteLength(line);
    if (open && (open.part.requests >= most.lines || open.bytes + bytes > most.bytes)) {
      await close(open);
      open = null;
    }
    if (!open) {
      const part = { file: fileOf(parts.length + 1), requests: 0 };
      parts.push(part);
      open = { stream: createWriteStream(`${part.file}.part`), bytes: 0, part };
    }
    open.part.requests += 1;
    open.bytes += bytes;
    if (!open.stream.write(line)) await once(open.stream, 'drain');
  }
  if (open) await close(open);
  return parts;
}

async function close({ stream, part }: { stream: WriteStream; part: RequestPart }): Promise<void> {
  stream.end();
  await once(stream, 'close');
  await rename(`${part.file}.part`, part.file);
}
