import { env } from '@/env';
import { migrate } from './database/migrate';
import { beginsIn, hasInstallation, nothingIn } from './home/installation';
import { findServersOwnDatabase } from './home/processes';
import { usePostgres } from './postgres';

export type OpenDatabase = { url: string; release: () => Promise<void> };

/**
 * The database that a command of this home works on, migrated: the one that DATABASE_URL names, else the
 * running server's, else the embedded one, which `release` stops when nobody else uses it.
 *
 * @param mayBegin Whether a home without one may get a new, empty database; else it is a failure.
 */
export async function openDatabase(home: string, mayBegin: boolean): Promise<OpenDatabase> {
  const given = env.DATABASE_URL ?? findServersOwnDatabase(home);
  if (given) {
    await migrate(given);
    return { url: given, release: async () => {} };
  }
  if (!hasInstallation(home)) {
    if (!mayBegin) throw nothingIn(home);
    process.stderr.write(`${beginsIn(home)}\n`);
  }
  const postgres = await usePostgres(home);
  const release = async () => {
    await postgres.release();
  };
  try {
    await migrate(postgres.url);
  } catch (error) {
    await release();
    throw error;
  }
  return { url: postgres.url, release };
}
