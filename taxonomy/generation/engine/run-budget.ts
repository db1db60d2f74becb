/**
 * The calls that a run may still make, as this process knows it.
 *
 * Other workers spend from the same budget; what they spent is known after each write to the journal. So the cap can
 * be passed by no more than the calls that they have in flight.
 */
export class RunBudget {
  private inFlight = 0;
  private unwritten = 0;

  constructor(
    private spent: number,
    private cap: number,
  ) {}

  get left(): number {
    return this.cap - this.spent - this.unwritten - this.inFlight;
  }

  begin(): void {
    this.inFlight += 1;
  }

  /** @param isBought Whether the call counts: it will be written to the run in a moment. */
  end(isBought: boolean): void {
    this.inFlight -= 1;
    if (isBought) this.unwritten += 1;
  }

  /** The run stands at `spent` calls now, `ours` of which were not yet counted there. */
  written(spent: number, ours: number, cap: number): void {
    this.spent = spent;
    this.cap = cap;
    this.unwritten = Math.max(0, this.unwritten - ours);
  }
}
