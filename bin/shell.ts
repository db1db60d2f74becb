import { env } from '@/env';
import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import type { Actor } from '@/taxonomy/accounts/contract';

/** What a command works with. `signal` is aborted by Ctrl-C: a command that waits must heed it. */
export type CommandContext = {
  db: Database;
  /** Of the same database, for a process that the command starts. */
  databaseUrl: string;
  actor: Actor;
  key: Buffer;
  /** SEEDLEAF_HOME, absolute. */
  home: string;
  signal: AbortSignal;
};

export type Shell = {
  /**
   * Runs a command with a migrated database: the one that DATABASE_URL names, else the running server's,
   * else the embedded one, started for as long as the command needs it. Only a command that `mayBegin` makes
   * a new Seedleaf where there is none.
   */
  withDatabase(run: (context: CommandContext) => Promise<void>, options?: { mayBegin?: boolean }): Promise<void>;
  /** A command's one result. Without --json it is shown as `text`, or field by field. */
  print(value: object, text?: string): void;
  /** One entry of a list: a JSON object on a line of its own with --json, else `text`. */
  printLine(value: object, text: string): void;
  /** Progress and remarks for a person: on standard error, so that standard output stays the result. */
  note(text: string): void;
  /** One sentence that matters even to a script: on standard error, with --json too. */
  warn(text: string): void;
  /** True when --json was given. */
  readonly isJson: boolean;
};

const EXIT_INTERRUPTED = 130;
/** How long an interrupted command may take to put its things away. */
const GRACE_MS = 4000;

export function makeShell(isJson: () => boolean): Shell {
  // `seedleaf samples | head` closes our output early; that is no failure.
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
  // Loaded here, so that `start`, which needs none of it, is quick and stays small.
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
      // Made at first use, so not for a command that only reads.
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
