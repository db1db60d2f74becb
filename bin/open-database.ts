import { env } from '@/env';
import { migrate } from './database/migrate';
import { beginsIn, hasInstallation, nothingIn } from './home/installation';
import { findServersOwnDatabase } from './home/processes';
import { usePostgres } from './postgres';

export type OpenDatabase = { url: string; release: () => Promise<void> };

/**
 * Opens and migrates the database for a command: that of DATABASE_URL, else the running server's, else the embedded
 * one, which `release` stops when nothing else uses it.
 *
 * @param mayBegin Whether to create a new, empty database when there is none; otherwise that is an error.
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
