import { readdirSync, readFileSync } from 'node:fs';
import { query, TEMPLATE, urlOf } from './postgres';

/** Builds the template once per run from every migration in order, as production gets them. */
export default async function setup(): Promise<() => Promise<void>> {
  await query(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`);
  await query(`CREATE DATABASE ${TEMPLATE}`);
  for (const entry of readdirSync('prisma/migrations', { withFileTypes: true })) {
    if (entry.isDirectory()) {
      await query(readFileSync(`prisma/migrations/${entry.name}/migration.sql`, 'utf8'), urlOf(TEMPLATE));
    }
  }
  return () => query(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`);
}
