import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { end, isAlive, markOf, ownMark, ProcessMark } from '@/bin/home/process-mark';
import { readProcesses } from '@/bin/home/processes';

const PREFIX = 'seedleaf-test-';

/** A temporary SEEDLEAF_HOME. Postgres, which does not run as root, must be able to enter its folder. */
export function makeHome(): string {
  const folder = mkdtempSync(path.join(tmpdir(), PREFIX));
  chmodSync(folder, 0o711);
  writeFileSync(path.join(folder, 'owner.json'), JSON.stringify(ownMark()));
  return path.join(folder, 'home');
}

/** Removes the home, and its database if that is stored elsewhere. Nothing may run in it any more. */
export function removeHome(home: string): void {
  const dataDir = dataDirOf(home);
  if (dataDir) rmSync(path.dirname(dataDir), { recursive: true, force: true });
  rmSync(path.dirname(home), { recursive: true, force: true });
}

/** The folder of a home's database when it is not in the home itself. */
export function dataDirOf(home: string): string | null {
  const file = path.join(home, 'postgres.json');
  if (!existsSync(file)) return null;
  return z.object({ dataDir: z.string().nullable() }).parse(JSON.parse(readFileSync(file, 'utf8'))).dataDir;
}

/** Ends and removes what killed test runs left behind. */
export async function removeAbandonedHomes(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(PREFIX))) {
    const folder = path.join(tmpdir(), name);
    const owner = readMark(path.join(folder, 'owner.json'));
    if (!owner || isAlive(owner)) continue;
    const home = path.join(folder, 'home');
    await endAllOf(home);
    removeHome(home);
  }
}

/** The supervisor first, because it would restart the others. */
async function endAllOf(home: string): Promise<void> {
  const processes = readProcesses(home);
  if (processes) await end(processes.supervisor, [['SIGKILL', 5000]]);
  for (const child of Object.values(processes?.children ?? {})) await end(child, [['SIGKILL', 5000]]);
  const pidFile = path.join(dataDirOf(home) ?? path.join(home, 'postgres'), 'postmaster.pid');
  const postmaster = existsSync(pidFile) && markOf(Number(readFileSync(pidFile, 'utf8').split('\n')[0]));
  if (postmaster) await end(postmaster, [['SIGQUIT', 5000]]);
}

function readMark(file: string): ProcessMark | null {
  return existsSync(file) ? ProcessMark.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}
