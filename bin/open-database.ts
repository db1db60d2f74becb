import { env } from '@/env';
import { CommandFailure } from './failure';

export type OpenDatabase = { url: string; release: () => Promise<void> };

/** The database that a command of this home works on; `release` stops what was started for it. */
export async function openDatabase(_home: string): Promise<OpenDatabase> {
  if (env.DATABASE_URL) return { url: env.DATABASE_URL, release: async () => {} };
  throw new CommandFailure('DATABASE_URL is not set. Set it to a Postgres, such as postgresql://user@host/seedleaf.');
}
