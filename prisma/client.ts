import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient, type Prisma } from './generated/client';

/** Anything that can run a query: the client, or a transaction inside one. */
export type Db = Prisma.TransactionClient;
export type Database = PrismaClient;
export type { Prisma };

/** Opens a pool of at most `connections` on a Postgres. The caller ends it with `$disconnect()`. */
export function connect(connectionString: string, connections = 10): Database {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString, max: connections }) });
}
