import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { CommandFailure } from '../failure';
import { commandLineOf, end, isAlive, markOf, workingFolderOf, type ProcessMark } from '../home/process-mark';
import { keepLogSmall } from '../home/log-file';
import { freePort } from '../home/ports';
import { DATABASE_USER, postgresEnv } from './cluster';
import { availableMemory, memorySettings } from './memory';
import type { Place } from './place';

/** A running server that responds. */
export type Postmaster = { mark: ProcessMark; port: number };

const STARTS_WITHIN_MS = 120_000;
const LOCKS_GO_STALE_WITHIN_MS = 30_000;
const BACKENDS_END_WITHIN_MS = 5000;

/** An idle server takes about 60 MB. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  cluster_name: 'seedleaf',
  max_connections: '100',
  max_wal_size: '1GB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** Tests need no durability. */
const throwawaySettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * The server that already runs on these files, for example after Seedleaf was killed; null when there is none. A server
 * that does not respond is stopped.
 */
export async function adopt(place: Place): Promise<Postmaster | null> {
  const running = readPidFile(place.dataDir);
  if (!running) return null;
  const deadline = performance.now() + 10_000;
  while (isAlive(running.mark) && performance.now() < deadline) {
    if (running.port && (await answers(place, running.port))) return { mark: running.mark, port: running.port };
    await sleep(100);
  }
  await stop(running.mark);
  return null;
}

/** Starts a server on the files. Waits for the remains of a killed one: locks and backends that are still ending. */
export async function launch(place: Place, isThrowaway: boolean): Promise<Postmaster> {
  keepLogSmall(place.logFile);
  const began = performance.now();
  let port = await freePort('127.0.0.1', place.port ?? undefined);
  for (;;) {
    const waitedMs = performance.now() - began;
    clearStaleLock(place.dataDir, waitedMs > BACKENDS_END_WITHIN_MS);
    const logFrom = existsSync(place.logFile) ? statSync(place.logFile).size : 0;
    const mark = spawnPostmaster(place, port, isThrowaway);
    if (mark && (await untilReady(place, mark, port))) return { mark, port };
    const said = lastFatal(place.logFile, logFrom);
    if (waitedMs > LOCKS_GO_STALE_WITHIN_MS || !/lock file|shared memory|address already in use/i.test(said)) {
      throw new CommandFailure(
        `Postgres did not start: ${said || 'it ended without a message'} (log: ${place.logFile})`,
      );
    }
    if (/address already in use/i.test(said)) port = await freePort('127.0.0.1');
    await sleep(500);
  }
}

/**
 * Stops a server: first gracefully, then by force, after which it recovers at its next start. No committed data is
 * lost.
 */
export async function stop(mark: ProcessMark): Promise<void> {
  await end(mark, [
    ['SIGINT', 1300],
    ['SIGQUIT', 400],
    ['SIGKILL', 300],
  ]);
}

function spawnPostmaster(place: Place, port: number, isThrowaway: boolean): ProcessMark | null {
  const log = openSync(place.logFile, 'a', 0o600);
  const given = {
    ...settings,
    ...memorySettings(availableMemory()),
    port: String(port),
    ...(isThrowaway && throwawaySettings),
  };
  // A separate process group, so that Ctrl-C does not reach it: it must be stopped last.
  const child = spawn(
    path.join(place.native, 'bin', 'postgres'),
    ['-D', place.dataDir, ...Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...place.user, cwd: '/', detached: true, stdio: ['ignore', log, log], env: postgresEnv },
  );
  child.on('error', () => {}); // reported as a server that ended without a message
  child.unref();
  closeSync(log);
  return child.pid === undefined ? null : markOf(child.pid);
}

async function untilReady(place: Place, mark: ProcessMark, port: number): Promise<boolean> {
  const deadline = performance.now() + STARTS_WITHIN_MS;
  while (isAlive(mark) && performance.now() < deadline) {
    const running = readPidFile(place.dataDir);
    if (running?.mark.pid === mark.pid && running.isReady && (await answers(place, port))) return true;
    await sleep(20);
  }
  await stop(mark);
  return false;
}

/** True when the server on this port accepts our password and serves exactly these files. */
async function answers(place: Place, port: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(place, port, 'postgres'), connectionTimeoutMillis: 3000 });
  client.on('error', () => {}); // a broken connection already fails its query
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return realpathSync(rows[0]?.data_directory ?? '/') === realpathSync(place.dataDir);
  } catch {
    return false; // starting, stopping, or another server: in all cases ours does not respond there
  } finally {
    await client.end().catch(() => {});
  }
}

export function urlOf(place: Place, port: number, database: string): string {
  return `postgresql://${DATABASE_USER}:${place.password}@127.0.0.1:${port}/${database}`;
}

/** The live server in the pid file (line 1 is its pid, 4 its port, 8 its state); null when it has ended. */
function readPidFile(dataDir: string): (Postmaster & { isReady: boolean }) | null {
  const file = path.join(dataDir, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  const mark = markOf(Number(lines[0]) || -1);
  if (!mark || !isServerOf(mark.pid, dataDir)) return null;
  return { mark, port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' };
}

/**
 * A pid from a file may now belong to another process. A server and its backends have the data folder as working
 * directory.
 */
function isServerOf(pid: number, dataDir: string): boolean {
  const commandLine = commandLineOf(pid);
  const folder = workingFolderOf(pid);
  if (folder === null) return commandLine.includes(dataDir);
  return folder === realpathSync(dataDir) && /(^|\/)postgres[: ]/.test(commandLine);
}

/**
 * Removes the pid file of a dead server. Postgres does so itself, except when the pid now belongs to another process or
 * a zombie. While a backend still uses the files, the lock stays.
 *
 * @param isPatienceOver When true, backends that outlived their server are ended.
 */
function clearStaleLock(dataDir: string, isPatienceOver: boolean): void {
  const file = path.join(dataDir, 'postmaster.pid');
  if (process.platform !== 'linux' || !existsSync(file) || readPidFile(dataDir)) return;
  const backends = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && isServerOf(pid, dataDir));
  if (backends.length === 0) rmSync(file, { force: true });
  else if (isPatienceOver) for (const pid of backends) process.kill(pid, 'SIGQUIT');
}

function lastFatal(logFile: string, from: number): string {
  const lines = readFileSync(logFile).subarray(from).toString('utf8').split('\n');
  const told = lines.filter((line) => /(FATAL|PANIC|ERROR|LOG|error):/.test(line));
  const fatal = told.filter((line) => !line.includes('LOG:'));
  const why = lines.find((line) => /could not bind|address already in use/i.test(line));
  return (why ?? fatal.at(-1) ?? told.at(-1) ?? lines.findLast((line) => line.trim()) ?? '').trim();
}
