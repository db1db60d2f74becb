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
  /** Asked at each start, since the database may have moved. */
  environment: () => NodeJS.ProcessEnv;
  cwd: string;
  /** Where its output goes. The terminal stays ours. */
  logFile: string;
};

/** A process that is started again when it ends, until it is stopped. */
export type Child = {
  readonly mark: ProcessMark | null;
  /** Ends the process; it comes back at once (used when its environment has changed). */
  restart(): Promise<void>;
  /** Ends the process for good. */
  stop(): Promise<void>;
};

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** After this long without a crash, the pauses before a restart begin small again. */
const SOUND_AFTER_MS = 60_000;
const ENDS_WITHIN_MS = 3000;

/**
 * Starts a process and keeps it running.
 *
 * @param events.started  With its mark, each time.
 * @param events.died     When it ended unasked: how, what it said last, and the pause until its next start.
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

/** First asked, then made to end. */
export const endingSignals: [NodeJS.Signals, number][] = [
  ['SIGTERM', ENDS_WITHIN_MS],
  ['SIGKILL', 500],
];

/** @returns how it ended, in words. */
async function run(plan: ChildPlan, started: (mark: ProcessMark) => void): Promise<string> {
  keepLogSmall(plan.logFile);
  const log = openLog(plan.logFile);
  // In a process group of its own: Ctrl-C in the terminal reaches us alone, and we end things in their order.
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
