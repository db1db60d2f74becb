import pg from 'pg';

/** How long the server lets one connection wait, in milliseconds. 0 is no limit. */
export type Limits = {
  /** For a lock that another transaction holds. */
  lockMs: number;
  /** For one statement. */
  statementMs: number;
  /** Between two statements of a transaction. A process that hangs there would hold its locks. */
  idleInTransactionMs: number;
  /** For a connection: a new one, or one of the pool that is in use. */
  connectMs: number;
};

const FREEZE_IDLE_MS = 15_000;

/** Limits by what a process is for. Each waits for a lock longer than a frozen process can hold one. */
export const limits = {
  /** Somebody looks at a page: an error that names the reason is better than a long wait. */
  web: { lockMs: 30_000, statementMs: 120_000, idleInTransactionMs: FREEZE_IDLE_MS, connectMs: 10_000 },
  /** Publishing and exporting a million rows take minutes in one statement. */
  worker: { lockMs: 60_000, statementMs: 3_600_000, idleInTransactionMs: FREEZE_IDLE_MS, connectMs: 30_000 },
  /** Somebody waits at a terminal, for work that may be as long as a worker's. */
  commandLine: { lockMs: 60_000, statementMs: 3_600_000, idleInTransactionMs: FREEZE_IDLE_MS, connectMs: 10_000 },
} as const satisfies Record<string, Limits>;

/** Opens a pool of at most `connections`, whose queries fail within seconds when the server freezes. */
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
  closeWhenFrozen(pool, connectionString);
  return pool;
}

/** A connection in use for this long makes us ask whether the server still answers. */
const SUSPICIOUS_MS = 2_000;
const LOOK_MS = 1_000;
const ANSWERS_WITHIN_MS = 3_000;
const NEXT_QUESTION_MS = 5_000;

/**
 * Closes the connections that wait for a server which answers nobody: stopped, swapped out, or behind a network that
 * drops everything. The server cannot time them out itself, and a limit on our side would end long work that is sound.
 */
function closeWhenFrozen(pool: pg.Pool, connectionString: string): void {
  const inUse = new Map<pg.PoolClient, number>();
  let timer: NodeJS.Timeout | undefined;
  const watch = (ms: number) => (timer ??= setTimeout(() => void look(), ms).unref());
  const look = async () => {
    const before = performance.now() - SUSPICIOUS_MS;
    const waiting = [...inUse].filter(([, since]) => since < before).map(([client]) => client);
    // Asked twice: a process that was busy itself finds its first answer too late.
    const isFrozen =
      waiting.length > 0 && !(await isAnswering(connectionString)) && !(await isAnswering(connectionString));
    if (isFrozen) for (const client of waiting) if (inUse.has(client)) void client.end().catch(() => {});
    timer = undefined;
    if (inUse.size > 0) watch(waiting.length > 0 && !isFrozen ? NEXT_QUESTION_MS : LOOK_MS);
  };
  pool.on('acquire', (client) => {
    inUse.set(client, performance.now());
    watch(LOOK_MS);
  });
  pool.on('release', (_, client) => inUse.delete(client));
  pool.on('remove', (client) => inUse.delete(client));
}

/** A refusal is an answer too; only silence is not. */
async function isAnswering(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: ANSWERS_WITHIN_MS });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch (error) {
    return !(error instanceof Error && error.message.includes('timeout'));
  } finally {
    void client.end().catch(() => {});
  }
}
