import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tryLock, withLock } from '@/bin/home/lock';
import { end, isAlive, markOf, ownMark, signal, type ProcessMark } from '@/bin/home/process-mark';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'seedleaf-lock-'));
  file = path.join(folder, 'a.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A process that does nothing until it is ended. */
function startSleeper(): ProcessMark {
  const { pid } = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const mark = pid === undefined ? null : markOf(pid);
  if (!mark) throw new Error('The sleeper did not start.');
  return mark;
}

describe('a lock', () => {
  it('names its holder to others, and is free again after its release', () => {
    const first = tryLock(file);
    expect(tryLock(file)).toEqual({ holder: ownMark() });
    if ('lock' in first) first.lock.release();
    expect(tryLock(file)).toHaveProperty('lock');
  });

  it('passes to the next process when its holder was killed', async () => {
    const sleeper = startSleeper();
    writeFileSync(file, JSON.stringify(sleeper));
    expect(tryLock(file)).toEqual({ holder: sleeper });
    await end(sleeper, [['SIGKILL', 5000]]);
    expect(tryLock(file)).toHaveProperty('lock');
  });

  it('is not held by another process with the pid of a dead holder', () => {
    writeFileSync(file, JSON.stringify({ ...ownMark(), born: 'long ago' }));
    expect(tryLock(file)).toHaveProperty('lock');
  });

  it('is not held by an incomplete file', () => {
    writeFileSync(file, '{"pid":');
    expect(tryLock(file)).toHaveProperty('lock');
    expect(readdirSync(folder)).toEqual(['a.lock']);
  });

  it('lets one in at a time, even when many take it over from a dead holder', async () => {
    writeFileSync(file, JSON.stringify({ pid: 1, born: 'never' }));
    let inside = 0;
    let most = 0;
    const visits = Array.from({ length: 8 }, () =>
      withLock(file, 20_000, async () => {
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setTimeout(resolve, 5));
        inside--;
      }),
    );
    await Promise.all(visits);
    expect(most).toBe(1);
  });

  it('is released when the code under it fails', async () => {
    await expect(withLock(file, 1000, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(tryLock(file)).toHaveProperty('lock');
  });

  it('names its holder when the wait times out', async () => {
    tryLock(file);
    await expect(withLock(file, 100, async () => {})).rejects.toThrow(`Process ${process.pid} has held ${file}`);
  });
});

describe('a process mark', () => {
  it('never lets a signal reach a process other than the marked one', async () => {
    const sleeper = startSleeper();
    expect(signal({ ...sleeper, born: 'another time' }, 'SIGKILL')).toBe(false);
    expect(isAlive(sleeper)).toBe(true);
    await end(sleeper, [['SIGTERM', 5000]]);
    expect(isAlive(sleeper)).toBe(false);
    expect(signal(sleeper, 'SIGTERM')).toBe(false);
  });
});
