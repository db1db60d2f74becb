import { setTimeout as sleep } from 'node:timers/promises';
import { ZodError } from 'zod';
import type { Database } from '@/prisma/client';
import { messageOf } from '../../errors';
import type { Leases } from '../../jobs/leases';
import { ITEM_KIND } from '../runs/item-kind';
import { endOrphans, markRunning, selectOpenRuns, selectOverWithStaged, type OpenRun } from '../runs/repository-runs';
import { stopRun } from '../runs/stop-run';
import { acceptAllStaged } from './accept';
import { ItemClaims } from './item-claims';
import { OpenRuns } from './open-runs';
import { outOfTime, type RunOptions } from './run-in-work';
import { finishRun } from './finish-run';
import type { OpenTeacherOf } from './teacher-in-use';
import { workOnItem } from './work-on-item';

/** How often active runs are checked, so a cancel takes effect within this time. */
const CHECK_MS = 500;
/** The shortest pause between two checks that finished items or free slots trigger. */
const MIN_PAUSE_MS = 20;
const ORPHANS_EVERY_MS = 5 * 60_000;
const AWAY_MS = 1_000;
/** How long a worker waits for running calls when it shuts down. */
const SHUTDOWN_GRACE_MS = 1_000;

export type WorkOptions = RunOptions & { lookMs?: number; shutdownGraceMs?: number };

/**
 * Works on all active runs until `signal` aborts, with any number of other workers.
 *
 * Items are claimed a few at a time while teachers have free slots. Runs of one teacher share its slots. On abort no
 * new calls are made; running calls get a short time to finish and are recorded, then unfinished items are returned.
 */
export async function workOnRuns(
  db: Database,
  leases: Leases,
  openTeacher: OpenTeacherOf,
  signal: AbortSignal,
  options: WorkOptions = {},
): Promise<void> {
  await new Scheduler(db, leases, openTeacher, signal, options).work();
}

const teachersOf = ({ teacherId, judgeTeacherId }: OpenRun): string[] =>
  judgeTeacherId === null ? [teacherId] : [teacherId, judgeTeacherId];

/** Checks the active runs again and again: ends those that are done, and gives the others work. */
class Scheduler {
  private readonly runs: OpenRuns;
  private readonly claims: ItemClaims;
  private readonly inWork = new Set<Promise<void>>();
  private wake: () => void = () => {};
  private orphansAt = 0;

  constructor(
    private readonly db: Database,
    private readonly leases: Leases,
    openTeacher: OpenTeacherOf,
    private readonly signal: AbortSignal,
    private readonly options: WorkOptions,
  ) {
    this.runs = new OpenRuns(db, leases, openTeacher, options, () => this.checkSoon());
    this.claims = new ItemClaims(db, leases, this.runs.journal);
  }

  async work(): Promise<void> {
    this.signal.addEventListener('abort', () => this.wake(), { once: true });
    while (!this.signal.aborted) {
      const woken = this.pause(this.options.lookMs ?? CHECK_MS);
      try {
        await this.look();
      } catch (error) {
        console.error(`Work on runs failed, trying again: ${messageOf(error)}`);
        await sleep(AWAY_MS);
      }
      await sleep(MIN_PAUSE_MS);
      await woken;
    }
    this.runs.stopAll(this.options.shutdownGraceMs ?? SHUTDOWN_GRACE_MS);
    await Promise.all(this.inWork);
    await this.runs.close();
  }

  /** Waits for `ms`, or until woken. */
  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.signal.aborted) this.wake();
    });
  }

  /** Something has changed: checks again at once if there may be work. */
  private checkSoon(): void {
    if (this.runs.list().some(({ run, items }) => items.size === 0 || !this.claims.isDry(run.id))) this.wake();
  }

  private async look(): Promise<void> {
    const open = await selectOpenRuns(this.db);
    for (const id of await this.runs.closeFinished(new Set(open.map(({ id }) => id)))) this.claims.forget(id);
    for (const row of open) await this.finishIfDone(row);
    for (const row of open) await this.endIfLate(row);
    const active = open.filter(({ state }) => state === 'queued' || state === 'running');
    await this.runs.desk.keepOnly(new Set(active.flatMap(teachersOf)));
    this.runs.desk.share(this.leases.workerCount);
    for (const row of active) {
      const sharing = active.filter((each) => teachersOf(each).includes(row.teacherId)).length;
      await this.feed(row, sharing).catch((error: unknown) => this.endUnreadable(row, error));
    }
    await this.leases.report(this.runs.desk.report());
    if (performance.now() - this.orphansAt > ORPHANS_EVERY_MS) await this.endOrphans();
  }

  private async finishIfDone(row: OpenRun): Promise<void> {
    const run = this.runs.get(row.id);
    run?.follow(row.state);
    const isClosed = row.itemsDone + row.itemsFailed >= row.itemsTotal;
    if ((run?.items.size ?? 0) === 0 && (isClosed || row.state === 'cancelling')) await finishRun(this.db, row.id);
  }

  /** A run that no worker has open, because all its items sleep, ends here too. */
  private async endIfLate({ id, isOutOfTime, maxMinutes }: OpenRun): Promise<void> {
    if (!isOutOfTime) return;
    const run = this.runs.get(id);
    if (run) run.endForTime();
    else await stopRun(this.db, id, { state: 'over_budget', error: outOfTime(maxMinutes) });
  }

  private async feed(row: OpenRun, sharing: number): Promise<void> {
    const run = await this.runs.open(row);
    if (!run || run.isStopped || this.claims.isDry(row.id) || this.signal.aborted) return;
    const { items, isEmpty } = await this.claims.take(run, sharing, this.inWork.size);
    // Nothing is left to claim: the run may be ready to end, or its work may be lost.
    if (isEmpty && run.items.size === 0) await finishRun(this.db, row.id);
    if (items.length > 0 && row.state === 'queued') await markRunning(this.db, row.id);
    for (const item of items) {
      const work = workOnItem(this.db, run, item, this.leases, this.signal).finally(() => {
        this.inWork.delete(work);
        this.checkSoon();
      });
      this.inWork.add(work);
    }
  }

  /** A run with damaged rows must not block the others. Other errors mean that Postgres is unreachable. */
  private async endUnreadable({ id }: OpenRun, error: unknown): Promise<void> {
    if (!(error instanceof ZodError)) throw error;
    console.error(`Run ${id} cannot be read:`, error);
    const message = 'What is stored of this run or its leaves cannot be read. The worker log has the details.';
    await stopRun(this.db, id, { state: 'failed', error: message });
  }

  /** Cleans up what dead workers left behind. */
  private async endOrphans(): Promise<void> {
    this.orphansAt = performance.now();
    await endOrphans(this.db, ITEM_KIND);
    for (const id of await selectOverWithStaged(this.db)) await acceptAllStaged(this.db, id);
  }
}
