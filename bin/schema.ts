import { spawn } from 'node:child_process';
import path from 'node:path';
import { env, environmentFor } from '@/env';
import { reportFailure } from './failure';
import { findServersOwnDatabase } from './home/processes';
import { usePostgres } from './postgres';

// Prisma's command line for developers (`npm run schema -- migrate dev --name add_tag`). Uses the database of
// DATABASE_URL, else the running server's, else the embedded one, started as long as needed.
try {
  process.exitCode = await runPrisma(process.argv.slice(2));
} catch (error) {
  process.exitCode = reportFailure(error, false);
}
process.exit();

async function runPrisma(args: string[]): Promise<number> {
  const given = env.DATABASE_URL ?? findServersOwnDatabase(env.SEEDLEAF_HOME);
  if (given) return prisma(args, given);
  const postgres = await usePostgres(env.SEEDLEAF_HOME);
  return prisma(args, postgres.url).finally(() => postgres.release());
}

/** @returns its exit code. Ctrl-C also reaches the child; we still release the database. */
function prisma(args: string[], url: string): Promise<number> {
  process.on('SIGINT', () => {});
  const command = path.resolve(import.meta.dirname, '../node_modules/prisma/build/index.js');
  const child = spawn(process.execPath, [command, ...args], {
    stdio: 'inherit',
    env: environmentFor({ DATABASE_URL: url }),
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
