import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { CommandFailure } from '../failure';

/** Whom Postgres runs as. Empty: as whoever runs us. Postgres refuses to run as root. */
export type OsUser = { uid?: number; gid?: number };

export const isRoot = () => process.getuid?.() === 0;

/**
 * The user to run Postgres as: ourselves, or for root an unprivileged one.
 *
 * @param dataDir An existing data folder keeps its owner, even when a `postgres` user has come since.
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
    'Postgres does not run as root, and this system has neither a user postgres nor a user nobody to run it as. ' +
      'Start Seedleaf as an ordinary user, or set DATABASE_URL to a Postgres of your own.',
  );
}

/** True when the user can do what a small shell script does with a path ($1). Root's own rights say nothing of it. */
export function userCan(user: OsUser, script: string, path: string): boolean {
  return spawnSync('/bin/sh', ['-c', script, 'sh', path], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}

function idOf(flag: '-u' | '-g', name: string): number | null {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : null;
}
