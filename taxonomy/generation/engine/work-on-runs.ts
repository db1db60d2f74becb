import { setTimeout as sleep } from 'node:timers/promises';
import { ZodError } from 'zod';
import type { Database } from '@/prisma/client';
import { DomainError, messageOf } from '../../errors';
import type { Leases } from '../../jobs/leases';
import { claim } from '../../jobs/queue';
import { ITEM_KIND } from '../runs/item-kind';
import { acceptAllStaged } from './accept';
import { Journal } from './journal';
import { LeafContents, loadItems } from './load-items';
import {
  endOrphans,
  markRunning,
  selectGoingRuns,
  selectOverWithStaged,
  setTrouble,
  type GoingRun,
} from '../runs/repository-runs';
import { RunInWork, type RunOptions } from './run-in-work';
import { settleRun } from './settle-run';
import { stopRun } from '../runs/stop-run';
import { troubleLimits } from './trouble';
import { TeacherDesk, type OpenTeacherOf } from './teacher-desk';
import { workOnItem } from './work-on-item';

/** How often the going runs are looked at; a cancel is heeded within this. */
const LOOK_MS = 500;
/** The least pause between two looks that finished items or spare slots bring about. */
const BRISK_MS = 20;
const ORPHANS_EVERY_MS = 5 * 60_000;
const AWAY_MS = 1_000;
/** How long a worker that shuts down waits for answers that are under way. */
const SHUTDOWN_GRACE_MS = 1_000;

export type WorkOptions = RunOptions & { lookMs?: number; shutdownGraceMs?: number };

/**
 * Works on all going runs until `signal` aborts, with any number of other workers.
 *
 * Items are claimed a few at a time, as the teachers have slots to spare, so that memory stays bounded however long
 * a run is. Runs of one teacher share its slots. On abort no new call is made; answers that are under way are waited
 * for shortly and written down, then unfinished items are given back.
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

class Scheduler {
  private readonly runs = new Map<string, RunInWork>();
  private readonly inWork = new Set<Promise<void>>();
  private readonly contents = new LeafContents();
  private readonly desk: TeacherDesk;
  private readonly journal: Journal;
  /** Runs that had no more items due, and until when they need not be asked again. */
  private readonly dryUntil = new Map<string, number>();
  /** Runs whose teacher could not be opened, and since when. */
  private readonly unopened = new Map<string, number>();
  private wake: () => void = () => {};
  private orphansAt = 0;

  constructor(
    private readonly db: Database,
    private readonly leases: Leases,
    openTeacher: OpenTeacherOf,
    private readonly signal: AbortSignal,
    private readonly options: WorkOptions,
  ) {
    this.desk = new TeacherDesk(openTeacher, () => this.stir());
    this.journal = new Journal(db, (spending, ours) => this.runs.get(spending.runId)?.noteSpending(spending, ours));
  }

  async work(): Promise<void> {
    this.signal.addEventListener('abort', () => this.wake(), { once: true });
    while (!this.signal.aborted) {
      const woken = this.nap(this.options.lookMs ?? LOOK_MS);
      try {
        await this.look();
      } catch (error) {
        console.error(`Runs cannot be worked on just now, trying again: ${messageOf(error)}`);
        await sleep(AWAY_MS);
      }
      await sleep(BRISK_MS);
      await woken;
    }
    await this.shutDown();
  }

  /** Ends after `ms`, or when something wakes it. */
  private nap(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.signal.aborted) this.wake();
    });
  }

  /** Something has changed: looks again at once if there may be anything to do. */
  private stir(): void {
    const isOfUse = [...this.runs].some(([id, run]) => run.items.size === 0 || !this.isDry(id));
    if (isOfUse) this.wake();
  }

  private isDry(runId: string): boolean {
    return performance.now() < (this.dryUntil.get(runId) ?? 0);
  }

  private async look(): Promise<void> {
    const going = await selectGoingRuns(this.db);
    await this.dropOver(new Set(going.map(({ id }) => id)));
    for (const row of going) {
      const run = this.runs.get(row.id);
      run?.follow(row.state);
      const isClosed = row.itemsDone + row.itemsFailed >= row.itemsTotal;
      if ((run?.items.size ?? 0) === 0 && (isClosed || row.state === 'cancelling')) await settleRun(this.db, row.id);
    }
    const active = going.filter(({ state, paused }) => !paused && (state === 'queued' || state === 'running'));
    await this.desk.keepOnly(new Set(active.map(({ teacherId }) => teacherId)));
    this.desk.share(this.leases.workerCount);
    for (const row of active) {
      const sharing = active.filter(({ teacherId }) => teacherId === row.teacherId).length;
      await this.feed(row, sharing).catch((error: unknown) => this.endUnreadable(row, error));
    }
    if (performance.now() - this.orphansAt > ORPHANS_EVERY_MS) {
      this.orphansAt = performance.now();
      await endOrphans(this.db, ITEM_KIND);
      for (const id of await selectOverWithStaged(this.db)) await acceptAllStaged(this.db, id);
    }
  }

  /** Forgets runs that are over, once their last item has come to rest. */
  private async dropOver(going: ReadonlySet<string>): Promise<void> {
    for (const [id, run] of this.runs) {
      if (!going.has(id)) run.stop();
      if (run.isStopped && run.items.size === 0) {
        await run.ending;
        this.runs.delete(id);
        this.dryUntil.delete(id);
      }
    }
  }

  /** Claims as many items of a run as its teacher has use for. */
  private async feed(row: GoingRun, sharing: number): Promise<void> {
    const run = this.runs.get(row.id) ?? (await this.begin(row));
    if (!run || run.isStopped) return;
    if (this.isDry(row.id) || this.signal.aborted) return;
    const affordable = this.affordable(run);
    // Until an item ends, there is nothing that this run could begin.
    if (affordable <= 0) this.dryUntil.set(row.id, performance.now() + LOOK_MS);
    const limit = Math.min(this.roomFor(run, sharing), affordable);
    if (limit <= 0) return;
    const jobs = await claim(this.db, {
      kinds: [ITEM_KIND],
      owner: this.leases.owner,
      groupId: row.id,
      limit,
      leaseSeconds: this.leases.leaseSeconds,
    });
    if (jobs.length < limit) this.dryUntil.set(row.id, performance.now() + LOOK_MS);
    // Nothing is left to take: the run may be ready to end, or its work may be gone.
    if (jobs.length === 0 && run.items.size === 0) await settleRun(this.db, row.id);
    if (jobs.length === 0) return;
    if (row.state === 'queued') await markRunning(this.db, row.id);
    const items = await loadItems(this.db, row.id, jobs, this.contents);
    await this.journal.load(
      row.id,
      items.map(({ item }) => item.id),
    );
    for (const item of items) {
      const work = workOnItem(this.db, run, item, this.leases, this.signal).finally(() => {
        this.inWork.delete(work);
        this.stir();
      });
      this.inWork.add(work);
    }
  }

  /** A run whose rows are damaged must not hold up the others; anything else is Postgres being away. */
  private async endUnreadable({ id }: GoingRun, error: unknown): Promise<void> {
    if (!(error instanceof ZodError)) throw error;
    console.error(`Run ${id} cannot be read:`, error);
    const message = 'What is stored of this run or its leaves cannot be read. The worker log has the details.';
    await stopRun(this.db, id, { state: 'failed', error: message });
  }

  private async begin(row: GoingRun): Promise<RunInWork | null> {
    try {
      const teacher = await this.desk.get(row.teacherId, this.leases.workerCount);
      const { name, model } = row.snapshot.teacher;
      if (teacher.model !== model) {
        const error = `${name} was changed from ${model} to ${teacher.model} since the run began. Start a new run.`;
        await stopRun(this.db, row.id, { state: 'failed', error });
        return null;
      }
      const run = new RunInWork(this.db, row, teacher, this.journal, this.options);
      this.runs.set(row.id, run);
      this.unopened.delete(row.id);
      return run;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await this.noteUnopened(row, error);
      return null;
    }
  }

  /** The teacher cannot be opened. One that is only away may come back: its process may be starting. */
  private async noteUnopened({ id }: GoingRun, error: DomainError): Promise<void> {
    const since = this.unopened.get(id) ?? performance.now();
    this.unopened.set(id, since);
    const { neverAnsweredMs } = this.options.troubleLimits ?? troubleLimits;
    if (error.code === 'unavailable' && performance.now() - since < neverAnsweredMs) {
      await setTrouble(this.db, id, error.message);
    } else {
      this.unopened.delete(id);
      await stopRun(this.db, id, { state: 'failed', error: error.message });
    }
  }

  /** Enough open items that each slot has a call waiting behind it, and no more. */
  private roomFor(run: RunInWork, sharing: number): number {
    const { slots } = run.teacher;
    if (slots.waiting >= slots.capacity) return 0;
    const share = Math.ceil((2 * slots.capacity) / sharing);
    return Math.min(share + MOST_AT_REST - run.items.size, 2 * slots.capacity - slots.waiting - slots.inUse);
  }

  /** With little budget left few items are begun, so that those that are can be finished. */
  private affordable(run: RunInWork): number {
    const finishable = Math.floor(run.budget.left / Math.max(1, run.run.snapshot.callsAnItem));
    return run.items.size === 0 ? Math.max(1, finishable) : finishable - run.items.size;
  }

  private async shutDown(): Promise<void> {
    for (const run of this.runs.values()) run.stop(this.options.shutdownGraceMs ?? SHUTDOWN_GRACE_MS);
    await Promise.all(this.inWork);
    await this.journal.close();
    await this.desk.close();
  }
}

/** Items whose rows are between two calls, such as waiting for the journal; they use no slot. */
const MOST_AT_REST = 16;
