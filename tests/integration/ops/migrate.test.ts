import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '@/bin/home/ports';
import { migrate } from '@/bin/database/migrate';
import { query, urlOf } from '../../support/postgres';

const ours = readdirSync('prisma/migrations').filter((name) => name !== 'migration_lock.toml');

let database: string;
let migrations: string;

beforeEach(() => {
  database = `seedleaf_test_migrate_${randomUUID().slice(0, 8)}`;
  migrations = mkdtempSync(path.join(tmpdir(), 'seedleaf-migrations-'));
  cpSync('prisma/migrations', migrations, { recursive: true });
});

afterEach(async () => {
  rmSync(migrations, { recursive: true });
  await query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
});

function addMigration(name: string, sql: string) {
  mkdirSync(path.join(migrations, name));
  writeFileSync(path.join(migrations, name, 'migration.sql'), sql);
}

async function rowsOf(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: urlOf(database) });
  await client.connect();
  return (await client.query(sql).finally(() => client.end())).rows;
}

describe('migrate', () => {
  it('creates a missing database, and does nothing the second time', async () => {
    expect(await migrate(urlOf(database))).toEqual(ours.sort());
    expect(await migrate(urlOf(database))).toEqual([]);
  });

  it('applies each migration once when two starts run at once', async () => {
    const both = await Promise.all([migrate(urlOf(database)), migrate(urlOf(database))]);
    expect(both.flat().sort()).toEqual(ours);
  });

  it("fills Prisma's own table, with the checksum of each file", async () => {
    await migrate(urlOf(database));
    const rows = await rowsOf('SELECT length(checksum) AS n FROM _prisma_migrations WHERE finished_at IS NOT NULL');
    expect(rows).toEqual(ours.map(() => ({ n: 64 })));
  });

  it('keeps nothing of a failed migration, and continues once it is corrected', async () => {
    addMigration('29990101000000_half', 'CREATE TABLE half (id int); SELECT 1/0;');
    await expect(migrate(urlOf(database), migrations)).rejects.toThrow(
      'Migration 29990101000000_half failed and was rolled back: division by zero',
    );
    rmSync(path.join(migrations, '29990101000000_half'), { recursive: true });
    addMigration('29990101000000_half', 'CREATE TABLE half (id int)');
    expect(await migrate(urlOf(database), migrations)).toEqual(['29990101000000_half']);
  });

  it('refuses a migration that was edited after it was applied', async () => {
    await migrate(urlOf(database));
    writeFileSync(path.join(migrations, ours[0]!, 'migration.sql'), '-- another');
    await expect(migrate(urlOf(database), migrations)).rejects.toThrow(/was edited after .* Restore its file/);
  });

  it('refuses a database that is newer than the code', async () => {
    addMigration('29990101000000_later', 'CREATE TABLE later (id int)');
    await migrate(urlOf(database), migrations);
    await expect(migrate(urlOf(database))).rejects.toThrow(/is newer than this Seedleaf.*29990101000000_later/);
  });

  it("refuses to continue after a failure of Prisma's own command line, and gives the remedy", async () => {
    await migrate(urlOf(database));
    await query(`UPDATE _prisma_migrations SET finished_at = NULL, logs = 'out of disk'`, urlOf(database));
    await expect(migrate(urlOf(database))).rejects.toThrow(
      /failed earlier .*out of disk.* migrate resolve --rolled-back/,
    );
  });

  it('notices missing tables although all migrations are recorded', async () => {
    await migrate(urlOf(database));
    await query('DROP TABLE "Setting"', urlOf(database));
    await expect(migrate(urlOf(database))).rejects.toThrow(/lacks Setting/);
  });

  it('refuses a database of another application', async () => {
    await query(`CREATE DATABASE ${database}`);
    await query('CREATE TABLE invoices (id int)', urlOf(database));
    await expect(migrate(urlOf(database))).rejects.toThrow(/has tables of another application \(such as invoices\)/);
    expect(await rowsOf(`SELECT 1 FROM information_schema.tables WHERE table_schema = 'public'`)).toHaveLength(1);
  });
});

describe('an invalid DATABASE_URL', () => {
  const role = `seedleaf_test_role_${process.pid}`;
  const change = (changes: Partial<URL>) => Object.assign(new URL(urlOf(database)), changes).href;
  let servers: Server[] = [];

  afterEach(async () => {
    servers.forEach((server) => server.close());
    servers = [];
    await query(`DROP ROLE IF EXISTS ${role}`);
  });

  /** A server that is not a Postgres. @returns its port. */
  async function listen(answer: string | null): Promise<string> {
    const server = createServer((socket) => (answer === null ? socket.destroy() : socket.end(answer)));
    servers.push(server);
    const port = await freePort('127.0.0.1');
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return String(port);
  }

  it('with a port that nothing listens on says so', async () => {
    const port = String(await freePort('127.0.0.1'));
    await expect(migrate(change({ port }))).rejects.toThrow(
      `No Postgres is listening at ${new URL(urlOf('x')).hostname}:${port}.`,
    );
  });

  it('with an unknown host says so', async () => {
    await expect(migrate('postgresql://seedleaf@no-such-host.invalid/seedleaf')).rejects.toThrow(
      /^The host of DATABASE_URL, no-such-host.invalid, cannot be found/,
    );
  });

  // A server that trusts everyone on this machine asks for no password.
  it.skipIf(new URL(urlOf('x')).password === '')(
    'with a wrong password says so, and never shows the password',
    async () => {
      const attempt = migrate(change({ password: 'sesame' }));
      await expect(attempt).rejects.toThrow(/refused the password of seedleaf/);
      await expect(attempt).rejects.not.toThrow(/sesame/);
    },
  );

  it.each([['HTTP/1.1 400 Bad Request\r\n\r\n'], [null]])(
    'that leads to another kind of server (%j) says so',
    async (answer) => {
      await expect(migrate(change({ port: await listen(answer) }))).rejects.toThrow(
        /does not respond like a Postgres server/,
      );
    },
  );

  it('with a missing database that it may not create gives the command to create it', async () => {
    await query(`CREATE ROLE ${role} LOGIN PASSWORD 'right' NOCREATEDB`);
    await expect(migrate(change({ username: role, password: 'right' }))).rejects.toThrow(
      `Create it as an administrator: CREATE DATABASE "${database}" OWNER "${role}"`,
    );
  });

  it('with a database that stores no Unicode says so', async () => {
    await query(`CREATE DATABASE ${database} ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0`);
    await expect(migrate(urlOf(database))).rejects.toThrow(/stores text as SQL_ASCII; Seedleaf needs UTF8/);
  });
});
