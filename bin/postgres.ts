import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openHome } from './home/home';
import { withLock } from './home/lock';
import { isAlive, ownMark, ProcessMark } from './home/process-mark';
import { ensureCluster } from './embedded-postgres/cluster';
import { rememberPort, choosePlace } from './embedded-postgres/place';
import { adopt, launch, stop, urlOf } from './embedded-postgres/postmaster';

/** The embedded Postgres of a home, in use by this process. */
export type EmbeddedPostgres = {
  /** The database of Seedleaf. It changes when a revived server had to take another port. */
  readonly url: string;
  /** True while the server's process lives. */
  isUp(): boolean;
  /** Starts the server again after it died under us, or takes the one that another user has started since. */
  revive(): Promise<void>;
  /** Notes another process as a user of the server, so that it outlives us when that process does. */
  shareWith(user: ProcessMark): void;
  /** Ends our use. The last user's release stops the server; says whether it did. */
  release(): Promise<'stopped' | 'still used'>;
};

/** How long one start may hold up another: making the files takes seconds on a slow disk. */
const OTHERS_ARE_DONE_WITHIN_MS = 150_000;

/**
 * Makes sure that the home's Postgres runs, and counts this process among its users.
 *
 * The server is nobody's child: a web server, a worker and a command may use it at the same time, in any order
 * of coming and going, and any of them may be killed. So it is started by the first, adopted by the others,
 * and stopped by whoever leaves last. Users are files with a process mark; the dead do not count.
 *
 * @param options.isThrowaway For tests: a server that a power cut may ruin, for speed.
 */
export async function usePostgres(home: string, options: { isThrowaway?: boolean } = {}): Promise<EmbeddedPostgres> {
  openHome(home);
  const users = path.join(home, 'postgres-users');
  mkdirSync(users, { recursive: true, mode: 0o700 });
  const isThrowaway = options.isThrowaway === true;

  const raise = () =>
    withServerLock(home, async () => {
      const place = choosePlace(home);
      await ensureCluster(place, isThrowaway);
      const server = (await adopt(place)) ?? (await launch(place, isThrowaway));
      rememberPort(home, server.port);
      return { server, url: urlOf(place, server.port, 'seedleaf') };
    });

  const own = noteUser(users, ownMark());
  let current = await raise();
  return {
    get url() {
      return current.url;
    },
    isUp: () => isAlive(current.server.mark),
    async revive() {
      current = await raise();
    },
    shareWith: (user) => void noteUser(users, user),
    release: () =>
      withServerLock(home, async () => {
        rmSync(own, { force: true });
        if (hasUsers(users)) return 'still used' as const;
        await stop(current.server.mark);
        return 'stopped' as const;
      }),
  };
}

const withServerLock = <T>(home: string, run: () => Promise<T>) =>
  withLock(path.join(home, 'postgres.lock'), OTHERS_ARE_DONE_WITHIN_MS, run);

let uses = 0;

/** Written under another name first: a reader never meets half a file. */
function noteUser(folder: string, user: ProcessMark): string {
  const file = path.join(folder, `${user.pid}-${process.pid}-${uses++}.json`);
  writeFileSync(`${file}.new`, JSON.stringify(user));
  renameSync(`${file}.new`, file);
  return file;
}

/** Forgets the dead on the way. */
function hasUsers(folder: string): boolean {
  const living = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .filter((name) => {
      const file = path.join(folder, name);
      const user = ProcessMark.parse(JSON.parse(readFileSync(file, 'utf8')));
      if (!isAlive(user)) rmSync(file, { force: true });
      return isAlive(user);
    });
  return living.length > 0;
}
