import { setImmediate } from 'node:timers/promises';

/** How long a piece of work keeps the process from answering requests. */
const SLICE_MS = 12;

/** Lets long work take turns with requests, be cancelled, and say how far it is. */
export class Pace {
  #since = performance.now();
  #done = 0;

  /** @param report Called at each pause with the number of steps done. */
  constructor(
    private readonly signal: AbortSignal,
    private readonly report: (done: number) => void,
  ) {}

  /** Call after each small step. Pauses when the slice is over. @throws the signal's reason when it is aborted. */
  async step(): Promise<void> {
    this.#done += 1;
    if (performance.now() - this.#since < SLICE_MS) return;
    this.report(this.#done);
    await setImmediate();
    this.signal.throwIfAborted();
    this.#since = performance.now();
  }
}
