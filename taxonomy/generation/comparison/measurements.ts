import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Database } from '@/prisma/client';
import { DomainError } from '../../errors';
import { getNode } from '../../tree/nodes';
import type { MeasuresAnswer, MeasuresQuery, RunMeasures } from '../contract-comparison';
import { getRunSummary } from '../runs/get-run';
import { measureRun } from './measure-run';
import { stampOf } from './repository-texts';

type Options = {
  /** How many runs are measured at the same time, and how many more may wait. */
  atOnce: number;
  waiting: number;
  /** A request is answered after this time at the latest. */
  answerMs: number;
  /** The work ends when nobody has asked for this long. */
  leftMs: number;
  /** A result this young is given out even if the run has got more rows since: else a busy run would never have one. */
  freshMs: number;
};

type Task = {
  controller: AbortController;
  progress: { done: number; total: number } | null;
  result: Promise<RunMeasures>;
  left: NodeJS.Timeout;
};

type Measured = { stamp: string; at: number; measures: RunMeasures };

const CACHED = 500;

/**
 * Measures runs beside the requests that ask for it. People ask again until the result is there; when all have left, the
 * work ends. A result is kept for as long as the run has the same rows.
 */
export class Measurements {
  readonly #tasks = new Map<string, Task>();
  readonly #results = new LRUCache<string, Measured>({ max: CACHED });
  readonly #turns: (() => void)[] = [];
  #running = 0;

  constructor(private readonly options: Options) {}

  /** How many runs are being measured, or wait for it. */
  get active(): number {
    return this.#tasks.size;
  }

  /**
   * The measures of a run, or how far they are.
   *
   * @throws DomainError `not_found` for the run or the node; `rate_limited` when too many wait.
   */
  async look(db: Database, runId: string, { node, rows }: MeasuresQuery): Promise<MeasuresAnswer> {
    await getRunSummary(db, runId);
    const path = node === undefined ? null : (await getNode(db, node)).path;
    const stamp = await stampOf(db, { runId, path });
    const key = `${runId} ${path ?? ''} ${rows}`;
    const known = this.#results.get(key);
    const { answerMs, freshMs } = this.options;
    if (known && (known.stamp === stamp || performance.now() - known.at < freshMs)) {
      return { state: 'done', measures: known.measures };
    }
    const task =
      this.#tasks.get(key) ?? this.#begin(key, stamp, (work) => measureRun(db, { runId, path }, { rows, ...work }));
    task.left.refresh();
    const measures = await Promise.race([task.result, sleep(answerMs, null, { ref: false })]);
    if (measures) return { state: 'done', measures };
    return task.progress ? { state: 'measuring', ...task.progress } : { state: 'waiting' };
  }

  #begin(key: string, stamp: string, measure: Measure): Task {
    const { atOnce, waiting, leftMs } = this.options;
    if (this.#tasks.size >= atOnce + waiting) throw tooMany();
    const controller = new AbortController();
    const { signal } = controller;
    const task: Task = {
      controller,
      progress: null,
      left: setTimeout(() => controller.abort(new Error('Nobody waits for it any more.')), leftMs).unref(),
      result: this.#inTurn(signal, () =>
        measure({ signal, report: (done, total) => (task.progress = { done, total }) }),
      ),
    };
    this.#tasks.set(key, task);
    const store = async () => {
      try {
        this.#results.set(key, { stamp, measures: await task.result, at: performance.now() });
      } catch {
        // Whoever waits gets the error from `result`.
      } finally {
        clearTimeout(task.left);
        this.#tasks.delete(key);
      }
    };
    void store();
    return task;
  }

  async #inTurn<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    while (this.#running >= this.options.atOnce) await new Promise<void>((resolve) => this.#turns.push(resolve));
    this.#running += 1;
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      this.#running -= 1;
      this.#turns.shift()?.();
    }
  }
}

type Measure = (work: { signal: AbortSignal; report: (done: number, total: number) => void }) => Promise<RunMeasures>;

const tooMany = () =>
  new DomainError('rate_limited', 'Too many runs are being measured right now. Try again in a minute.', {
    detail: { retryAfterSeconds: 60 },
  });

/** Those of this process. */
export const measurements = new Measurements({
  atOnce: 1,
  waiting: 20,
  answerMs: 800,
  leftMs: 10_000,
  freshMs: 15_000,
});
