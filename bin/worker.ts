import { setTimeout as sleep } from 'node:timers/promises';
import { env } from '@/env';
import { connect } from '@/prisma/client';
import { limits } from '@/prisma/pool';
import { readKey } from '@/taxonomy/accounts/key';
import { DomainError } from '@/taxonomy/errors';
import { reportFailure } from './failure';
import { work } from './work';

// The worker's process. It reads the database and the key from the environment, waits while Postgres is unreachable,
// and ends within seconds when asked to or when its parent has ended.

/** Unfinished jobs are returned by then; others are due again when their lease expires. */
const ENDS_WITHIN_MS = 4_000;
const AWAY_MS = 1_000;
const PARENT_MS = 1_000;

const ending = new AbortController();

function end(): void {
  if (ending.signal.aborted) return;
  ending.abort(new Error('The worker was asked to stop.'));
  setTimeout(() => process.exit(0), ENDS_WITHIN_MS).unref();
}

process.on('SIGTERM', end).on('SIGINT', end).on('disconnect', end);

const parent = process.ppid;
setInterval(() => process.ppid !== parent && end(), PARENT_MS).unref();

/** Waits when Postgres starts later or becomes unreachable during registration. */
async function workUntilEnded(url: string): Promise<void> {
  const db = connect(url, 10, limits.worker);
  const key = readKey(env.SEEDLEAF_HOME, env.SEEDLEAF_KEY);
  while (!ending.signal.aborted) {
    try {
      await work(db, { key, home: env.SEEDLEAF_HOME, signal: ending.signal });
    } catch (error) {
      console.error('The worker restarts:', error instanceof Error ? error.message : error);
      await sleep(AWAY_MS);
    }
  }
  await db.$disconnect();
}

try {
  if (!env.DATABASE_URL) {
    throw new DomainError(
      'invalid',
      'DATABASE_URL is not set. Run the worker with `npm run -s seedleaf -- worker`, or set it to the database of the server.',
    );
  }
  await workUntilEnded(env.DATABASE_URL);
  process.exit(0);
} catch (error) {
  process.exit(reportFailure(error, true));
}
