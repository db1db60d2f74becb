import { DomainError } from '@/taxonomy/errors';

type Options = {
  /** How many run at the same time, over all people. */
  atOnce: number;
  /** How many more can wait; further requests are refused. */
  waiting?: number;
  /**
   * How to treat a second request of the same person while the first one runs or waits. `newest` cancels the first, for
   * previews; `in turn` waits for it, for writes.
   */
  samePerson: 'newest' | 'in turn';
};

type Task = { personId: string; start: () => void; cancel: (reason: Error) => void };

/**
 * Limits heavy work: one request per person, few at once, and none for clients that have disconnected.
 *
 * Create one for each kind of work, beside its route:
 * `const previews = new Limiter({ atOnce: 2, samePerson: 'newest' })`.
 */
export class Limiter {
  private readonly running = new Set<Task>();
  private readonly waiting: Task[] = [];

  constructor(private readonly options: Options) {}

  /**
   * Runs `work` when its turn comes.
   *
   * @param caller.signal Aborted when the client disconnects: `request.signal`.
   * @param work Gets a signal that aborts when the client disconnects or a newer request replaces this one. The turn
   * ends when the work does, so the work should react to the signal.
   * @throws DomainError `rate_limited` when too many requests wait, or a newer request of the same person replaced this
   * one.
   */
  async run<T>(
    { personId, signal }: { personId: string; signal: AbortSignal },
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    if (this.options.samePerson === 'newest') this.cancelAllOf(personId);
    if (this.waiting.length >= (this.options.waiting ?? 20)) throw tooMany();
    const replaced = new AbortController();
    const either = AbortSignal.any([signal, replaced.signal]);
    const task: Task = { personId, start: () => {}, cancel: (reason) => replaced.abort(reason) };
    const left = new Promise<never>((_, reject) => {
      either.addEventListener('abort', () => reject(either.reason), { once: true });
    });
    const turn = new Promise<void>((resolve) => (task.start = resolve));
    this.waiting.push(task);
    this.startNext();
    try {
      await Promise.race([turn, left]);
    } catch (error) {
      this.end(task);
      throw error;
    }
    const working = (async () => work(either))().finally(() => this.end(task));
    // Reject at once when the client left or was replaced, while the work is still cleaning up.
    return Promise.race([working, left]);
  }

  private cancelAllOf(personId: string): void {
    for (const task of [...this.running, ...this.waiting])
      if (task.personId === personId) task.cancel(replacedByNewer());
  }

  private startNext(): void {
    while (this.running.size < this.options.atOnce) {
      const active = new Set([...this.running].map(({ personId }) => personId));
      const index = this.waiting.findIndex(({ personId }) => !active.has(personId));
      const [next] = index < 0 ? [] : this.waiting.splice(index, 1);
      if (!next) return;
      this.running.add(next);
      next.start();
    }
  }

  private end(task: Task): void {
    const index = this.waiting.indexOf(task);
    if (index >= 0) this.waiting.splice(index, 1);
    this.running.delete(task);
    this.startNext();
  }
}

const tooMany = () =>
  new DomainError('rate_limited', 'Too many people are doing this right now. Try again in a few seconds.', {
    detail: { retryAfterSeconds: 5 },
  });

const replacedByNewer = () =>
  new DomainError('rate_limited', 'A newer request of yours replaced this one.', {
    detail: { retryAfterSeconds: 1 },
  });
