import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@/prisma/client';
import { outageFactOf } from '@/prisma/outage';
import type { RunDetail } from '@/taxonomy/generation/contract';
import { getRun } from '@/taxonomy/generation/runs/get-run';
import { listWorkers } from '@/taxonomy/jobs/workers';
import type { CommandContext, Shell } from './shell';
import { work } from './work';

const LOOK_MS = 500;
const OUTAGE_MS = 2_000;
const LINE_EVERY_MS = 2_000;

/** Waits until `isDone`, and works on the run while no worker does. Ctrl-C ends the waiting, not the run. */
export async function waitForRun(
  context: CommandContext,
  shell: Shell,
  id: string,
  isDone: (run: RunDetail) => Promise<boolean>,
): Promise<void> {
  const { db, signal } = context;
  const done = new AbortController();
  let ownWork: Promise<void> | null = null;
  let saidAt = 0;
  let saidOutage: string | null = null;
  try {
    while (!signal.aborted) {
      const look = await lookAt(db, id, isDone);
      if ('outage' in look) {
        if (look.outage !== saidOutage) shell.note(`${look.outage} Still waiting for the run.`);
        saidOutage = look.outage;
        await sleep(OUTAGE_MS, undefined, { signal }).catch(() => undefined);
        continue;
      }
      saidOutage = null;
      if (look.isDone) break;
      if (!ownWork && look.workers === 0) {
        shell.note('No worker is running, so this command does the work itself.');
        ownWork = work(db, { ...context, signal: AbortSignal.any([signal, done.signal]) });
      }
      if (performance.now() - saidAt > LINE_EVERY_MS) {
        saidAt = performance.now();
        shell.note(progress(look.run));
      }
      await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    done.abort();
    await ownWork;
  }
}

type Look = { run: RunDetail; workers: number; isDone: boolean } | { outage: string };

/** A short outage of the database must not end the wait for a run that takes hours. */
async function lookAt(db: Database, id: string, isDone: (run: RunDetail) => Promise<boolean>): Promise<Look> {
  try {
    const run = await getRun(db, id);
    return { run, isDone: await isDone(run), workers: (await listWorkers(db)).length };
  } catch (error) {
    const outage = outageFactOf(error);
    if (outage === null) throw error;
    return { outage };
  }
}

const progress = (run: RunDetail): string =>
  `${run.itemsDone + run.itemsFailed} of ${run.itemsTotal} tasks, ${run.calls} calls, ${run.samplesKept} samples${run.error ? ` — ${run.error}` : ''}`;
