import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { z } from 'zod';

/**
 * Identifies one process for good. A pid alone does not, because the system reuses it after the process has ended.
 * `born` makes it unique, so that it is safe to kill a process by a mark read from a file.
 */
export const ProcessMark = z.object({ pid: z.int().positive(), born: z.string() });
export type ProcessMark = z.infer<typeof ProcessMark>;

/** The mark of a running process; null when there is none (zombies do not count). */
export function markOf(pid: number): ProcessMark | null {
  const born = process.platform === 'linux' ? bornOnLinux(pid) : bornByPs(pid);
  return born ? { pid, born } : null;
}

export function ownMark(): ProcessMark {
  const mark = markOf(process.pid);
  if (!mark) throw new Error('This process cannot read its own entry in /proc. Is /proc mounted?');
  return mark;
}

export function isAlive(mark: ProcessMark): boolean {
  return markOf(mark.pid)?.born === mark.born;
}

/** Sends a signal to exactly the marked process. @returns false when it is gone already. */
export function signal(mark: ProcessMark, name: NodeJS.Signals): boolean {
  if (!isAlive(mark)) return false;
  try {
    return process.kill(mark.pid, name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

/** Waits until a process has ended. @returns false when the time ran out. */
export async function waitForEnd(mark: ProcessMark, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (isAlive(mark)) {
    if (performance.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}

/** Ends a process with a series of signals, each with time to take effect. @returns false when it survived all. */
export async function end(mark: ProcessMark, signals: [NodeJS.Signals, number][]): Promise<boolean> {
  for (const [name, withinMs] of signals) {
    if (!signal(mark, name) || (await waitForEnd(mark, withinMs))) return true;
  }
  return !isAlive(mark);
}

/** The command line of a process; '' when unknown. */
export function commandLineOf(pid: number): string {
  if (process.platform !== 'linux') return ps(pid, 'command');
  return readProc(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? '';
}

/** The working directory of a process; null when unknown (no permission, or not Linux). */
export function workingFolderOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null; // ended, another user's, or no /proc: unknown in all cases
  }
}

/** Boot time and clock ticks since then. See proc(5): the state is field 3, the start time field 22. */
function bornOnLinux(pid: number): string | null {
  const stat = readProc(`/proc/${pid}/stat`);
  if (!stat) return null;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name before it may contain any characters
  if (fields[0] === 'Z' || fields[0] === 'X') return null;
  return `${readProc('/proc/sys/kernel/random/boot_id')?.trim() ?? ''}:${fields[19]}`;
}

function bornByPs(pid: number): string | null {
  if (ps(pid, 'stat').startsWith('Z')) return null;
  return ps(pid, 'lstart') || null;
}

function ps(pid: number, column: string): string {
  return spawnSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
}

function readProc(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null; // the process has ended
  }
}
