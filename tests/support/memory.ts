import { readdirSync, readFileSync } from 'node:fs';
import type { ProcessMark } from '@/bin/home/process-mark';

/**
 * The memory of a process and its children, in MB, as proportional set size: memory that several share (Postgres'
 * buffers, Node's code) counts once.
 */
export function memoryOf(mark: ProcessMark | undefined): number {
  if (!mark) throw new Error('There is no such process.');
  const family = [mark.pid, ...descendantsOf(mark.pid)];
  return Math.round(family.reduce((sum, pid) => sum + proportionalKilobytes(pid), 0) / 1024);
}

function descendantsOf(pid: number): number[] {
  const children = readdirSync('/proc')
    .map(Number)
    .filter((each) => each > 0 && parentOf(each) === pid);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

function parentOf(pid: number): number | null {
  const stat = read(`/proc/${pid}/stat`);
  return stat ? Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) : null;
}

const proportionalKilobytes = (pid: number) =>
  Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // it has ended meanwhile
  }
}
