import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { isAlive, ProcessMark } from './process-mark';

/** The content of SEEDLEAF_HOME/processes.json: what a running Seedleaf tells commands and the next start. */
export const Processes = z.object({
  supervisor: ProcessMark,
  /** Its address; null until it responds. */
  url: z.string().nullable(),
  /** Contains the password, so the file is 0600. */
  databaseUrl: z.string(),
  isEmbedded: z.boolean(),
  children: z.record(z.string(), ProcessMark),
});
export type Processes = z.infer<typeof Processes>;

const fileOf = (home: string) => path.join(home, 'processes.json');

/** The last written content, perhaps of a Seedleaf that has ended; null when missing or unreadable. */
export function readProcesses(home: string): Processes | null {
  if (!existsSync(fileOf(home))) return null;
  try {
    return Processes.parse(JSON.parse(readFileSync(fileOf(home), 'utf8')));
  } catch {
    return null; // written by another version, or cut off by a full disk
  }
}

/** The running Seedleaf of this home; null when none runs. */
export function findRunning(home: string): Processes | null {
  const processes = readProcesses(home);
  return processes && isAlive(processes.supervisor) ? processes : null;
}

/** The running Seedleaf's database if it is not the embedded one. */
export function findServersOwnDatabase(home: string): string | null {
  const running = findRunning(home);
  return running?.isEmbedded === false ? running.databaseUrl : null;
}

export function writeProcesses(home: string, processes: Processes): void {
  const draft = `${fileOf(home)}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(processes, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, fileOf(home));
}

export const forgetProcesses = (home: string) => rmSync(fileOf(home), { force: true });
