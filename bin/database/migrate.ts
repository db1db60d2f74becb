import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { tableNames } from '@/prisma/client';
import { DomainError } from '@/taxonomy/errors';
import { connectionProblem, placeOf } from './connection-problem';

const MIGRATIONS = path.join(import.meta.dirname, '../../prisma/migrations');
/** The advisory lock of Prisma's schema engine, so that the two never run at the same time. */
const LOCK = 72_707_369;
const LOCK_TIMEOUT = '60s';
const CONNECT_WITHIN_MS = 8000;
const OLDEST_POSTGRES = 140_000;

const Applied = z.object({
  migration_name: z.string(),
  checksum: z.string(),
  finished_at: z.date().nullable(),
  rolled_back_at: z.date().nullable(),
  logs: z.string().nullable(),
});
type Applied = z.infer<typeof Applied>;
type Migration = { name: string; sql: string; checksum: string };

/**
 * Migrates a database to this version's schema, and creates the database when missing.
 *
 * Uses Prisma's migration table, so that it works together with `npm run schema -- migrate …`. Each migration commits
 * together with its row, so an interrupted start never leaves half a migration.
 *
 * @param url        A Postgres of version 14 or later.
 * @param migrations A folder of `<name>/migration.sql`, applied in order of name.
 * @returns the names of the migrations that were applied now.
 * @throws DomainError `unavailable` when the database cannot be reached; `conflict` when this version cannot use it: it
 * is newer, has an edited or failed migration, or lacks tables.
 */
export async function migrate(url: string, migrations = MIGRATIONS): Promise<string[]> {
  const client = await connectOrCreate(url);
  try {
    await refuseUnfitServer(client, url);
    await client.query(`SET lock_timeout = '${LOCK_TIMEOUT}'`);
    await client.query(`SELECT pg_advisory_lock(${LOCK})`).catch(refuseLongWait);
    await refuseForeignTables(client, url);
    const pending = pendingOf(readMigrations(migrations), await listApplied(client), placeOf(url).database);
    for (const migration of pending) await apply(client, migration);
    await refuseMissingTables(client, url);
    return pending.map(({ name }) => name);
  } catch (error) {
    throw connectionProblem(error, url);
  } finally {
    await client.end();
  }
}

/**
 * Checks whether this version can use a database, without changing anything.
 *
 * @returns the names of the migrations that are still to be applied.
 * @throws DomainError as `migrate` does, and when the database does not exist.
 */
export async function listPending(url: string, migrations = MIGRATIONS): Promise<string[]> {
  const client = await open(url).catch((error: unknown) => Promise.reject(connectionProblem(error, url)));
  try {
    await refuseUnfitServer(client, url);
    await refuseForeignTables(client, url);
    const isNew = !(await listTables(client)).has('_prisma_migrations');
    const applied = isNew ? [] : await listApplied(client);
    const pending = pendingOf(readMigrations(migrations), applied, placeOf(url).database);
    if (pending.length === 0) await refuseMissingTables(client, url);
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

async function connectOrCreate(url: string): Promise<pg.Client> {
  try {
    return await open(url);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && error.code === '3D000')) throw connectionProblem(error, url);
    await createDatabase(url);
    return open(url).catch((later: unknown) => Promise.reject(connectionProblem(later, url)));
  }
}

async function open(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_WITHIN_MS });
  client.on('error', () => {}); // a broken connection already fails its query
  await client.connect();
  return client;
}

async function createDatabase(url: string): Promise<void> {
  const { database } = placeOf(url);
  const maintenance = Object.assign(new URL(url), { pathname: '/postgres' }).href;
  try {
    const client = await open(maintenance);
    await client
      .query(`CREATE DATABASE ${pg.escapeIdentifier(database)} ENCODING 'UTF8' TEMPLATE template0`)
      .finally(() => client.end());
  } catch (error) {
    // A concurrent start has created it (duplicate_database, or a violation of its index).
    if (error instanceof pg.DatabaseError && (error.code === '42P04' || error.code === '23505')) return;
    if (error instanceof pg.DatabaseError && error.code === '42501') {
      const { server, user } = placeOf(url);
      throw new DomainError(
        'unavailable',
        `Postgres at ${server} has no database ${database}, and ${user} is not allowed to create it. ` +
          `Create it as an administrator: CREATE DATABASE ${pg.escapeIdentifier(database)} OWNER ${pg.escapeIdentifier(user)}`,
        { cause: error },
      );
    }
    throw connectionProblem(error, url);
  }
}

async function refuseUnfitServer(client: pg.Client, url: string): Promise<void> {
  const { rows } = await client.query(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding`,
  );
  const [row] = z.array(z.object({ version: z.int(), encoding: z.string() })).parse(rows);
  const { server, database } = placeOf(url);
  if (row && row.version < OLDEST_POSTGRES) {
    const major = Math.floor(row.version / 10_000);
    throw new DomainError(
      'conflict',
      `The Postgres at ${server} is version ${major}; Seedleaf needs 14 or later. Upgrade it.`,
    );
  }
  if (row && row.encoding !== 'UTF8') {
    throw new DomainError(
      'conflict',
      `The database ${database} stores text as ${row.encoding}; Seedleaf needs UTF8. Use a database created WITH ENCODING 'UTF8'.`,
    );
  }
}

function refuseLongWait(error: unknown): never {
  if (!(error instanceof pg.DatabaseError && error.code === '55P03')) throw error;
  throw new DomainError(
    'unavailable',
    `Another process has been migrating this database for more than ${LOCK_TIMEOUT}. Wait until it is done, then try again.`,
  );
}

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => existsSync(path.join(folder, name, 'migration.sql')))
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

async function listApplied(client: pg.Client): Promise<Applied[]> {
  await client.query(`
    CREATE TABLE IF NOT EXISTS _prisma_migrations (
      id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
      migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
      started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`);
  const { rows } = await client.query(
    'SELECT migration_name, checksum, finished_at, rolled_back_at, logs FROM _prisma_migrations ORDER BY started_at',
  );
  return z.array(Applied).parse(rows);
}

/** The migrations still to apply; refuses a database whose history does not match ours. */
function pendingOf(migrations: Migration[], applied: Applied[], database: string): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of applied.filter((each) => each.rolled_back_at === null)) {
    const name = row.migration_name;
    const migration = known.get(name);
    if (row.finished_at === null) {
      throw new DomainError(
        'conflict',
        `Migration ${name} failed earlier in database ${database}${row.logs ? ` (${row.logs.trim().split('\n')[0]})` : ''}. ` +
          `Fix the cause, then run: npm run schema -- migrate resolve --rolled-back ${name}`,
      );
    }
    if (!migration) {
      throw new DomainError(
        'conflict',
        `The database ${database} is newer than this Seedleaf: it has migration ${name}, which this version does not know. Update Seedleaf.`,
      );
    }
    if (migration.checksum !== row.checksum) {
      throw new DomainError(
        'conflict',
        `Migration ${name} was edited after it was applied to database ${database}. Restore its file, and put the change into a new migration.`,
      );
    }
  }
  const done = new Set(applied.filter((row) => row.rolled_back_at === null).map((row) => row.migration_name));
  return migrations.filter(({ name }) => !done.has(name));
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query(
      'INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)',
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK');
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new DomainError('conflict', `Migration ${name} failed and was rolled back: ${why}`, { cause });
  }
}

/** Refuses a database with other tables, rather than adding ours to it. */
async function refuseForeignTables(client: pg.Client, url: string): Promise<void> {
  const present = await listTables(client);
  if (present.size === 0 || present.has('_prisma_migrations')) return;
  const some = [...present].slice(0, 3).join(', ');
  throw new DomainError(
    'conflict',
    `The database ${placeOf(url).database} has tables of another application (such as ${some}). Set DATABASE_URL to an empty database.`,
  );
}

/** Detects missing tables although all migrations are recorded, as after a partly restored backup. */
async function refuseMissingTables(client: pg.Client, url: string): Promise<void> {
  const present = await listTables(client);
  const missing = tableNames.filter((table) => !present.has(table));
  if (missing.length === 0) return;
  throw new DomainError(
    'conflict',
    `The database ${placeOf(url).database} has all migrations recorded, but lacks ${missing.join(', ')}. ` +
      'Restore it from a backup, or set DATABASE_URL to an empty database.',
  );
}

async function listTables(client: pg.Client): Promise<Set<string>> {
  const { rows } = await client.query(
    `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`,
  );
  return new Set(
    z
      .array(z.object({ table_name: z.string() }))
      .parse(rows)
      .map((row) => row.table_name),
  );
}
