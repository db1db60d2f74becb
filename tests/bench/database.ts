import { randomUUID } from 'node:crypto';
import { usePostgres } from '@/bin/postgres';
import { migrate } from '@/bin/database/migrate';
import { makeHome, removeHome } from '../support/home';
import { query, urlOf } from '../support/postgres';

/** A temporary, migrated database: on the server of TEST_DATABASE_URL, otherwise on one that is started for it. */
export async function throwawayDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  if (process.env.TEST_DATABASE_URL) {
    const name = `seedleaf_bench_${randomUUID().replaceAll('-', '')}`;
    await query(`CREATE DATABASE ${name}`);
    await migrate(urlOf(name));
    return { url: urlOf(name), drop: () => query(`DROP DATABASE ${name} WITH (FORCE)`) };
  }
  const home = makeHome();
  const postgres = await usePostgres(home, { isThrowaway: true });
  await migrate(postgres.url);
  return {
    url: postgres.url,
    drop: async () => {
      await postgres.release();
      removeHome(home);
    },
  };
}
