import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { isAlive, ProcessMark } from './process-mark';

/** What a running Seedleaf writes down of itself in SEEDLEAF_HOME/processes.json, for commands and for the next start. */
export const Processes = z.object({
  supervisor: ProcessMark,
  /** Where people reach it; null until it answers. */
  url: z.string().nullable(),
  /** With the password: the file is 0600. */
  databaseUrl: z.string(),
  isEmbedded: z.boolean(),
  children: z.record(z.string(), ProcessMark),
});
export type Processes = z.infer<typeof Processes>;

const fileOf = (home: string) => path.join(home, 'processes.json');

/** What was written last, by a Seedleaf that may be dead by now; null when there is none or it cannot be read. */
export function readProcesses(home: string): Processes | null {
  if (!existsSync(fileOf(home))) return null;
  try {
    return Processes.parse(JSON.parse(readFileSync(fileOf(home), 'utf8')));
  } catch {
    return null; // of another version, or torn by a full disk: it can tell us nothing
  }
}

/** The running Seedleaf of this home; null when none runs. */
export function findRunning(home: string): Processes | null {
  const processes = readProcesses(home);
  return processes && isAlive(processes.supervisor) ? processes : null;
}

/** The running Seedleaf's database, when it is not the embedded one (of that a command is one more user). */
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
