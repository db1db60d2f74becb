import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CommandFailure } from '../failure';
import type { OsUser } from './os-user';
import type { Place } from './place';

/** The superuser of the embedded Postgres. */
export const DATABASE_USER = 'seedleaf';

/** Postgres' built-in C.UTF-8 sorts the same on every system; system locales do not. */
const layout = [
  '-E',
  'UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  '--data-checksums',
];

/**
 * Creates the database files when missing. `initdb` runs in a temporary folder that is renamed at the end, so that an
 * interrupted start leaves nothing that looks like a database.
 *
 * @param isThrowaway Skips flushing to disk, for tests.
 */
export async function ensureCluster({ dataDir, native, user, password }: Place, isThrowaway: boolean): Promise<void> {
  if (existsSync(path.join(dataDir, 'PG_VERSION'))) return own(dataDir, user);
  const draft = `${dataDir}.new`;
  const passwordFile = `${dataDir}.password`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  own(draft, user);
  own(passwordFile, user);
  const options = ['-D', draft, '-U', DATABASE_USER, '--pwfile', passwordFile, '--auth=scram-sha-256', ...layout];
  if (isThrowaway) options.push('--no-sync');
  const problem = await run(path.join(native, 'bin', 'initdb'), options, user);
  rmSync(passwordFile, { force: true });
  if (problem !== null) {
    rmSync(draft, { recursive: true, force: true });
    throw new CommandFailure(`Postgres could not create its files in ${dataDir}: ${problem}`);
  }
  renameSync(draft, dataDir);
}

/** Files copied as root belong to root, but Postgres must own them. */
function own(file: string, { uid, gid }: OsUser): void {
  if (uid === undefined || gid === undefined || statSync(file).uid === uid) return;
  if (statSync(file).isDirectory()) spawnSync('chown', ['-R', `${uid}:${gid}`, file]);
  else chownSync(file, uid, gid);
}

/** @returns null, or the last output of the program before it failed. */
function run(program: string, options: string[], user: OsUser): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(program, options, { ...user, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], env: postgresEnv });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code) => resolve(code === 0 ? null : said.trim() || `initdb ended with code ${code}.`));
  });
}

/** A minimal environment: PGDATA or PGPORT from the shell would misconfigure Postgres, and it needs no secrets. */
export const postgresEnv = { NODE_ENV: 'production', PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' } as const;
