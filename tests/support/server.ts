import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { freePort } from '@/bin/home/ports';
import { end, isAlive, signal, type ProcessMark } from '@/bin/home/process-mark';
import { findRunning, readProcesses, type Processes } from '@/bin/home/processes';
import { makeHome, removeHome } from './home';

const ROOT = path.resolve(import.meta.dirname, '../..');
const STARTS_WITHIN_MS = 240_000; // includes a build

const Ready = z.object({ url: z.string(), link: z.string().nullable() });

export type ServerOptions = {
  /** A home that an earlier server left; it is not removed. */
  home?: string;
  environment?: Record<string, string>;
};

/** A complete Seedleaf: what `npm start` runs, as real processes, with its own home and port. */
export type Server = {
  url: string;
  /** Makes its visitor the owner; null when there is one. */
  link: string | null;
  home: string;
  databaseUrl: string;
  /** The output of the supervisor so far. */
  said(): string;
  /** The marks of the running processes. */
  processes(): Processes;
  /** kill -9. The supervisor restarts a child; after a dead supervisor, the next start cleans up. */
  kill(name: 'supervisor' | 'web' | 'worker' | 'practice-teacher'): Promise<ProcessMark>;
  /** Waits until a child with another mark is running. */
  restarted(name: 'web' | 'worker' | 'practice-teacher', before: ProcessMark): Promise<ProcessMark>;
  /** Ctrl-C. @returns how long everything took to end. */
  interrupt(): Promise<{ tookMs: number; exitCode: number | null }>;
  /** Ends what is still running, and removes the home if it was created here. */
  dispose(): Promise<void>;
};

/** Starts a Seedleaf and waits until its first page responds. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const home = options.home ?? makeHome();
  const supervisor = await run(home, options.environment ?? {});
  const ready = await supervisor.ready.catch((error: unknown) => {
    if (!options.home) removeHome(home);
    throw error;
  });
  const processes = () => {
    const running = findRunning(home);
    if (!running) throw new Error(`No Seedleaf runs in ${home}: ${supervisor.said()}`);
    return running;
  };
  const { databaseUrl } = processes();

  return {
    ...ready,
    home,
    databaseUrl,
    processes,
    said: supervisor.said,
    async kill(name) {
      const mark = name === 'supervisor' ? processes().supervisor : processes().children[name];
      if (!mark) throw new Error(`There is no ${name} to kill.`);
      await end(mark, [['SIGKILL', 5000]]);
      return mark;
    },
    restarted: (name, before) => untilChild(processes, name, before),
    async interrupt() {
      const began = performance.now();
      signal(processes().supervisor, 'SIGINT');
      const exitCode = await supervisor.ended;
      return { tookMs: performance.now() - began, exitCode };
    },
    async dispose() {
      supervisor.child.kill('SIGINT');
      await supervisor.ended;
      for (const mark of Object.values(readProcesses(home)?.children ?? {})) await end(mark, [['SIGKILL', 5000]]);
      if (!options.home) removeHome(home);
    },
  };
}

async function run(home: string, environment: Record<string, string>) {
  const port = environment.SEEDLEAF_PORT ?? String(await freePort('127.0.0.1'));
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/seedleaf.ts', 'start', '--json'], {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: '', SEEDLEAF_HOME: home, SEEDLEAF_PORT: port, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  return {
    child,
    ended,
    said: () => complaint,
    ready: untilReady(
      child,
      () => output,
      () => complaint,
    ),
  };
}

async function untilReady(child: ChildProcess, output: () => string, complaint: () => string) {
  const deadline = performance.now() + STARTS_WITHIN_MS;
  while (performance.now() < deadline) {
    if (output().includes('\n')) return Ready.parse(JSON.parse(output()));
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`Seedleaf did not start: ${complaint()}`);
    await sleep(20);
  }
  child.kill('SIGKILL');
  throw new Error(`Seedleaf did not start within ${STARTS_WITHIN_MS / 1000} s: ${complaint()}`);
}

async function untilChild(
  processes: () => Processes,
  name: string,
  before: ProcessMark,
  withinMs = 20_000,
): Promise<ProcessMark> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    const mark = processes().children[name];
    if (mark && mark.born !== before.born && isAlive(mark)) return mark;
    await sleep(50);
  }
  throw new Error(`The ${name} was not started again within ${withinMs / 1000} s.`);
}
