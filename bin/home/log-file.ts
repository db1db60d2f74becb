import { copyFileSync, openSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';

const MAX_LOG_BYTES = 10_000_000;

/** Opens a log to add to. Whoever writes to it may go on while `keepLogSmall` empties it. */
export const openLog = (file: string): number => openSync(file, 'a', 0o600);

/**
 * Moves what a large log holds to `<file>.1`. The file itself stays, since a running process has it open, and is
 * emptied. Lines that are written in this very moment may be lost; on a full disk all of them are, to make room.
 */
export function keepLogSmall(file: string, maxBytes = MAX_LOG_BYTES): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) <= maxBytes) return;
  try {
    copyFileSync(file, `${file}.1`);
  } catch {
    rmSync(`${file}.1`, { force: true }); // half a copy on a full disk
  }
  truncateSync(file);
}

/** The last line that says something; '' when there is none, or no log. */
export function lastLine(file: string): string {
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.findLast((line) => line.trim())?.trim() ?? '';
  } catch {
    return ''; // the disk was full when it should have been made
  }
}
