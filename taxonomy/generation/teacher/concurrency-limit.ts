/** Refusals up to this share of calls are noise of the server, not its limit: fewer calls would not avoid them. */
const NOISE = 0.08;
const LEAST_WINDOW = 24;
const LEAST_REFUSED = 3;

/**
 * How many calls a server takes at once, found by trying (additive increase, multiplicative decrease).
 *
 * Counts a round of outcomes. When more than a few of them were refused as too many, the limit goes down by a tenth; by
 * half when most were. It comes back by one for each round of answers.
 */
export class ConcurrencyLimit {
  private limit: number;
  private answered = 0;
  private refused = 0;
  private refusedInARow = 0;

  constructor(private size: number) {
    this.limit = size;
  }

  get now(): number {
    return Math.floor(this.limit);
  }

  resize(size: number): void {
    if (size === this.size) return;
    this.limit = size > this.size ? size : Math.min(this.limit, size);
    this.size = size;
  }

  onAnswer(): void {
    this.refusedInARow = 0;
    this.answered += 1;
    this.limit = Math.min(this.size, this.limit + 1 / this.limit);
    this.endRound();
  }

  /** @returns Whether the server refuses everything for now. */
  onRefusal(): boolean {
    this.refused += 1;
    this.refusedInARow += 1;
    this.endRound();
    return this.refusedInARow >= LEAST_REFUSED;
  }

  private endRound(): void {
    const total = this.answered + this.refused;
    if (total < Math.max(LEAST_WINDOW, this.now)) return;
    const share = this.refused / total;
    if (this.refused >= LEAST_REFUSED && share > NOISE)
      this.limit = Math.max(1, this.limit * (share > 0.5 ? 0.5 : 0.9));
    this.answered = 0;
    this.refused = 0;
  }
}
