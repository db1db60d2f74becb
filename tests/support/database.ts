import { randomUUID } from 'node:crypto';
import { test as base } from 'vitest';
import { connect, type Database } from '@/prisma/client';
import { query, TEMPLATE, urlOf } from './postgres';

/** A test with a real Postgres: one database per file, copied from the migrated template and dropped afterwards. */
export const test = base.extend<{ $file: { db: Database; databaseUrl: string } }>({
  databaseUrl: [
    async ({}, use) => {
      const name = `seedleaf_test_${randomUUID().replaceAll('-', '')}`;
      await query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
      await use(urlOf(name));
      await query(`DROP DATABASE ${name} WITH (FORCE)`);
    },
    { scope: 'file' },
  ],
  db: [
    async ({ databaseUrl }, use) => {
      const db = connect(databaseUrl);
      await use(db);
      await db.$disconnect();
    },
    { scope: 'file' },
  ],
});
