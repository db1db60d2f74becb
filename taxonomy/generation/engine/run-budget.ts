/** What a run has spent, and its limits. There is no token limit when `maxTokens` is null. */
export type Spend = { calls: number; maxCalls: number; tokens: number; maxTokens: number | null };

/**
 * The calls that a run may still make, as far as this process knows.
 *
 * Other workers spend from the same budget; what they spent is known after each write to the journal. So the call limit
 * can be exceeded by at most the calls that they have in flight. The tokens of a call are known only with its answer,
 * so the token limit can be exceeded by the calls in flight.
 */
export class RunBudget {
  private inFlight = 0;
  private unwritten = 0;

  constructor(private spend: Spend) {}

  /** Calls left; 0 or less when the tokens are used up. */
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

  /** @param isBillable Whether the call counts: it will be written to the run in a moment. */
  end(isBillable: boolean): void {
    this.inFlight -= 1;
    if (isBillable) this.unwritten += 1;
  }

  /** Sets what the run has spent so far. `ours` calls of this process were not yet counted in it. */
  written(spend: Spend, ours: number): void {
    this.spend = spend;
    this.unwritten = Math.max(0, this.unwritten - ours);
  }
}
