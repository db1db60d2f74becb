import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { Prisma, PrismaClient } from './generated/client';
import { limits, openPool, type Limits } from './pool';

/** Anything that can run a query: the client, or a transaction inside one. */
export type Db = Prisma.TransactionClient;
/** The client, and the pool under it for what Prisma is too slow for: reading a million rows. */
export type Database = PrismaClient & { readonly pool: pg.Pool };
export type { Prisma };
/** The tables that this version's schema has. */
export const tableNames: readonly string[] = Object.values(Prisma.ModelName);

/**
 * Opens a pool of at most `connections` on a Postgres. The caller ends it with `$disconnect()`.
 *
 * @param limit How long a statement, a lock or a connection may take; those of a command by default.
 */
export function connect(connectionString: string, connections = 10, limit: Limits = limits.commandLine): Database {
  const pool = openPool(connectionString, connections, limit);
  const client = new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: true }),
    // Prisma's own 2 s of waiting and 5 s of work are too short on a small machine that is busy.
    transactionOptions: { maxWait: 10_000, timeout: 20_000 },
  });
  return Object.assign(client, { pool });
}
