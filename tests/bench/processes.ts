import { readdirSync, readFileSync } from 'node:fs';

const TICK_MS = 10;
const LOOK_MS = 250;

/** The CPU time of a process, where the system reports it (Linux); otherwise 0. */
export const cpuMsOf = (pid: number | undefined): number => statOf(pid)?.cpuMs ?? 0;

/** The process that started this one; null where the system does not say. */
export const parentOf = (pid: number): number | null => statOf(pid)?.parent ?? null;

/**
 * Adds up the CPU time of a process and of all that it starts, also of those that have ended. What a process uses in
 * the last quarter of a second of its life is not seen.
 */
export function cpuMeter(root: number): { readMs(): number; stop(): void } {
  const seen = new Map<string, number>();
  const look = () => {
    for (const { key, cpuMs } of treeOf(root)) seen.set(key, cpuMs);
  };
  look();
  const timer = setInterval(look, LOOK_MS);
  return {
    readMs() {
      look();
      return [...seen.values()].reduce((sum, cpuMs) => sum + cpuMs, 0);
    },
    stop: () => clearInterval(timer),
  };
}

type Stat = { pid: number; parent: number; cpuMs: number; key: string };

function treeOf(root: number): Stat[] {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (statOf(Number(name)) ?? []) : []));
  const tree = all.filter(({ pid }) => pid === root);
  // The list grows while it is read, until nobody in it has children that are missing.
  for (const { pid } of tree) tree.push(...all.filter(({ parent }) => parent === pid));
  return tree;
}

function statOf(pid: number | undefined): Stat | null {
  const stat = readProc(`/proc/${pid}/stat`);
  if (pid === undefined || stat === '') return null;
  // The name of the program comes before, in parentheses, and may contain anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const cpuMs = (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MS;
  // Ids are used again, so the moment of the start belongs to the key.
  return { pid, parent: Number(fields[1]), cpuMs, key: `${pid} ${fields[19]}` };
}

/** A file of /proc; empty where there is none, as on other systems than Linux. */
export function readProc(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
