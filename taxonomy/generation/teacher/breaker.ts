/** While a server is not asked: since when, when it is tried next, and why. Times are milliseconds since 1970. */
export type OpenBreaker = { since: number; nextTryAt: number; reason: string };

const REMEMBERED_MS = 30_000;
const LEAST_OUTCOMES = 10;
const MAX_FAILED = 0.5;
const LONGEST_PAUSE_MS = 30_000;

/**
 * A circuit breaker: when more than half of a server's calls of the last 30 s failed, it is not asked for a while. Then
 * one call tries whether it works again; the pause doubles each time that it does not.
 */
export class Breaker {
  private outcomes: { at: number; isFailure: boolean }[] = [];
  private pauseMs = 0;
  private open: OpenBreaker | null = null;
  private isTrying = false;

  /** @param firstPauseMs The pause after it opened for the first time. */
  constructor(private readonly firstPauseMs = 2_000) {}

  get state(): OpenBreaker | null {
    return this.open;
  }

  /** One call is finding out whether the server works again. */
  get isHalfOpen(): boolean {
    return this.open !== null && this.isTrying;
  }

  /** Whether any number of calls may be made, one to try, or none. */
  allows(now: number): 'all' | 'one' | 'none' {
    if (!this.open) return 'all';
    return this.isTrying || now < this.open.nextTryAt ? 'none' : 'one';
  }

  /** A call begins. */
  begin(): void {
    if (this.open) this.isTrying = true;
  }

  /** A call was answered, even if with a refusal: the server works. */
  succeed(now: number): void {
    if (this.open) {
      this.open = null;
      this.isTrying = false;
      this.outcomes = [];
      this.pauseMs = 0;
    }
    this.note(now, false);
  }

  /** A call was left without an outcome: it says nothing about the server. */
  leave(): void {
    this.isTrying = false;
  }

  fail(now: number, reason: string): void {
    if (this.open) {
      // Calls from before it opened may still fail; only the one that tries counts.
      if (!this.isTrying) return;
      this.isTrying = false;
      this.trip(now, this.open.since, reason);
      return;
    }
    this.note(now, true);
    const failed = this.outcomes.filter(({ isFailure }) => isFailure).length;
    if (this.outcomes.length >= LEAST_OUTCOMES && failed / this.outcomes.length > MAX_FAILED)
      this.trip(now, now, reason);
  }

  private trip(now: number, since: number, reason: string): void {
    this.pauseMs = this.pauseMs === 0 ? this.firstPauseMs : Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
    this.open = { since, nextTryAt: now + this.pauseMs, reason };
    this.outcomes = [];
  }

  private note(at: number, isFailure: boolean): void {
    this.outcomes.push({ at, isFailure });
    const oldest = at - REMEMBERED_MS;
    if (this.outcomes.length > 4 * LEAST_OUTCOMES || (this.outcomes[0]?.at ?? at) < oldest)
      this.outcomes = this.outcomes.slice(-2 * LEAST_OUTCOMES).filter((each) => each.at >= oldest);
  }
}
