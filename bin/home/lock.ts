import { createHash } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, ownMark, ProcessMark } from './process-mark';

export type Lock = { release: () => void };

/**
 * Takes a lock file that contains the mark of its holder. If the holder died without releasing it (kill -9), its mark
 * shows that and the lock is taken over.
 *
 * @returns the lock, or the mark of the living process that holds it.
 */
export function tryLock(file: string): { lock: Lock } | { holder: ProcessMark } {
  for (;;) {
    if (putMark(file)) return { lock: { release: () => rmSync(file, { force: true }) } };
    const holder = readMark(file);
    if (holder && isAlive(holder)) return { holder };
    clearStale(file, holder);
  }
}

/** Runs something under a lock, waiting for its current holder. */
export async function withLock<T>(file: string, withinMs: number, run: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const taken = tryLock(file);
    if ('lock' in taken) return run().finally(taken.lock.release);
    if (performance.now() > deadline) {
      throw new Error(`Process ${taken.holder.pid} has held ${file} for too long. End it and try again.`);
    }
    await sleep(50);
  }
}

/** `link` creates the file atomically, or fails because the name is taken. */
function putMark(file: string): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(ownMark()));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Removes a dead holder's lock. If two processes do this at once, the second must not remove the new lock of the first.
 * So the removal itself takes a lock, named after the dead holder.
 */
function clearStale(file: string, holder: ProcessMark | null): void {
  const tombstone = `${file}.${createHash('sha256').update(JSON.stringify(holder)).digest('hex').slice(0, 12)}`;
  if (!putMark(tombstone)) {
    const clearing = readMark(tombstone);
    if (!clearing || !isAlive(clearing)) rmSync(tombstone, { force: true });
    return;
  }
  if (JSON.stringify(readMark(file)) === JSON.stringify(holder)) rmSync(file, { force: true });
  rmSync(tombstone, { force: true });
}

function readMark(file: string): ProcessMark | null {
  try {
    return ProcessMark.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null; // released just now, or without a mark: remove it in both cases
  }
}
