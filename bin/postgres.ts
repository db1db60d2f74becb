import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openHome } from './home/home';
import { withLock } from './home/lock';
import { isAlive, ownMark, ProcessMark } from './home/process-mark';
import { ensureCluster } from './embedded-postgres/cluster';
import { rememberPort, choosePlace } from './embedded-postgres/place';
import { adopt, launch, stop, urlOf } from './embedded-postgres/postmaster';

/** The embedded Postgres of a home, used by this process. */
export type EmbeddedPostgres = {
  /** The address of Seedleaf's database. It changes when a restarted server had to use another port. */
  readonly url: string;
  /** True while the server's process is running. */
  isUp(): boolean;
  /** Restarts the server after it died, or uses the one that another process has started since. */
  revive(): Promise<void>;
  /** Registers another process as a user of the server, so that the server keeps running for it. */
  shareWith(user: ProcessMark): void;
  /** Ends this process's use. The last user stops the server; returns whether that happened. */
  release(): Promise<'stopped' | 'still used'>;
};

/** How long one start may delay another: creating the files takes seconds on a slow disk. */
const LOCK_TIMEOUT_MS = 150_000;

/**
 * Starts the home's Postgres if needed, and registers this process as a user.
 *
 * The server is not a child process: a web server, a worker and commands may use it at the same time, start and end in
 * any order, and be killed. So the first user starts it, others share it, and the last one stops it. Users are files
 * with a process mark; dead processes do not count.
 *
 * @param options.isThrowaway For tests: faster, but not durable.
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
  withLock(path.join(home, 'postgres.lock'), LOCK_TIMEOUT_MS, run);

let uses = 0;

/** Written under a temporary name first, so that readers never see a partial file. */
function noteUser(folder: string, user: ProcessMark): string {
  const file = path.join(folder, `${user.pid}-${process.pid}-${uses++}.json`);
  writeFileSync(`${file}.new`, JSON.stringify(user));
  renameSync(`${file}.new`, file);
  return file;
}

/** Also removes dead users. */
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
