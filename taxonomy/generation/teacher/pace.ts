/** Limits of a server per minute; null for none. */
export type PerMinute = { requests: number | null; tokens: number | null };

/** What a server says of its own limits with an answer. */
export type SaidLimit = { requestsLeft: number | null; tokensLeft: number | null; resetMs: number | null };

/** A part of a minute's allowance that may be used at once. */
const BURST_SECONDS = 5;
const FIRST_GUESS_TOKENS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * How many calls may begin now, by the limits per minute that people set and those that the server says.
 *
 * The tokens of a call are known only afterwards, so the average of the calls so far is reserved for it, and corrected
 * with its answer. Times are milliseconds of a clock that never goes back.
 */
export class Pace {
  private readonly requests: Allowance;
  private readonly tokens: Allowance;
  private pausedUntil = 0;
  private averageTokens = FIRST_GUESS_TOKENS;

  constructor({ requests, tokens }: PerMinute, now: number) {
    this.requests = new Allowance(requests, 1, now);
    this.tokens = new Allowance(tokens, FIRST_GUESS_TOKENS, now);
  }

  /** Sets other limits; what was used stays used. */
  limit({ requests, tokens }: PerMinute, now: number): void {
    this.requests.refillWith(requests, now);
    this.tokens.refillWith(tokens, now);
  }

  /** Calls that may begin now. */
  room(now: number): number {
    if (now < this.pausedUntil) return 0;
    const byRequests = Math.floor(this.requests.left(now));
    // What is left may be less than an average call: one call may still begin, and what it uses is caught up afterwards.
    const byTokens = Math.ceil(this.tokens.left(now) / this.averageTokens);
    return Math.max(0, Math.min(byRequests, byTokens));
  }

  /** When there may be room again, if there is none now. */
  nextRoomAt(now: number): number {
    return Math.max(this.pausedUntil, this.requests.reaches(1, now), this.tokens.reaches(1, now));
  }

  /** A call begins. @returns The tokens reserved for it. */
  begin(now: number): number {
    this.requests.take(1, now);
    this.tokens.take(this.averageTokens, now);
    return this.averageTokens;
  }

  /** @param used Its tokens; null when unknown, and the reserved ones stay spent. */
  end(reserved: number, used: number | null, now: number): void {
    if (used === null) return;
    this.tokens.take(used - reserved, now);
    this.averageTokens = Math.max(1, this.averageTokens + (used - this.averageTokens) / 20);
  }

  /** The server asks for no more calls for a while. */
  pause(forMs: number, now: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, now + Math.min(forMs, LONGEST_PAUSE_MS));
  }

  /** Follows what the server says: when nothing is left, waits until it is reset. */
  follow({ requestsLeft, tokensLeft, resetMs }: SaidLimit, now: number): void {
    if (resetMs !== null && (requestsLeft === 0 || tokensLeft === 0)) this.pause(resetMs, now);
  }
}

/** An amount that refills evenly; endless without a limit. */
class Allowance {
  private amount = Infinity;

  constructor(
    private perMinute: number | null,
    private readonly least: number,
    private at: number,
  ) {
    this.amount = this.most;
  }

  refillWith(perMinute: number | null, now: number): void {
    if (perMinute === this.perMinute) return;
    const left = this.left(now);
    this.perMinute = perMinute;
    this.amount = Math.min(left, this.most);
  }

  left(now: number): number {
    if (this.perMinute === null) return Infinity;
    this.amount = Math.min(this.most, this.amount + ((now - this.at) * this.perMinute) / 60_000);
    this.at = now;
    return this.amount;
  }

  take(amount: number, now: number): void {
    if (this.perMinute !== null) this.amount = this.left(now) - amount;
  }

  /** When at least this much is left. */
  reaches(amount: number, now: number): number {
    if (this.perMinute === null) return now;
    return now + (Math.max(0, amount - this.left(now)) * 60_000) / this.perMinute;
  }

  private get most(): number {
    return this.perMinute === null ? Infinity : Math.max(this.least, (this.perMinute * BURST_SECONDS) / 60);
  }
}
