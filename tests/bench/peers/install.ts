import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Outside the checkout, so that a peer is installed once per machine. */
const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'seedleaf', 'peers');
const python = process.env.SEEDLEAF_PYTHON ?? 'python3';

const fileOf = (peer: string): string => path.join(import.meta.dirname, `${peer}.txt`);

/** Another list of packages is another folder, so a change of versions is always installed. */
function folderOf(peer: string): string {
  const hash = createHash('sha256')
    .update(readFileSync(fileOf(peer)))
    .digest('hex')
    .slice(0, 8);
  return path.join(cache, `${peer}-${hash}`);
}

const markOf = (peer: string): string => path.join(folderOf(peer), 'complete');

export const isInstalled = (peer: string): boolean => existsSync(markOf(peer));

/** The pinned version of the peer's own package, such as `1.5.3`. */
export function versionOf(peer: string, distribution: string): string {
  // pip takes hyphens and underscores for the same.
  const line = new RegExp(`^${distribution.replaceAll('-', '[-_]')}==(\\S+)$`, 'm');
  const version = line.exec(readFileSync(fileOf(peer), 'utf8'))?.[1];
  if (version === undefined) throw new Error(`${fileOf(peer)} does not name a version of ${distribution}.`);
  return version;
}

/**
 * The Python of a virtual environment with the peer in it, which is made if there is none.
 *
 * The files list every package, so nothing is resolved, and what a peer asks for but does not need here stays out.
 */
export async function installPeer(peer: string): Promise<string> {
  const folder = folderOf(peer);
  const own = path.join(folder, 'bin', 'python');
  if (isInstalled(peer)) return own;
  console.error(`Installing ${peer} into ${folder} …`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await run(python, ['-m', 'venv', folder]);
  await run(own, ['-m', 'pip', 'install', '--quiet', '--no-deps', '-r', fileOf(peer)], { maxBuffer: 1e8 });
  writeFileSync(markOf(peer), '');
  return own;
}

/** Whether pip finds a package on its index, wherever this machine's settings say that the index is. */
export async function isPyPiReachable(): Promise<boolean> {
  const wait = ['--timeout', '10', '--retries', '0', '--disable-pip-version-check'];
  return run(python, ['-m', 'pip', 'index', 'versions', 'distilabel', ...wait], { timeout: 30_000 }).then(
    () => true,
    () => false,
  );
}
