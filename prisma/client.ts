import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { Prisma, PrismaClient } from './generated/client';
import { limits, openPool, type Limits } from './pool';

/** Anything that can run a query: the client, or a transaction inside one. */
export type Db = Prisma.TransactionClient;
/** The client, and its connection pool for what is too slow with Prisma: reading a million rows. */
export type Database = PrismaClient & { readonly pool: pg.Pool };
export type { Prisma };
/** The tables of this version's schema. */
export const tableNames: readonly string[] = Object.values(Prisma.ModelName);

/**
 * Opens a pool of at most `connections` to a Postgres. The caller closes it with `$disconnect()`.
 *
 * @param limit Timeouts for statements, locks and connections; by default those of a command.
 */
export function connect(connectionString: string, connections = 10, limit: Limits = limits.commandLine): Database {
  const pool = openPool(connectionString, connections, limit);
  const client = new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: true }),
    // Prisma's default of 2 s of waiting and 5 s of work is too short on a small, busy machine.
    transactionOptions: { maxWait: 10_000, timeout: 20_000 },
  });
  return Object.assign(client, { pool });
}
