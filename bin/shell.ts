import { env } from '@/env';
import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import type { Actor } from '@/taxonomy/accounts/contract';

/** The context of a command. `signal` aborts on Ctrl-C; a command that waits must react to it. */
export type CommandContext = {
  db: Database;
  /** The address of the database, for child processes. */
  databaseUrl: string;
  actor: Actor;
  key: Buffer;
  /** SEEDLEAF_HOME, absolute. */
  home: string;
  signal: AbortSignal;
};

export type Shell = {
  /**
   * Runs a command with a migrated database: that of DATABASE_URL, else the running server's, else the embedded one,
   * started as long as needed. Only with `mayBegin` is a new Seedleaf created when there is none.
   */
  withDatabase(run: (context: CommandContext) => Promise<void>, options?: { mayBegin?: boolean }): Promise<void>;
  /** Prints the result of a command. Without --json as `text`, or field by field. */
  print(value: object, text?: string): void;
  /** Prints an entry of a list: one JSON object per line with --json, else `text`. */
  printLine(value: object, text: string): void;
  /** Prints progress to standard error, so that standard output has only the result. */
  note(text: string): void;
  /** Prints a sentence to standard error, even with --json. */
  warn(text: string): void;
  /** True when --json was given. */
  readonly isJson: boolean;
};

const EXIT_INTERRUPTED = 130;
/** How long an interrupted command may take to clean up. */
const GRACE_MS = 4000;

export function makeShell(isJson: () => boolean): Shell {
  // `seedleaf samples | head` closes our output early, which is not a failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  return {
    withDatabase,
    print(value, text) {
      process.stdout.write(`${isJson() ? toJson(value) : (text ?? fieldsOf(value))}\n`);
    },
    printLine(value, text) {
      process.stdout.write(`${isJson() ? toJson(value) : text}\n`);
    },
    note(text) {
      if (!isJson()) process.stderr.write(`${text}\n`);
    },
    warn(text) {
      process.stderr.write(`${text}\n`);
    },
    get isJson() {
      return isJson();
    },
  };
}

async function withDatabase(
  run: (context: CommandContext) => Promise<void>,
  { mayBegin = false }: { mayBegin?: boolean } = {},
): Promise<void> {
  // Loaded lazily, since `start` does not need it and should be fast and small.
  const [{ connect }, { readKey }, { openDatabase }] = await Promise.all([
    import('@/prisma/client'),
    import('@/taxonomy/accounts/key'),
    import('./open-database'),
  ]);
  const home = env.SEEDLEAF_HOME;
  const { url, release } = await openDatabase(home, mayBegin);
  const db = connect(url);
  const close = async () => {
    await db.$disconnect();
    await release();
  };
  const interruption = new AbortController();
  const interrupt = () => {
    if (interruption.signal.aborted) process.exit(EXIT_INTERRUPTED);
    interruption.abort(new Error('The command was interrupted.'));
    process.exitCode = EXIT_INTERRUPTED;
    setTimeout(() => void close().finally(() => process.exit(EXIT_INTERRUPTED)), GRACE_MS).unref();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    await run({
      db,
      databaseUrl: url,
      actor: commandLine,
      // Created at first use, so not for commands that only read.
      get key() {
        return readKey(home, env.SEEDLEAF_KEY);
      },
      home,
      signal: interruption.signal,
    });
  } finally {
    await close();
  }
}

const toJson = (value: object) =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? Number(each) : each));

function fieldsOf(value: object): string {
  const entries = Object.entries(value);
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return entries
    .map(([name, each]) => `${name.padEnd(width)}  ${typeof each === 'object' ? JSON.stringify(each) : String(each)}`)
    .join('\n');
}
