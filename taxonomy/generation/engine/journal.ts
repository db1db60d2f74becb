import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@/prisma/client';
import {
  findAnswer,
  selectAnswersOf,
  writeCalls,
  type CallRow,
  type Known,
  type Spending,
  type Spent,
} from './repository-journal';

const FLUSH_MS = 50;
const FLUSH_ROWS = 64;
const AWAY_MS = 500;

const nothing = { calls: 0, failed: 0, promptTokens: 0, completionTokens: 0, costPicos: 0n, lastFailure: null };

const spentOnAnswer = ({ promptTokens, completionTokens, costPicos }: CallRow): Omit<Spent, 'runId'> => ({
  ...nothing,
  calls: 1,
  promptTokens,
  completionTokens,
  costPicos: costPicos ?? 0n,
});

type Pending = { row: CallRow; settle: (error: unknown) => void };

/**
 * Every call that was made, with its result. A paid answer is never requested again: it is looked up here first, and a
 * new one is written here before it is used.
 *
 * Answers are written in batches: within 50 ms, or as soon as there are 64. While Postgres is unreachable, they wait,
 * and so does everything that depends on them.
 */
export class Journal {
  private readonly known = new Map<string, Map<string, Known>>();
  private pending: Pending[] = [];
  private spent = new Map<string, Spent>();
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> | null = null;

  /** @param onSpending Called after each write with the spending of each run. `written` is the part of this process. */
  constructor(
    private readonly db: Database,
    private readonly onSpending: (spending: Spending, written: Omit<Spent, 'runId'>) => void = () => {},
  ) {}

  /** Loads the answers already paid for by these items, for example before their worker died. */
  async load(runId: string, itemIds: string[]): Promise<void> {
    for (const id of itemIds) this.known.set(id, new Map());
    for (const answer of await selectAnswersOf(this.db, runId, itemIds)) {
      this.known.get(answer.itemId)?.set(answer.key, answer);
    }
  }

  /** The item is closed. */
  forget(itemId: string): void {
    this.known.delete(itemId);
  }

  /** @param isShared The answer may belong to another item and not be loaded yet. */
  async find(itemId: string, key: string, isShared: boolean): Promise<Known | null> {
    const known = this.known.get(itemId)?.get(key);
    if (known || !isShared) return known ?? null;
    return findAnswer(this.db, key);
  }

  /** Resolves when the answer is in Postgres. */
  write(row: CallRow): Promise<void> {
    this.spend(row.runId, spentOnAnswer(row));
    const written = new Promise<void>((resolve, reject) => {
      this.pending.push({ row, settle: (error) => (error === null ? resolve() : reject(error)) });
    });
    this.schedule();
    return written;
  }

  /** A call that gave no answer, and why. @param isBillable Whether it counts towards the budget anyway. */
  writeFailure(runId: string, isBillable: boolean, reason: string): void {
    this.spend(runId, { ...nothing, calls: isBillable ? 1 : 0, failed: 1, lastFailure: reason });
    this.schedule();
  }

  /** Writes everything that was given until now. */
  async catchUp(): Promise<void> {
    await this.flushing;
    await this.flush();
  }

  /** Writes everything that is left. */
  async close(): Promise<void> {
    while (this.flushing || this.pending.length > 0 || this.spent.size > 0) await this.flush();
  }

  private spend(runId: string, by: Omit<Spent, 'runId'>): void {
    const sum = this.spent.get(runId) ?? { ...nothing, runId };
    this.spent.set(runId, {
      runId,
      calls: sum.calls + by.calls,
      failed: sum.failed + by.failed,
      promptTokens: sum.promptTokens + by.promptTokens,
      completionTokens: sum.completionTokens + by.completionTokens,
      costPicos: sum.costPicos + by.costPicos,
      lastFailure: by.lastFailure ?? sum.lastFailure,
    });
  }

  private schedule(): void {
    if (this.flushing) return;
    if (this.pending.length >= FLUSH_ROWS) void this.flush();
    else this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS);
  }

  private flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.flushing ??= this.flushOnce().finally(() => {
      this.flushing = null;
      if (this.pending.length > 0 || this.spent.size > 0) this.schedule();
    });
    return this.flushing;
  }

  private async flushOnce(): Promise<void> {
    const rows = this.pending.splice(0, 4 * FLUSH_ROWS);
    const spent = [...this.spent.values()];
    this.spent = new Map();
    try {
      await this.store(rows, spent);
      for (const { settle } of rows) settle(null);
    } catch (error) {
      if (await this.isAway()) {
        this.requeue(rows, spent);
        await sleep(AWAY_MS);
      } else {
        // Postgres is reachable but refuses one of the rows. The others can still be written.
        await this.storeOneByOne(rows, spent, error);
      }
    }
  }

  private async store(rows: Pending[], spent: Spent[]): Promise<void> {
    for (const spending of await writeCalls(
      this.db,
      rows.map(({ row }) => row),
      spent,
    )) {
      this.onSpending(spending, spent.find(({ runId }) => runId === spending.runId) ?? nothing);
    }
  }

  private async storeOneByOne(rows: Pending[], spent: Spent[], cause: unknown): Promise<void> {
    console.error('A batch of the journal was refused; its calls are now written one by one:', cause);
    for (const { runId, calls, failed, lastFailure } of spent) {
      const answered = rows.filter(({ row }) => row.runId === runId).length;
      this.spend(runId, { ...nothing, calls: calls - answered, failed, lastFailure });
    }
    for (const pending of rows) {
      await this.store([pending], [{ runId: pending.row.runId, ...spentOnAnswer(pending.row) }])
        .then(() => pending.settle(null))
        .catch((error: unknown) => pending.settle(error));
    }
  }

  private requeue(rows: Pending[], spent: Spent[]): void {
    this.pending = [...rows, ...this.pending];
    for (const { runId, ...by } of spent) this.spend(runId, by);
  }

  private async isAway(): Promise<boolean> {
    return this.db.$queryRaw`SELECT 1`.then(
      () => false,
      () => true,
    );
  }
}
