import { createHash } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ExportedFile } from './contract';
import type { ExportPart } from './formats/format';

/** Access is controlled by the folder; on the server only Seedleaf can read it. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
/** The most UTF-8 bytes for one UTF-16 unit of a string. */
const MAX_BYTES_PER_CHARACTER = 3;
const BUFFER_BYTES = 512 * 1024;

/** A name of a file, with `/` between folders, that stays in the folder of its export on every system. */
export const isSafeName = (name: string): boolean =>
  name.split('/').every((each) => /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(each));

type Progress = { signal: AbortSignal; onRows: (rows: number) => Promise<void> | void };

/**
 * Writes one file, flushes it to disk, and returns its size and hash; null when its rows are counted and there are none.
 */
export async function writePart(
  folder: string,
  part: ExportPart,
  { signal, onRows }: Progress,
): Promise<ExportedFile | null> {
  if (!isSafeName(part.name)) throw new Error(`${part.name} is not a name for a file of an export.`);
  const place = path.join(folder, part.name);
  await mkdir(path.dirname(place), { recursive: true, mode: FOLDER_MODE });
  const sink = makeSink(await open(place, 'wx', FILE_MODE));
  let written = 0;
  try {
    for await (const { chunks, rows } of part.content()) {
      signal.throwIfAborted();
      for (const chunk of chunks) {
        if (typeof chunk === 'string') await sink.text(chunk);
        else await sink.bytes(chunk);
      }
      written += rows;
      if (rows > 0) await onRows(rows);
    }
    if (typeof part.rows === 'number' && written !== part.rows) {
      throw new Error(`${part.name} has ${written} rows, and its version ${part.rows}.`);
    }
    await sink.sync();
  } finally {
    await sink.close();
  }
  if (part.rows === 'counted' && written === 0) {
    await rm(place);
    return null;
  }
  return { name: part.name, ...sink.result(), rows: part.rows === null ? null : written };
}

/** Collects texts and bytes for a file in one buffer: a new one for each would pile up until the next garbage collection. */
function makeSink(file: Awaited<ReturnType<typeof open>>) {
  const hash = createHash('sha256');
  let bytes = 0;
  let buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  let used = 0;
  const write = async (chunk: Uint8Array) => {
    hash.update(chunk);
    await file.writeFile(chunk);
    bytes += chunk.byteLength;
  };
  const flush = async () => {
    if (used > 0) await write(buffer.subarray(0, used));
    used = 0;
  };
  return {
    async text(text: string) {
      const most = text.length * MAX_BYTES_PER_CHARACTER;
      if (used + most > buffer.byteLength) {
        await flush();
        if (most > buffer.byteLength) buffer = Buffer.allocUnsafe(most);
      }
      used += buffer.write(text, used);
    },
    async bytes(chunk: Uint8Array) {
      await flush();
      await write(chunk);
    },
    async sync() {
      await flush();
      await file.sync();
    },
    close: () => file.close(),
    result: () => ({ bytes, sha256: hash.digest('hex') }),
  };
}
