import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The processes of a home's Postgres: the postmaster and its children. */
export function serverProcesses(home: string): number[] {
  const pid = readFileSync(path.join(home, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0] ?? '';
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', pid], { encoding: 'utf8' });
  return [pid, ...children.trim().split(/\s+/)].map(Number);
}
