import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { keepLogSmall, lastLine, openLog } from '../home/log-file';
import { end, markOf, type ProcessMark } from '../home/process-mark';
import { withRemedy } from './keep-trying';

export type ChildPlan = {
  name: string;
  /** Arguments to Node itself. */
  argv: string[];
  /** Called at each start, since the database's address may have changed. */
  environment: () => NodeJS.ProcessEnv;
  cwd: string;
  /** The file for its output. */
  logFile: string;
};

/** A process that is restarted when it ends, until it is stopped. */
export type Child = {
  readonly mark: ProcessMark | null;
  /** Restarts the process at once, with its new environment. */
  restart(): Promise<void>;
  /** Ends the process without a restart. */
  stop(): Promise<void>;
};

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** After this long without a crash, pauses before restarts are short again. */
const SOUND_AFTER_MS = 60_000;
const ENDS_WITHIN_MS = 3000;

/**
 * Starts a process and keeps it running.
 *
 * @param events.started  Called at each start, with its mark.
 * @param events.died     Called when it ended by itself, with the reason, its last output, and the pause until the
 * restart.
 */
export function keepRunning(
  plan: ChildPlan,
  events: { started: (mark: ProcessMark) => void; died: (how: string, lastWords: string, pauseMs: number) => void },
): Child {
  const stopped = new AbortController();
  let mark: ProcessMark | null = null;
  let isExpected = false;

  const life = (async () => {
    let pauseMs = FIRST_PAUSE_MS;
    while (!stopped.signal.aborted) {
      isExpected = false;
      const began = performance.now();
      const how = await run(plan, (started) => {
        mark = started;
        events.started(started);
      }).catch((error: unknown) => `could not be started: ${withRemedy(error)}`);
      mark = null;
      if (stopped.signal.aborted) return;
      if (isExpected) continue;
      if (performance.now() - began > SOUND_AFTER_MS) pauseMs = FIRST_PAUSE_MS;
      events.died(how, lastLine(plan.logFile), pauseMs);
      await sleep(pauseMs, undefined, { signal: stopped.signal }).catch(() => {}); // stopped meanwhile
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  })();

  const endNow = async () => {
    if (mark) await end(mark, endingSignals);
  };
  return {
    get mark() {
      return mark;
    },
    async restart() {
      isExpected = true;
      await endNow();
    },
    async stop() {
      stopped.abort();
      await endNow();
      await life;
    },
  };
}

/** Asks it to end first, then kills it. */
export const endingSignals: [NodeJS.Signals, number][] = [
  ['SIGTERM', ENDS_WITHIN_MS],
  ['SIGKILL', 500],
];

/** @returns a description of how it ended. */
async function run(plan: ChildPlan, started: (mark: ProcessMark) => void): Promise<string> {
  keepLogSmall(plan.logFile);
  const log = openLog(plan.logFile);
  // A separate process group, so that Ctrl-C reaches only this process, which ends the others in order.
  const child = spawn(process.execPath, plan.argv, {
    cwd: plan.cwd,
    env: plan.environment(),
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const mark = child.pid === undefined ? null : markOf(child.pid);
  if (mark) started(mark);
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(`could not be started: ${error.message}`));
    child.on('exit', (code, signal) => resolve(signal ? `was ended by ${signal}` : `ended with code ${code}`));
  });
}
