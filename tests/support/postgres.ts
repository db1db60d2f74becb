import pg from 'pg';

/** The server for test databases, which global-setup.ts starts. */
const server = () => process.env.TEST_DATABASE_URL ?? 'postgresql://postgres@127.0.0.1:5432/postgres';
export const TEMPLATE = `seedleaf_test_template_${process.env.TEST_TEMPLATE_SUFFIX ?? '0'}`;

export function urlOf(database: string): string {
  return Object.assign(new URL(server()), { pathname: `/${database}` }).href;
}

export async function query(sql: string, url = server()): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
