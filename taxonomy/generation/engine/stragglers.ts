const LOOK_MS = 200;

/** After how long a call is unusually slow; null while that is not known. */
type AfterMs = () => number | null;
type Watched = { since: number; afterMs: AfterMs; ask: () => void };

/**
 * Calls in flight that may turn out unusually slow. When slots are idle, such a call is sent a second time; the first
 * answer is used.
 */
export class Stragglers {
  /** In the order in which they began. */
  private readonly watched = new Set<Watched>();
  private timer: NodeJS.Timeout | null = null;

  /** @param hasIdleSlot Whether a call could begin now without taking another one's turn. */
  constructor(private readonly hasIdleSlot: () => boolean) {}

  /** @param ask Called at most once. @returns Ends the watch. */
  watch(afterMs: AfterMs, ask: () => void): () => void {
    const entry = { since: performance.now(), afterMs, ask };
    this.watched.add(entry);
    this.timer ??= setInterval(() => this.look(), LOOK_MS).unref();
    return () => this.watched.delete(entry);
  }

  private look(): void {
    if (this.watched.size === 0 && this.timer) {
      clearInterval(this.timer);
      this.timer = null;
    }
    const now = performance.now();
    for (const entry of this.watched) {
      if (!this.hasIdleSlot()) return;
      if (now - entry.since < (entry.afterMs() ?? Infinity)) continue;
      this.watched.delete(entry);
      entry.ask();
    }
  }
}
