import { open } from 'node:fs/promises';
import { trainingLimits } from '../vocabulary-runs';

/** How far a file was read: always to the end of a line. */
export type Position = { inode: number; offset: number };

type Read = { lines: string[]; position: Position; isMore: boolean };

const CHUNK_BYTES = 1024 * 1024;
const NEWLINE = 10;

/**
 * Reads whole lines that were added to a file, about a megabyte at a time. A last line without its end is still being
 * written and waits for the next time. A file that was replaced or became shorter is read from its beginning.
 *
 * @param isLast Nobody will look again, so a last line without its end is read too.
 */
export async function readNewLines(file: string, from: Position | null, isLast: boolean): Promise<Read> {
  const handle = await open(file);
  try {
    const { ino, size } = await handle.stat();
    const isSame = from?.inode === ino && from.offset <= size;
    const start = isSame ? from.offset : 0;
    const wanted = Math.min(CHUNK_BYTES + trainingLimits.lineBytes, size - start);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(wanted), 0, wanted, start);
    const read = buffer.subarray(0, bytesRead);
    const isEnd = start + bytesRead >= size;
    const end = isLast && isEnd ? read.length : read.lastIndexOf(NEWLINE) + 1;
    // A line longer than may be is no log; it is skipped in pieces.
    const used = end === 0 && read.length > trainingLimits.lineBytes ? read.length : end;
    const lines = read.subarray(0, used).toString('utf8').split('\n');
    return {
      lines: lines.filter((line) => line.trim() !== ''),
      position: { inode: ino, offset: start + used },
      isMore: used > 0 && !isEnd,
    };
  } finally {
    await handle.close();
  }
}
