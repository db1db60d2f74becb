import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { CommandFailure } from '../failure';

/** The user that Postgres runs as. Empty means the current user. Postgres refuses to run as root. */
export type OsUser = { uid?: number; gid?: number };

export const isRoot = () => process.getuid?.() === 0;

/**
 * Chooses the user to run Postgres as: the current one, or for root an unprivileged one.
 *
 * @param dataDir An existing data folder keeps its owner, even if a `postgres` user was created later.
 */
export function chooseOsUser(dataDir: string): OsUser {
  if (!isRoot()) return {};
  const owner = statSync(dataDir, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = [idOf('-u', name), idOf('-g', name)];
    if (uid && gid) return { uid, gid };
  }
  throw new CommandFailure(
    'Postgres cannot run as root, and this system has neither a user postgres nor a user nobody. ' +
      'Start Seedleaf as an ordinary user, or set DATABASE_URL to your own Postgres.',
  );
}

/**
 * True when the user can run a small shell script on a path ($1). Tested as that user, because root's permissions
 * differ.
 */
export function userCan(user: OsUser, script: string, path: string): boolean {
  return spawnSync('/bin/sh', ['-c', script, 'sh', path], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}

function idOf(flag: '-u' | '-g', name: string): number | null {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : null;
}
