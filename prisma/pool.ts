import pg from 'pg';

/** Timeouts of one connection, in milliseconds. 0 means no limit. */
export type Limits = {
  /** For a lock that another transaction holds. */
  lockMs: number;
  /** For one statement. */
  statementMs: number;
  /** Between two statements of a transaction. A process that hangs there keeps its locks for at most this long. */
  idleInTransactionMs: number;
  /** For getting a connection, whether a new one or one from the pool. */
  connectMs: number;
  /** For any response of the server while connections wait for it. */
  silenceMs: number;
};

/** Long enough for a process that gets little CPU time, short enough for those who wait for its locks. */
const IDLE_IN_TRANSACTION_MS = 30_000;

/** Timeouts by kind of process. Each waits longer for a lock than a frozen process can hold one. */
export const limits = {
  /** Somebody is waiting for a page: an error with the reason is better than a long wait. */
  web: {
    lockMs: 45_000,
    statementMs: 120_000,
    idleInTransactionMs: IDLE_IN_TRANSACTION_MS,
    connectMs: 10_000,
    silenceMs: 6_000,
  },
  /** Publishing and exporting a million rows take minutes in one statement, and nobody waits for a response. */
  worker: {
    lockMs: 90_000,
    statementMs: 3_600_000,
    idleInTransactionMs: IDLE_IN_TRANSACTION_MS,
    connectMs: 30_000,
    silenceMs: 60_000,
  },
  /** Somebody waits at a terminal, but the work may take as long as a worker's. */
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

/** After a connection has been in use for this long, we check whether the server still responds. */
const SUSPICIOUS_MS = 2_000;
const CHECK_MS = 1_000;
const NEXT_QUESTION_MS = 5_000;
/** A timer that fires this late shows that this process was busy itself and could not have noticed a response. */
const DEAF_MS = 250;

/**
 * Closes the connections that wait for a frozen server: one that is stopped, swapped out, or behind a network that
 * drops everything. The server cannot time them out itself, and a limit on our side would end long work that is fine.
 *
 * A busy machine responds late, but it responds: only silence on every connection, including a new one, counts as
 * frozen.
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

/** A refusal is a response too. Also true when this process was too busy to notice a response. */
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
