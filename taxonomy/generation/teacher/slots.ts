import TinyQueue from 'tinyqueue';
import { StoppedError } from '../stopped-error';

/** When it is a call's turn: deeper steps first, so that rows are finished before new ones begin; then lower items. */
export type Turn = { depth: number; item: number };

type Waiting = Turn & { grant: () => void; isGone: boolean };

/**
 * The calls that a teacher may have in flight at once, and the queue for them.
 *
 * The limit gives way when the teacher says that it is too much, by a tenth at most once a second, and comes back by
 * one for each round of answers (additive increase, multiplicative decrease).
 */
export class Slots {
  inUse = 0;
  waiting = 0;
  private limit: number;
  private lastSlowedAt = 0;
  private readonly queue = new TinyQueue<Waiting>([], (a, b) => b.depth - a.depth || a.item - b.item);

  /** @param onLow Called when fewer calls wait than there are slots: time for more work. */
  constructor(
    private size: number,
    private readonly onLow: () => void = () => {},
  ) {
    this.limit = size;
  }

  /** Most calls at once. Fewer when the teacher is shared with another worker. */
  get capacity(): number {
    return this.size;
  }

  resize(size: number): void {
    if (size === this.size) return;
    this.limit = size > this.size ? size : Math.min(this.limit, size);
    this.size = size;
    this.serve();
  }

  /**
   * Waits for its turn. @returns What gives the slot back; to be called once.
   *
   * @throws The signal's reason, when it aborts while waiting.
   */
  async acquire(turn: Turn, signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) throw reasonOf(signal);
    if (this.inUse < Math.floor(this.limit) && this.waiting === 0) return this.take();
    await new Promise<void>((resolve, reject) => {
      const entry: Waiting = { ...turn, isGone: false, grant: () => {} };
      const leave = () => {
        entry.isGone = true;
        this.waiting -= 1;
        reject(reasonOf(signal));
      };
      entry.grant = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      signal.addEventListener('abort', leave, { once: true });
      this.queue.push(entry);
      this.waiting += 1;
      this.serve();
    });
    return this.release;
  }

  /** The teacher answered: the limit comes back by one for each round of answers. */
  speedUp(): void {
    this.limit = Math.min(this.size, this.limit + 1 / this.limit);
  }

  /** The teacher says that it is too much. */
  slowDown(now = performance.now()): void {
    if (now - this.lastSlowedAt < 1_000) return;
    this.lastSlowedAt = now;
    this.limit = Math.max(1, this.limit * 0.9);
  }

  private take(): () => void {
    this.inUse += 1;
    if (this.waiting < this.size) this.onLow();
    return this.release;
  }

  private readonly release = (): void => {
    this.inUse -= 1;
    this.serve();
  };

  private serve(): void {
    while (this.inUse < Math.floor(this.limit)) {
      const next = this.queue.pop();
      if (!next) break;
      if (next.isGone) continue;
      this.waiting -= 1;
      this.inUse += 1;
      next.grant();
    }
    if (this.waiting < this.size) this.onLow();
  }
}

const reasonOf = (signal: AbortSignal): unknown => signal.reason ?? new StoppedError('Stopped.');
