import TinyQueue from 'tinyqueue';
import { StoppedError } from '../stopped-error';

/**
 * Which run a call belongs to, and what decides its turn. Runs get the slots evenly. Within a run deeper steps go
 * first, so that rows are finished before new ones begin. But every other slot goes to the earliest step, so that no
 * item starts its chain of calls only at the end of the run, when most slots are idle. Within one step, lower items go
 * first.
 */
export type Turn = { run: string; depth: number; item: number };

type Waiting = Turn & { grant: () => void; isGone: boolean };

const EARLIEST_EVERY = 2;

/** The calls of one run: those that wait, and how many have a slot. */
class Line {
  inUse = 0;
  waiting = 0;
  private served = 0;
  /** Indexed by depth. */
  private readonly queues: TinyQueue<Waiting>[] = [];

  add(entry: Waiting): void {
    while (this.queues.length <= entry.depth) this.queues.push(new TinyQueue<Waiting>([], (a, b) => a.item - b.item));
    this.queues[entry.depth]?.push(entry);
    this.waiting += 1;
  }

  leave(entry: Waiting): void {
    entry.isGone = true;
    this.waiting -= 1;
  }

  next(): Waiting | undefined {
    this.served += 1;
    const isEarliest = this.served % EARLIEST_EVERY === 0;
    for (const queue of isEarliest ? this.queues : this.queues.toReversed()) {
      for (let entry = queue.pop(); entry; entry = queue.pop()) {
        if (entry.isGone) continue;
        this.waiting -= 1;
        return entry;
      }
    }
    return undefined;
  }
}

/** The calls that a teacher may have in flight at once, and the queue for them. */
export class Slots {
  inUse = 0;
  waiting = 0;
  /** By run; the one that was served last is at the end. */
  private readonly lines = new Map<string, Line>();

  /**
   * @param onLow Called when fewer calls wait than there are slots, or none of a run: time for more work.
   * @param takes How many calls the teacher's servers take now, with those in flight; `serve` when that changes.
   */
  constructor(
    private size: number,
    private readonly onLow: () => void = () => {},
    private readonly takes: () => number = () => Infinity,
  ) {}

  /** The maximum number of parallel calls. Lower when the teacher is shared with another worker. */
  get capacity(): number {
    return this.size;
  }

  /** The numbers of one run: calls that have a slot, and calls that wait for one. */
  of(run: string): { inUse: number; waiting: number } {
    const { inUse, waiting } = this.lines.get(run) ?? { inUse: 0, waiting: 0 };
    return { inUse, waiting };
  }

  /** Whether a call could begin at once, and nobody waits for it. */
  get isIdle(): boolean {
    return this.waiting === 0 && this.hasRoom();
  }

  resize(size: number): void {
    if (size === this.size) return;
    this.size = size;
    this.serve();
  }

  /**
   * Waits for its turn. @returns A function that releases the slot; call it once.
   *
   * @throws The signal's reason, when it aborts while waiting.
   */
  async acquire(turn: Turn, signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) throw reasonOf(signal);
    const line = this.lineOf(turn.run);
    if (this.isIdle) {
      this.take(turn.run, line);
      if (this.waiting < this.size) this.onLow();
    } else {
      await this.wait(turn, line, signal);
    }
    return () => this.release(turn.run, line);
  }

  private wait(turn: Turn, line: Line, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const entry: Waiting = { ...turn, isGone: false, grant: () => {} };
      const leave = () => {
        line.leave(entry);
        this.waiting -= 1;
        this.forgetIdle(turn.run, line);
        reject(reasonOf(signal));
      };
      entry.grant = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      signal.addEventListener('abort', leave, { once: true });
      line.add(entry);
      this.waiting += 1;
      this.serve();
    });
  }

  private lineOf(run: string): Line {
    const known = this.lines.get(run);
    if (known) return known;
    const line = new Line();
    this.lines.set(run, line);
    return line;
  }

  private take(run: string, line: Line): void {
    this.inUse += 1;
    line.inUse += 1;
    this.lines.delete(run);
    this.lines.set(run, line);
  }

  private release(run: string, line: Line): void {
    this.inUse -= 1;
    line.inUse -= 1;
    this.forgetIdle(run, line);
    this.serve();
    if (line.waiting === 0 && this.waiting >= this.size) this.onLow();
  }

  private forgetIdle(run: string, line: Line): void {
    if (line.inUse === 0 && line.waiting === 0) this.lines.delete(run);
  }

  /** Gives free slots to calls that wait. */
  serve(): void {
    while (this.waiting > 0 && this.hasRoom()) {
      const [run, line] = this.neediest() ?? [];
      const next = line?.next();
      if (run === undefined || !line || !next) break;
      this.waiting -= 1;
      this.take(run, line);
      next.grant();
    }
    if (this.waiting < this.size) this.onLow();
  }

  private hasRoom(): boolean {
    return this.inUse < this.size && this.inUse < this.takes();
  }

  /** Of the runs with waiting calls, the one with the fewest slots; of several, the one that has waited longest. */
  private neediest(): [string, Line] | undefined {
    let found: [string, Line] | undefined;
    for (const [run, line] of this.lines) {
      if (line.waiting > 0 && (!found || line.inUse < found[1].inUse)) found = [run, line];
    }
    return found;
  }
}

const reasonOf = (signal: AbortSignal): unknown => signal.reason ?? new StoppedError('Stopped.');
