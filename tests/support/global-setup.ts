import { usePostgres } from '@/bin/postgres';
import { migrate } from '@/bin/database/migrate';
import { makeHome, removeAbandonedHomes, removeHome } from './home';
import { query, TEMPLATE, urlOf } from './postgres';

/**
 * A Postgres for the integration tests, and on it the template that each test file's database is copied from,
 * made by the same migrations in the same way as production gets them.
 *
 * TEST_DATABASE_URL names a server that runs already; without it one is started for the run, and removed after.
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
  // The processes that run the tests are started later, and inherit it.
  process.env.TEST_DATABASE_URL = Object.assign(new URL(postgres.url), { pathname: '/postgres' }).href;
  return async () => {
    await postgres.release();
    removeHome(home);
  };
}
