import { microsOf } from '../teacher/prices';

/** What a run has spent, and its limits; null for no limit. Costs are in micro-dollars. */
export type Spend = {
  calls: number;
  maxCalls: number;
  tokens: number;
  maxTokens: number | null;
  cost: number;
  maxCost: number | null;
};

/** What calls of this process have used. */
export type Use = { calls: number; tokens: number; costPicos: bigint };
export const noUse: Use = { calls: 0, tokens: 0, costPicos: 0n };

/**
 * The calls that a run may still make, as far as this process knows.
 *
 * Other workers spend from the same budget; what they spent is known after each write to the journal. So the call limit
 * can be exceeded by at most the calls that they have in flight. The tokens and the cost of a call are known only with
 * its answer, so their limits can be exceeded by the calls in flight.
 */
export class RunBudget {
  private inFlight = 0;
  private unwritten = noUse;

  constructor(private spend: Spend) {}

  /** Calls left; 0 or less when the tokens or the money are used up. */
  get left(): number {
    if (this.usedUp !== null) return 0;
    return this.spend.maxCalls - this.spend.calls - this.unwritten.calls - this.inFlight;
  }

  /** Whether more calls are left than are in flight: a call may then be sent twice, and each one may still fail once. */
  get hasReserve(): boolean {
    return this.left > this.inFlight;
  }

  /** Which limit besides that on calls is reached. */
  get usedUp(): 'token' | 'cost' | null {
    const { tokens, maxTokens, cost, maxCost } = this.spend;
    if (maxCost !== null && cost + microsOf(this.unwritten.costPicos) >= maxCost) return 'cost';
    return maxTokens !== null && tokens + this.unwritten.tokens >= maxTokens ? 'token' : null;
  }

  begin(): void {
    this.inFlight += 1;
  }

  /** @param use What the call used and the run does not count yet: it will be written in a moment. */
  end(use: Use): void {
    this.inFlight -= 1;
    this.unwritten = sum(this.unwritten, use, 1);
  }

  /** Sets what the run has spent so far. `ours` is the part of this process that was not yet counted in it. */
  written(spend: Spend, ours: Use): void {
    this.spend = spend;
    this.unwritten = sum(this.unwritten, ours, -1);
  }
}

const sum = (a: Use, b: Use, sign: 1 | -1): Use => ({
  calls: Math.max(0, a.calls + sign * b.calls),
  tokens: Math.max(0, a.tokens + sign * b.tokens),
  costPicos: max(0n, a.costPicos + BigInt(sign) * b.costPicos),
});

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
