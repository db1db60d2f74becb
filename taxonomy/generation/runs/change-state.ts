import { v7 as uuid } from 'uuid';
import type { Database, Db } from '@/prisma/client';
import type { EventType } from '../contract-webhooks';
import type { RunState } from '../vocabulary';
import { queueEvent } from '../webhooks/webhooks';
import { insertNotice, lockUnnoticedStall, selectStalled } from './repository-notices';
import { setRunState } from './repository-runs';
import { findRun, type RunRow } from './repository-views';
import { isPriced } from './snapshot';

/** The event for each state that somebody may wait for. */
const eventOf: Partial<Record<RunState, EventType>> = {
  completed: 'run.completed',
  completed_with_errors: 'run.completed',
  nothing_kept: 'run.completed',
  failed: 'run.failed',
  over_budget: 'run.over_budget',
  cancelled: 'run.cancelled',
  paused: 'run.paused',
};

/** Changes the state of a locked run. People and webhooks are told when it has ended or paused, if the caller commits. */
export async function changeState(
  tx: Db,
  runId: string,
  change: { state: RunState; error?: string | null; isOver?: boolean },
): Promise<void> {
  await setRunState(tx, runId, change);
  const type = eventOf[change.state];
  if (type) await note(tx, runId, type);
}

/**
 * Tells people and webhooks of runs that no worker works on, if they were stalled when looked at before too. Once for
 * each run, until it ends or pauses; any number of processes may look at the same time.
 *
 * @param before The answer of the last look.
 * @returns The runs that are stalled now and not noted yet.
 */
export async function noteStalledRuns(db: Database, before: ReadonlySet<string>): Promise<Set<string>> {
  const stalled = await selectStalled(db);
  for (const runId of stalled.filter((each) => before.has(each))) {
    await db.$transaction(async (tx) => {
      if (await lockUnnoticedStall(tx, runId)) await note(tx, runId, 'run.stalled');
    });
  }
  return new Set(stalled);
}

async function note(tx: Db, runId: string, type: EventType): Promise<void> {
  const run = await findRun(tx, runId);
  if (!run) return;
  const id = uuid();
  const at = await insertNotice(tx, { id, runId, type });
  await queueEvent(tx, { id, type, body: { id, type, createdAt: at.toISOString(), run: numbersOf(run) } });
}

/** What a receiver can use: the state and the numbers, no text of samples. */
const numbersOf = (run: RunRow) => ({
  id: run.id,
  state: run.state,
  error: run.error,
  teacher: run.teacherName,
  model: run.snapshot.teacher.model,
  leaves: run.leafCount,
  tasksTotal: run.itemsTotal,
  tasksDone: run.itemsDone,
  tasksFailed: run.itemsFailed,
  samplesKept: run.samplesKept,
  rowsDropped: run.rowsDropped,
  calls: run.calls,
  maxCalls: run.maxCalls,
  promptTokens: run.promptTokens,
  completionTokens: run.completionTokens,
  costMicroDollars: isPriced(run.snapshot) ? run.cost : null,
  startedBy: run.startedBy,
  startedAt: run.startedAt,
  finishedAt: run.finishedAt,
});
