/** What a run has spent, and its limits; null for no limit. Costs are in micro-dollars. */
export type Spend = {
  calls: number;
  maxCalls: number;
  tokens: number;
  maxTokens: number | null;
  cost: number;
  maxCost: number | null;
};

/**
 * The calls that a run may still make, as far as this process knows.
 *
 * Other workers spend from the same budget; what they spent is known after each write to the journal. So the call limit
 * can be exceeded by at most the calls that they have in flight. The tokens and the cost of a call are known only with
 * its answer, so their limits can be exceeded by the calls in flight.
 */
export class RunBudget {
  private inFlight = 0;
  private unwritten = 0;

  constructor(private spend: Spend) {}

  /** Calls left; 0 or less when the tokens or the money are used up. */
  get left(): number {
    if (this.usedUp !== null) return 0;
    return this.spend.maxCalls - this.spend.calls - this.unwritten - this.inFlight;
  }

  /** Which limit besides that on calls is reached. */
  get usedUp(): 'token' | 'cost' | null {
    const { tokens, maxTokens, cost, maxCost } = this.spend;
    if (maxCost !== null && cost >= maxCost) return 'cost';
    return maxTokens !== null && tokens >= maxTokens ? 'token' : null;
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
