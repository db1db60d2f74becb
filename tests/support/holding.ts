import pg from 'pg';
import { until } from './generation-factories';

/** Keeps a statement's locks in a separate transaction, so that a test controls who waits and how long. */
export async function holding(databaseUrl: string, statement: string) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('BEGIN');
  await client.query(statement);
  const waiting = async () => {
    // Not pg_stat_activity, which shows a transaction what it saw first.
    const { rowCount } = await client.query(
      'SELECT DISTINCT pid FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))',
    );
    return rowCount ?? 0;
  };
  return {
    /** Resolves when this many others wait for it. */
    isWaitedForBy: (others: number) => until(async () => (await waiting()) >= others),
    release: async () => {
      await client.query('COMMIT');
      await client.end();
    },
  };
}
