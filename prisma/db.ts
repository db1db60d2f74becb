import { env } from '@/env';
import { connect, type Database } from './client';
import { limits } from './pool';

// Next reloads modules in development; without this each reload would open a new pool.
const store = globalThis as typeof globalThis & { seedleafDb?: Database };

function open(): Database {
  if (!env.DATABASE_URL) throw new Error('DATABASE_URL is not set. Start Seedleaf with `npm start`, which sets it.');
  return (store.seedleafDb ??= connect(env.DATABASE_URL, 10, limits.web));
}

/** This process's connection, opened at first use so that a build needs no database. */
export const db: Database = new Proxy({} as Database, {
  get: (_, property) => {
    const client = open();
    const value: unknown = Reflect.get(client, property);
    return typeof value === 'function' ? value.bind(client) : value;
  },
});
