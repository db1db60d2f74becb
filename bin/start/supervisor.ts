import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { environmentFor } from '@/env';
import { forgetProcesses, writeProcesses } from '../home/processes';
import { ownMark, type ProcessMark } from '../home/process-mark';
import type { EmbeddedPostgres } from '../postgres';
import { keepLogSmall, lastLine } from '../home/log-file';
import { keepRunning, type Child } from './child';
import { makeRetries, withRemedy, type Retries } from './keep-trying';

type ChildName = 'web' | 'worker' | 'practice-teacher';

const HOPELESS_AFTER_DEATHS = 4;
const LOGS_EVERY_MS = 60_000;

/** Manages the processes of a running Seedleaf: restarts them, records them, and ends them together. */
export class Supervisor {
  private readonly children = new Map<ChildName, Child>();
  private readonly marks: Partial<Record<ChildName, ProcessMark>> = {};
  private readonly deaths = new Map<ChildName, number>();
  private url: string | null = null;
  private readonly watching = new AbortController();
  private readonly retries: Retries;
  private readonly logWatch: NodeJS.Timeout;

  /**
   * @param database The embedded Postgres, which is also kept running, or the address of an external one.
   * @param settings The environment of every process.
   * @param nodeOptions Options for Node.
   */
  constructor(
    private readonly root: string,
    private readonly home: string,
    private readonly database: EmbeddedPostgres | string,
    private readonly settings: Record<string, string | undefined>,
    private readonly nodeOptions: string[],
    private readonly say: (line: string) => void,
  ) {
    this.retries = makeRetries(say);
    mkdirSync(path.join(home, 'logs'), { recursive: true, mode: 0o700 });
    this.logWatch = setInterval(() => this.keepLogsSmall(), LOGS_EVERY_MS).unref();
    if (typeof database !== 'string') void this.watchPostgres(database);
    this.writeDown();
  }

  run(name: ChildName, argv: string[]): Child {
    const plan = {
      name,
      argv: [...this.nodeOptions, ...argv],
      cwd: this.root,
      logFile: this.logOf(name),
      environment: () => environmentFor({ ...this.settings, DATABASE_URL: this.databaseUrl }),
    };
    const child = keepRunning(plan, {
      started: (mark) => {
        this.marks[name] = mark;
        this.share(name, mark);
        this.writeDown();
      },
      died: (how, lastWords, pauseMs) => {
        this.deaths.set(name, (this.deaths.get(name) ?? 0) + 1);
        const soon = pauseMs < 1000 ? 'now' : `in ${Math.round(pauseMs / 1000)} s`;
        this.say(`The ${name} ${how} and restarts ${soon}. Last line of ${plan.logFile}: ${lastWords}`);
      },
    });
    this.children.set(name, child);
    return child;
  }

  /** Records the address for commands and the next start. */
  isServingAt(url: string): void {
    this.url = url;
    this.writeDown();
  }

  /** True when a process has crashed repeatedly since the start. */
  keepsDying(name: ChildName): boolean {
    return (this.deaths.get(name) ?? 0) >= HOPELESS_AFTER_DEATHS;
  }

  lastWordsOf(name: ChildName): string {
    return lastLine(this.logOf(name));
  }

  /** Stops everything within five seconds, the database last. */
  async stop(): Promise<void> {
    this.watching.abort();
    clearInterval(this.logWatch);
    this.retries.stop();
    await Promise.all([...this.children.values()].map((child) => child.stop()));
    if (typeof this.database !== 'string') await this.release(this.database);
    forgetProcesses(this.home);
  }

  get databaseUrl(): string {
    return typeof this.database === 'string' ? this.database : this.database.url;
  }

  private readonly logOf = (name: ChildName) => path.join(this.home, 'logs', `${name}.log`);

  /** Keeps the embedded database running while this process uses it. */
  private share(name: ChildName, mark: ProcessMark): void {
    const { database } = this;
    if (typeof database === 'string') return;
    this.retries.keepTrying(`The use of Postgres by the ${name}`, () => database.shareWith(mark));
  }

  private writeDown(): void {
    this.retries.keepTrying('The list of running processes', () =>
      writeProcesses(this.home, {
        supervisor: ownMark(),
        url: this.url,
        databaseUrl: this.databaseUrl,
        isEmbedded: typeof this.database !== 'string',
        children: this.marks,
      }),
    );
  }

  private async release(database: EmbeddedPostgres): Promise<void> {
    try {
      if ((await database.release()) === 'still used') {
        this.say('Postgres keeps running until the last command that uses it has ended.');
      }
    } catch (error) {
      this.say(`Postgres is still running; the next start will use it: ${withRemedy(error)}`);
    }
  }

  private keepLogsSmall(): void {
    for (const file of [...[...this.children.keys()].map(this.logOf), path.join(this.home, 'postgres.log')]) {
      this.retries.keepTrying(`The log ${file}`, () => keepLogSmall(file));
    }
  }

  /** Processes reconnect to a restarted server by themselves, unless its port changed. */
  private async watchPostgres(postgres: EmbeddedPostgres): Promise<void> {
    const { signal } = this.watching;
    let saidLast = '';
    while (!signal.aborted) {
      await sleep(500, undefined, { signal }).catch(() => {}); // stopped meanwhile
      if (signal.aborted || postgres.isUp()) continue;
      if (saidLast === '') this.say('Postgres ended and is being restarted.');
      const before = postgres.url;
      try {
        await postgres.revive();
      } catch (error) {
        const sentence = `Postgres could not be started, retrying: ${withRemedy(error)}`;
        if (sentence !== saidLast) this.say(sentence);
        saidLast = sentence;
        await sleep(2000);
        continue;
      }
      saidLast = '';
      this.writeDown();
      if (postgres.url !== before) await Promise.all([...this.children.values()].map((child) => child.restart()));
    }
  }
}
