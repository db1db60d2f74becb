/** What a run has spent, and its limits. Tokens have none when `maxTokens` is null. */
export type Spend = { calls: number; maxCalls: number; tokens: number; maxTokens: number | null };

/**
 * The calls that a run may still make, as this process knows it.
 *
 * Other workers spend from the same budget; what they spent is known after each write to the journal. So the call limit
 * can be passed by no more than the calls that they have in flight. What a call costs in tokens is known when its answer
 * is there, so the token limit can be passed by what is in flight.
 */
export class RunBudget {
  private inFlight = 0;
  private unwritten = 0;

  constructor(private spend: Spend) {}

  /** Calls; 0 or less when the tokens are used up. */
  get left(): number {
    if (this.isOutOfTokens) return 0;
    return this.spend.maxCalls - this.spend.calls - this.unwritten - this.inFlight;
  }

  get isOutOfTokens(): boolean {
    const { tokens, maxTokens } = this.spend;
    return maxTokens !== null && tokens >= maxTokens;
  }

  begin(): void {
    this.inFlight += 1;
  }

  /** @param isBought Whether the call counts: it will be written to the run in a moment. */
  end(isBought: boolean): void {
    this.inFlight -= 1;
    if (isBought) this.unwritten += 1;
  }

  /** What the run has spent by now, `ours` calls of which were not yet counted there. */
  written(spend: Spend, ours: number): void {
    this.spend = spend;
    this.unwritten = Math.max(0, this.unwritten - ours);
  }
}
