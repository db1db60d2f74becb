import pg from 'pg';

/** How long the server lets one connection wait, in milliseconds. 0 is no limit. */
export type Limits = {
  /** For a lock that another transaction holds. */
  lockMs: number;
  /** For one statement. */
  statementMs: number;
  /** Between two statements of a transaction. A process that hangs there keeps its locks for this long. */
  idleInTransactionMs: number;
  /** For a connection: a new one, or one of the pool that is in use. */
  connectMs: number;
  /** For a sign of life from the server, while connections wait for it. */
  silenceMs: number;
};

/** Long enough for a process that gets little processor time, short enough for those who wait for its locks. */
const IDLE_IN_TRANSACTION_MS = 30_000;

/** Limits by what a process is for. Each waits for a lock longer than a frozen process can keep one. */
export const limits = {
  /** Somebody looks at a page: an error that names the reason is better than a long wait. */
  web: {
    lockMs: 45_000,
    statementMs: 120_000,
    idleInTransactionMs: IDLE_IN_TRANSACTION_MS,
    connectMs: 10_000,
    silenceMs: 6_000,
  },
  /** Publishing and exporting a million rows take minutes in one statement, and nobody waits for an answer. */
  worker: {
    lockMs: 90_000,
    statementMs: 3_600_000,
    idleInTransactionMs: IDLE_IN_TRANSACTION_MS,
    connectMs: 30_000,
    silenceMs: 60_000,
  },
  /** Somebody waits at a terminal, for work that may be as long as a worker's. */
  commandLine: {
    lockMs: 90_000,
    statementMs: 3_600_000,
    idleInTransactionMs: IDLE_IN_TRANSACTION_MS,
    connectMs: 10_000,
    silenceMs: 60_000,
  },
} as const satisfies Record<string, Limits>;

/** Opens a pool of at most `connections`, whose queries fail after `limit.silenceMs` when the server freezes. */
export function openPool(connectionString: string, connections: number, limit: Limits): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: connections,
    keepAlive: true,
    connectionTimeoutMillis: limit.connectMs,
    lock_timeout: limit.lockMs,
    statement_timeout: limit.statementMs,
    idle_in_transaction_session_timeout: limit.idleInTransactionMs,
  });
  closeWhenFrozen(pool, connectionString, limit.silenceMs);
  return pool;
}

/** A connection in use for this long makes us ask whether the server still answers. */
const SUSPICIOUS_MS = 2_000;
const CHECK_MS = 1_000;
const NEXT_QUESTION_MS = 5_000;
/** A timer of ours that fires this late shows that we were busy ourselves, and could not hear an answer. */
const DEAF_MS = 250;

/**
 * Closes the connections that wait for a server which answers nobody: stopped, swapped out, or behind a network that
 * drops everything. The server cannot time them out itself, and a limit on our side would end long work that is sound.
 *
 * A busy machine answers late, but it answers: only silence on every connection, a new one too, counts as frozen.
 */
function closeWhenFrozen(pool: pg.Pool, connectionString: string, silenceMs: number): void {
  const inUse = new Map<pg.PoolClient, number>();
  let releases = 0;
  let timer: NodeJS.Timeout | undefined;
  const watch = (ms: number) => (timer ??= setTimeout(() => void check(), ms).unref());
  const check = async () => {
    const before = performance.now() - SUSPICIOUS_MS;
    const waiting = [...inUse].filter(([, since]) => since < before).map(([client]) => client);
    const releasesBefore = releases;
    const isFrozen =
      waiting.length > 0 &&
      !(await answersWithin(connectionString, silenceMs / 2)) &&
      !(await answersWithin(connectionString, silenceMs / 2)) &&
      releases === releasesBefore;
    if (isFrozen) for (const client of waiting) if (inUse.has(client)) void client.end().catch(() => {});
    timer = undefined;
    if (inUse.size > 0) watch(waiting.length > 0 && !isFrozen ? NEXT_QUESTION_MS : CHECK_MS);
  };
  pool.on('acquire', (client) => {
    inUse.set(client, performance.now());
    watch(CHECK_MS);
  });
  pool.on('release', (error, client) => {
    if (!error) releases += 1;
    inUse.delete(client);
  });
  pool.on('remove', (client) => inUse.delete(client));
}

/** A refusal is an answer too. True also when we were too busy to hear one. */
async function answersWithin(connectionString: string, ms: number): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: ms });
  client.on('error', () => {});
  const asked = performance.now();
  try {
    await client.connect();
    return true;
  } catch (error) {
    const isSilence = error instanceof Error && error.message.includes('timeout');
    return !isSilence || performance.now() - asked > ms + DEAF_MS;
  } finally {
    void client.end().catch(() => {});
  }
}
