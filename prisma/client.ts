import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient, type Prisma } from './generated/client';

/** Anything that can run a query: the client, or a transaction inside one. */
export type Db = Prisma.TransactionClient;
export type Database = PrismaClient;
export type { Prisma };

/** Opens a pool of at most `connections` on a Postgres. The caller ends it with `$disconnect()`. */
export function connect(connectionString: string, connections = 10): Database {
  return new PrismaClient({
    adapter: new PrismaPg({ connectionString, max: connections }),
    // Prisma's own 2 s of waiting and 5 s of work are too short on a small machine that is busy.
    transactionOptions: { maxWait: 10_000, timeout: 20_000 },
  });
}
