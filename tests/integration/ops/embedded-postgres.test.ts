import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive, markOf, waitForEnd, type ProcessMark } from '@/bin/home/process-mark';
import { userCan } from '@/bin/embedded-postgres/os-user';
import { usePostgres } from '@/bin/postgres';
import { makeCheckout } from '../../support/checkout';
import { dataDirOf, makeHome, removeHome } from '../../support/home';
import { startPostgresUser } from '../../support/postgres-user';

const throwaway = { isThrowaway: true };
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;

let home: string;
beforeEach(() => {
  home = makeHome();
});
afterEach(async () => {
  // Stops whatever a test left running, as its last user.
  if (existsSync(path.join(home, 'postgres.json'))) await (await usePostgres(home, throwaway)).release();
  removeHome(home);
});

function postmaster(dataDir = path.join(home, 'postgres')): ProcessMark {
  const pid = Number(readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[0]);
  const mark = markOf(pid);
  if (!mark) throw new Error(`No server ${pid} runs.`);
  return mark;
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: Object.assign(new URL(url), { pathname: '/postgres' }).href });
  await client.connect();
  return (await client.query(sql).finally(() => client.end())).rows;
}

describe('the embedded Postgres', () => {
  it('checks its pages, uses UTF-8, asks for a password, and leaves nothing when it is stopped', async () => {
    const postgres = await usePostgres(home, throwaway);
    const asked = `SELECT current_setting('data_checksums') AS checksums, current_setting('server_encoding') AS encoding`;
    expect(await ask(postgres.url, asked)).toEqual([{ checksums: 'on', encoding: 'UTF8' }]);
    const stranger = Object.assign(new URL(postgres.url), { password: 'guess' }).href;
    await expect(ask(stranger, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
    expect(statSync(path.join(home, 'postgres.json')).mode & 0o777).toBe(0o600);

    const server = postmaster();
    expect(await postgres.release()).toBe('stopped');
    expect(isAlive(server)).toBe(false);
  });

  it('is shared by its users, and stopped by the last of them', async () => {
    const [first, second] = await Promise.all([startPostgresUser(home), startPostgresUser(home)]);
    expect(second.url).toBe(first.url);
    expect(await first.release()).toBe('still used');
    expect(await ask(second.url, 'SELECT 1')).toHaveLength(1);
    expect(await second.release()).toBe('stopped');
  });

  it('keeps running after kill -9 of its only user, and is reused by the next', async () => {
    const killed = await startPostgresUser(home);
    const server = postmaster();
    await killed.kill();
    const next = await usePostgres(home, throwaway);
    expect(postmaster()).toEqual(server);
    expect(next.url).toBe(killed.url);
    expect(await next.release()).toBe('stopped');
  });

  it('starts again after kill -9 of the server itself, with all committed data', async () => {
    const first = await usePostgres(home);
    await ask(first.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    process.kill(postmaster().pid, 'SIGKILL');
    const second = await usePostgres(home);
    expect(await ask(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    await second.release();
    expect(await first.release()).toBe('stopped');
  });

  it('is restarted for a user that is still running', async () => {
    const postgres = await usePostgres(home, throwaway);
    const server = postmaster();
    process.kill(server.pid, 'SIGKILL');
    await waitForEnd(server, 5000);
    expect(postgres.isUp()).toBe(false);
    await postgres.revive();
    expect(await ask(postgres.url, 'SELECT 1')).toHaveLength(1);
    expect(await postgres.release()).toBe('stopped');
  });

  it('does not mistake a lock file for a server when its pid now belongs to another process', async () => {
    const killed = await usePostgres(home, throwaway);
    const server = postmaster();
    process.kill(server.pid, 'SIGKILL');
    await waitForEnd(server, 5000);
    const lock = path.join(home, 'postgres', 'postmaster.pid');
    writeFileSync(lock, readFileSync(lock, 'utf8').replace(/^\d+/, String(process.pid)));
    const next = await usePostgres(home, throwaway);
    expect(isAlive(postmaster())).toBe(true);
    await next.release();
    expect(await killed.release()).toBe('stopped');
  });

  it('never uses the server of another home, even if one home is a copy of the other', async () => {
    const postgres = await usePostgres(home, throwaway);
    const copy = makeHome();
    cpSync(home, copy, { recursive: true });
    chmodSync(copy, 0o711);
    rmSync(path.join(copy, 'postgres-users'), { recursive: true });
    const other = await usePostgres(copy, throwaway);
    expect(other.url).not.toBe(postgres.url);
    expect(await other.release()).toBe('stopped');
    expect(await ask(postgres.url, 'SELECT 1')).toHaveLength(1);
    await postgres.release();
    removeHome(copy);
  });

  it('starts again when the files were only partly created', async () => {
    mkdirSync(path.join(home, 'postgres.new', 'base'), { recursive: true });
    chmodSync(home, 0o711);
    writeFileSync(path.join(home, 'postgres.new', 'PG_VERSION'), '18\n');
    const postgres = await usePostgres(home, throwaway);
    expect(await ask(postgres.url, 'SELECT 1')).toHaveLength(1);
    await postgres.release();
  });

  it('says what to do when the password is lost, and when its files are damaged', async () => {
    await (await usePostgres(home, throwaway)).release();
    const notes = path.join(home, 'postgres.json');
    renameSync(notes, `${notes}.aside`);
    await expect(usePostgres(home)).rejects.toThrow(
      /postgres.json with the password of the database .* is missing. Restore it, or move .* away/,
    );
    writeFileSync(notes, '{');
    await expect(usePostgres(home)).rejects.toThrow(/postgres.json is damaged. Restore it/);
    renameSync(`${notes}.aside`, notes);
  });

  it("shows the server's own error when it cannot start", async () => {
    await (await usePostgres(home, throwaway)).release();
    const version = path.join(home, 'postgres', 'PG_VERSION');
    writeFileSync(version, '17\n');
    await expect(usePostgres(home)).rejects.toThrow(/Postgres did not start: .*incompatible with server/);
    writeFileSync(version, '18\n');
  });

  it('creates the links between its libraries if npm has run no install script', async () => {
    const checkout = makeCheckout({ mode: 0o755, links: false });
    const user = await startPostgresUser(home, { root: checkout.root });
    expect(await ask(user.url, 'SELECT 1')).toHaveLength(1);
    expect(await user.release()).toBe('stopped');
    checkout.remove();
  });

  it.runIf(isRoot)('runs for root from a checkout that only root can read, with its data outside', async () => {
    const copiesBefore = binariesOutside();
    const checkout = makeCheckout({ mode: 0o700, links: true });
    const hidden = path.join(checkout.root, '.seedleaf');
    const user = await startPostgresUser(hidden, { root: checkout.root });
    const dataDir = dataDirOf(hidden);
    expect(dataDir).toMatch(/^\/var\/(lib|tmp)\/seedleaf\//);
    expect(await ask(user.url, 'SHOW data_directory')).toEqual([{ data_directory: dataDir }]);
    expect(statSync(dataDir ?? '').uid).not.toBe(0);
    expect(await user.release()).toBe('stopped');

    cpSync(hidden, `${hidden}-copy`, { recursive: true });
    await expect(startPostgresUser(`${hidden}-copy`, { root: checkout.root })).rejects.toThrow(/is a copy of/);
    rmSync(path.dirname(dataDir ?? ''), { recursive: true });
    for (const copy of binariesOutside().filter((each) => !copiesBefore.includes(each)))
      rmSync(copy, { recursive: true });
    checkout.remove();
  });

  it.runIf(isRoot && userCan({ uid: nobody, gid: nobody }, 'cd "$1"', process.cwd()))(
    'runs for an ordinary user as that user',
    async () => {
      const checkout = makeCheckout({ mode: 0o755, links: true });
      const mine = path.join(checkout.root, '.seedleaf');
      mkdirSync(mine);
      chownSync(mine, nobody, nobody);
      const user = await startPostgresUser(mine, { root: checkout.root, uid: nobody, gid: nobody });
      expect(statSync(path.join(mine, 'postgres')).uid).toBe(nobody);
      expect(await user.release()).toBe('stopped');
      checkout.remove();
    },
  );

  it('does not show the password in the list of processes', async () => {
    const postgres = await usePostgres(home, throwaway);
    const { password } = new URL(postgres.url);
    const shown = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && commandLine(name).includes(password));
    expect(shown).toEqual([]);
    await postgres.release();
  });
});

/** The copies of the binaries that root's checkouts share. */
function binariesOutside(): string[] {
  return ['/var/lib/seedleaf', '/var/tmp/seedleaf']
    .filter(existsSync)
    .flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)))
    .filter((file) => path.basename(file).startsWith('postgres-'));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // it has ended meanwhile
  }
}
