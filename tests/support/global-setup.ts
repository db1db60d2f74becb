import { usePostgres } from '@/bin/postgres';
import { migrate } from '@/bin/database/migrate';
import { makeHome, removeAbandonedHomes, removeHome } from './home';
import { query, TEMPLATE, urlOf } from './postgres';

/**
 * Starts a Postgres for the integration tests, with the template that each test file's database is copied from, created
 * by the same migrations as in production.
 */
export default async function setup(): Promise<() => Promise<void>> {
  await removeAbandonedHomes();
  const stopServer = process.env.TEST_DATABASE_URL ? async () => {} : await startServer();
  await query(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`);
  await migrate(urlOf(TEMPLATE));
  return async () => {
    await query(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`);
    await stopServer();
  };
}

async function startServer(): Promise<() => Promise<void>> {
  const home = makeHome();
  const postgres = await usePostgres(home, { isThrowaway: true });
  // The processes that run the tests start later and inherit it.
  process.env.TEST_DATABASE_URL = Object.assign(new URL(postgres.url), { pathname: '/postgres' }).href;
  return async () => {
    await postgres.release();
    removeHome(home);
  };
}
