import { copyFileSync, openSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';

const MAX_LOG_BYTES = 10_000_000;

/** Opens a log for appending. Writers can continue while `keepLogSmall` truncates it. */
export const openLog = (file: string): number => openSync(file, 'a', 0o600);

/**
 * Copies a large log to `<file>.1` and truncates it. The file itself stays, because a running process has it open.
 * Lines written at that moment may be lost; on a full disk all lines are dropped to free space.
 */
export function keepLogSmall(file: string, maxBytes = MAX_LOG_BYTES): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) <= maxBytes) return;
  try {
    copyFileSync(file, `${file}.1`);
  } catch {
    rmSync(`${file}.1`, { force: true }); // a partial copy on a full disk
  }
  truncateSync(file);
}

/** The last line that is not blank; '' when there is none, or no log. */
export function lastLine(file: string): string {
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.findLast((line) => line.trim())?.trim() ?? '';
  } catch {
    return ''; // the disk was full when it should have been created
  }
}
