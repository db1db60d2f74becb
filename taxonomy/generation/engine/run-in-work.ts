import { setMaxListeners } from 'node:events';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@/prisma/client';
import { makeFence, type Fence } from '../prompts/prompt';
import type { RunPrompts } from '../runs/prompts';
import type { OpenRun } from '../runs/repository-runs';
import { setWarning } from '../runs/repository-runs';
import { stopRun } from '../runs/stop-run';
import type { Answer } from '../steps/step';
import { StoppedError } from '../stopped-error';
import { costOf } from '../teacher/prices';
import { TeacherError } from '../teacher/teacher';
import { stripUnstorable } from '../../text';
import { isOver, type RunState } from '../vocabulary';
import { acceptAllStaged } from './accept';
import type { CallOutcome, CallsOfRun, TeacherOfRun } from './call';
import type { Journal } from './journal';
import { patience, type Patience } from './patience';
import type { Spending, Spent } from './repository-journal';
import { insertWaiting, type WaitingRow } from './repository-waiting';
import { noUse, RunBudget, type Use } from './run-budget';
import type { TeacherInUse } from './teacher-in-use';
import { TeacherHealth, type HealthLimits } from './teacher-health';

/** The connections to a run's teachers; `judge` is null when the writing teacher judges too. */
export type Teachers = { writer: TeacherInUse; judge: TeacherInUse | null };

type Watched = TeacherOfRun & { readonly health: TeacherHealth };

/** How long running calls may still take after a run was stopped, because their answers are paid for. */
const GRACE_MS = 10_000;
const AWAY_MS = 1_000;
const MAX_DETAIL = 500;

export type RunOptions = { patience?: Patience; healthLimits?: HealthLimits };

/** One run in this worker: its budget, the health of its teachers, and the signals that stop its items. */
export class RunInWork implements CallsOfRun {
  readonly runId: string;
  readonly runSeed: string;
  readonly fence: Fence;
  readonly prompts: RunPrompts;
  readonly patience: Patience;
  readonly answersLater: boolean;
  readonly shared = new Map<string, Promise<Answer>>();
  readonly budget: RunBudget;
  /** Items that this worker has open, each with its abort controller. */
  readonly items = new Map<string, AbortController>();
  /** Calls in flight: those of its items, and second ones whose answer is no longer needed. */
  private readonly inFlight = new Set<Promise<void>>();
  /** Resolves when the run's end is in the database, if this worker ended it. */
  ending: Promise<void> = Promise.resolve();
  private stopping = false;
  private readonly abandoning = new AbortController();
  private readonly writer: Watched;
  private readonly judge: Watched | null;
  private said: string | null = null;

  constructor(
    private readonly db: Database,
    readonly run: OpenRun,
    { writer, judge }: Teachers,
    readonly journal: Journal,
    options: RunOptions,
  ) {
    setMaxListeners(0, this.abandoning.signal);
    this.runId = run.id;
    this.runSeed = run.seed;
    this.fence = makeFence(run.seed);
    this.prompts = run.prompts;
    this.patience = options.patience ?? patience;
    this.answersLater = run.snapshot.batch !== 'off';
    this.budget = new RunBudget(run);
    const { price, judge: judging, judgesInJson: answersInJson } = run.snapshot;
    const healthOf = (hasAnswered: boolean) => new TeacherHealth(hasAnswered, options.healthLimits);
    this.writer = { id: run.teacherId, inUse: writer, price, answersInJson, health: healthOf(run.calls > 0) };
    // An item is done only after its rows were judged, unless all of them were dropped before.
    this.judge =
      judge && run.judgeTeacherId !== null
        ? {
            id: run.judgeTeacherId,
            inUse: judge,
            price: judging?.price ?? null,
            answersInJson,
            health: healthOf(run.itemsDone > 0),
          }
        : null;
  }

  /** The teacher that writes: its free slots decide how many items are worked on. */
  get teacher(): TeacherInUse {
    return this.writer.inUse;
  }

  teacherFor({ judges }: { judges?: true }): TeacherOfRun {
    return this.watched(judges ? this.judge : this.writer);
  }

  private watched(teacher: TeacherOfRun | null): Watched {
    return this.judge && teacher?.id === this.judge.id ? this.judge : this.writer;
  }

  get abandon(): AbortSignal {
    return this.abandoning.signal;
  }

  get isStopped(): boolean {
    return this.stopping;
  }

  /** Starts an item. @returns The signal that stops it. */
  open(itemId: string, lease: AbortSignal): AbortSignal {
    const controller = new AbortController();
    setMaxListeners(0, controller.signal);
    lease.addEventListener('abort', () => controller.abort(new StoppedError('The lease was lost.')), { once: true });
    this.items.set(itemId, controller);
    if (this.stopping) controller.abort(new StoppedError('The run was stopped.'));
    return controller.signal;
  }

  /** Makes no new calls; running calls may still finish for a while. */
  stop(graceMs = GRACE_MS): void {
    if (this.stopping) return;
    this.stopping = true;
    for (const controller of this.items.values()) controller.abort(new StoppedError('The run was stopped.'));
    setTimeout(() => this.abandoning.abort(new StoppedError('The run was stopped.')), graceMs).unref();
  }

  /** Whether nothing of it is going on any more. */
  get isIdle(): boolean {
    return this.items.size === 0 && this.inFlight.size === 0;
  }

  track(done: Promise<void>): void {
    this.inFlight.add(done);
    void done.finally(() => this.inFlight.delete(done));
  }

  maySendTwice(): boolean {
    return !this.stopping && this.budget.hasReserve;
  }

  /** Abandons calls whose answers no item needs, and waits for their end. */
  async abandonRest(): Promise<void> {
    this.abandoning.abort(new StoppedError('The run was stopped.'));
    await Promise.all(this.inFlight);
  }

  /** Applies the run's state in the database. */
  follow(state: RunState): void {
    if (state === 'cancelling' || isOver(state)) this.stop();
  }

  noteSpending(spending: Spending, { calls, promptTokens, completionTokens, costPicos }: Omit<Spent, 'runId'>): void {
    this.budget.written(spending, { calls, tokens: promptTokens + completionTokens, costPicos });
    this.follow(spending.state);
  }

  async recordWaiting(itemId: string, row: WaitingRow): Promise<void> {
    this.beginCall();
    const run = await insertWaiting(this.db, itemId, row).finally(() => this.budget.end(noUse));
    this.budget.written(run, noUse);
    this.follow(run.state);
  }

  beginCall(): void {
    if (this.stopping) throw new StoppedError('The run was stopped.');
    if (this.budget.left <= 0) {
      const what = `its ${this.budget.usedUp ?? 'call'} limit`;
      this.endRun('over_budget', `The run has reached ${what}. Raise the limit to continue.`);
      throw new StoppedError('The budget is spent.');
    }
    this.budget.begin();
  }

  endCall(teacher: TeacherOfRun, outcome: CallOutcome, tookMs: number): void {
    const failure = outcome instanceof TeacherError ? outcome : null;
    this.budget.end(useOf(outcome, teacher.price));
    const asked = this.watched(teacher);
    const reason = asked.health.record(
      failure ?? (outcome === 'abandoned' ? outcome : 'answered'),
      performance.now(),
      tookMs,
    );
    if (reason !== null) this.endRun('failed', this.of(asked, reason));
    else this.showWarning();
    if (failure)
      this.journal.writeFailure(this.runId, failure.isBillable, stripUnstorable(failure.message).slice(0, MAX_DETAIL));
  }

  /** Its time limit is over: it makes no new calls. */
  endForTime(): void {
    this.endRun('over_budget', outOfTime(this.run.maxMinutes));
  }

  private endRun(state: 'over_budget' | 'failed', error: string): void {
    if (this.stopping) return;
    this.stop();
    this.ending = this.writeEnd({ state, error });
  }

  /**
   * Retries until Postgres accepts it: items in progress must not end as cancelled before their run has ended. The answers
   * so far are written first, so that a run that has reached a limit shows at once what it has spent.
   */
  private async writeEnd(end: { state: 'over_budget' | 'failed'; error: string }): Promise<void> {
    // An answer that has just been counted is handed to the journal before the next timers.
    await setImmediate();
    await this.journal.catchUp();
    for (;;) {
      try {
        await stopRun(this.db, this.run.id, end);
        return await acceptAllStaged(this.db, this.run.id);
      } catch (failure) {
        console.error(`Run ${this.run.id} could not be ended yet (${end.error}):`, failure);
        await sleep(AWAY_MS);
      }
    }
  }

  private warning(): string | null {
    const warningOf = ({ inUse, health }: Watched) => inUse.warning() ?? health.warning();
    const [writer, judge] = [warningOf(this.writer), this.judge && warningOf(this.judge)];
    return writer ?? (judge && this.judge && this.of(this.judge, judge));
  }

  /** Says which of two teachers a sentence is about. */
  private of(teacher: Watched, words: string): string {
    return teacher === this.judge ? `The judge ${this.run.snapshot.judge?.name ?? ''}: ${words}` : words;
  }

  private showWarning(): void {
    const words = this.warning();
    if (words === this.said) return;
    this.said = words;
    setWarning(this.db, this.run.id, words).catch(() => (this.said = null));
  }
}

/** What is said of a run that has reached its time limit. */
export const outOfTime = (minutes: number | null): string =>
  `The run has reached its time limit of ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}. Resume it to let it run as long again.`;

/** A failed call that the teacher may have worked on counts as a call; what it cost is unknown. */
function useOf(outcome: CallOutcome, price: TeacherOfRun['price']): Use {
  if (outcome === 'abandoned') return noUse;
  if (outcome instanceof TeacherError) return outcome.isBillable ? { ...noUse, calls: 1 } : noUse;
  const tokens = outcome.promptTokens + outcome.completionTokens;
  return { calls: 1, tokens, costPicos: price ? costOf(price, outcome) : 0n };
}
