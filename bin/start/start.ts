import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { env } from '@/env';
import { CommandFailure } from '../failure';
import { openHome } from '../home/home';
import { beginsIn, hasInstallation } from '../home/installation';
import { tryLock, type Lock } from '../home/lock';
import { freePort, nextFreePort } from '../home/ports';
import { findRunning } from '../home/processes';
import { usePostgres } from '../postgres';
import { ensureBuild, nextCommand, type Build } from './build';
import { endLeftovers } from './leftovers';
import { prepare } from './prepare';
import { Supervisor } from './supervisor';

export type Started = {
  url: string;
  /** A link that makes its visitor the owner; null when there is an owner and no link was requested. */
  link: string | null;
  stop: () => Promise<void>;
};

type StartOptions = { wantsLink: boolean; say: (line: string) => void; signal: AbortSignal };

const ROOT = path.resolve(import.meta.dirname, '../..');
/** An idle web server takes about 200 MB; a large page or export may need more for a moment. */
const WEB_HEAP_MB = 512;
const ANSWERS_WITHIN_MS = 60_000;

/**
 * Starts everything for SEEDLEAF_HOME: build, Postgres, schema, web server, practice teacher, worker.
 *
 * @param options.signal Aborts the start; a running Seedleaf is stopped with `stop`.
 * @throws CommandFailure when one is already running, or a part cannot be started; then nothing is left running.
 */
export async function startSeedleaf({ wantsLink, say, signal }: StartOptions): Promise<Started> {
  const home = env.SEEDLEAF_HOME;
  if (!env.DATABASE_URL && !hasInstallation(home)) say(beginsIn(home));
  openHome(home);
  const lock = lockHome(home);
  const undo: (() => Promise<void> | void)[] = [lock.release];
  const stop = async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    for (const name of await endLeftovers(home)) say(`Ended the ${name} that a killed Seedleaf left running.`);
    const build = await ensureBuild(ROOT, say, signal);

    const database = env.DATABASE_URL ?? (await usePostgres(home));
    const supervisor = new Supervisor(ROOT, home, database, settings(build), nodeOptions(build), say);
    undo.push(() => supervisor.stop());
    signal.throwIfAborted();

    const port = await webPort(say);
    const practicePort = await freePort('127.0.0.1');
    const practiceUrl = `http://127.0.0.1:${practicePort}/v1`;
    const origin = `http://${inUrl(env.SEEDLEAF_HOST)}:${port}`;
    const url = env.SEEDLEAF_URL ?? origin;
    supervisor.run('web', webCommand(port)); // the database is prepared while it loads
    const { applied, link } = await prepare(build, ROOT, supervisor.databaseUrl, { url, practiceUrl, wantsLink });
    for (const name of applied) say(`Applied migration ${name}.`);
    supervisor.run('practice-teacher', [build.entry('practice-teacher'), '--port', String(practicePort)]);
    supervisor.run('worker', [build.entry('worker')]);
    await untilAnswers(`${origin}/sign-in`, supervisor, signal);
    supervisor.isServingAt(url);
    return { url, link, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Only one Seedleaf per home. */
function lockHome(home: string): Lock {
  const taken = tryLock(path.join(home, 'start.lock'));
  if ('lock' in taken) return taken.lock;
  const url = findRunning(home)?.url;
  throw new CommandFailure(
    url
      ? `Seedleaf is already running at ${url}. To run a second one, use another home: SEEDLEAF_HOME=/some/folder.`
      : `Seedleaf is already being started by process ${taken.holder.pid}. Wait for it, or end that process.`,
  );
}

const settings = (build: Build) => ({
  NODE_ENV: 'production',
  NEXT_TELEMETRY_DISABLED: '1',
  SEEDLEAF_HOME: env.SEEDLEAF_HOME,
  SEEDLEAF_NEXT_DIR: build.nextDir,
});

const nodeOptions = (build: Build) => ['--enable-source-maps', '--import', build.entry('end-with-parent')];

async function webPort(say: (line: string) => void): Promise<number> {
  const preferred = env.SEEDLEAF_PORT;
  const port = await nextFreePort(env.SEEDLEAF_HOST, preferred);
  if (port === null) {
    throw new CommandFailure(
      `The ports ${preferred} to ${preferred + 99} are all in use. Choose another: SEEDLEAF_PORT=4000.`,
    );
  }
  if (port !== preferred) say(`Port ${preferred} is in use; using ${port}.`);
  return port;
}

function webCommand(port: number): string[] {
  const command = [nextCommand(ROOT), 'start', '--hostname', env.SEEDLEAF_HOST, '--port', String(port)];
  return [`--max-old-space-size=${WEB_HEAP_MB}`, ...command];
}

/** A host as part of an address: localhost for "all addresses", and brackets around IPv6. */
function inUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

/** Waits for the first page, so that the printed link works. */
async function untilAnswers(page: string, supervisor: Supervisor, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + ANSWERS_WITHIN_MS;
  for (;;) {
    signal.throwIfAborted();
    const status = await fetch(page, {
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(20_000)]),
    }).then(
      (response) => response.status,
      () => null, // not listening yet
    );
    if (status !== null && status < 500) return;
    if (performance.now() > deadline || supervisor.keepsDying('web')) {
      throw new CommandFailure(`The web server does not respond: ${supervisor.lastWordsOf('web')}`);
    }
    await sleep(50);
  }
}
