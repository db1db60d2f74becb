/** The numbers that the practice teacher reports at /stats for benchmarks. Times are milliseconds. */
export type PracticeStats = {
  slots: number;
  calls: number;
  inFlight: number;
  maxInFlight: number;
  byPrompt: Record<string, number>;
  byFault: Record<string, number>;
  /** Calls that arrived when every slot was taken. */
  turnedAway: number;
  /** Total time that slots were in use since the first call. */
  busyMs: number;
  /** From the first call to now, and to the arrival of the last one. */
  elapsedMs: number;
  untilLastCallMs: number;
  /** From the first call to the end of the last answer so far. */
  untilLastAnswerMs: number;
  /**
   * Total time that slots were in use before the last call arrived; divided by slots × untilLastCallMs it is the
   * utilisation.
   */
  busyUntilLastCallMs: number;
};

/** Tracks the use of the slots. Costs the same for the millionth call as for the first. */
export function slotAccount(slots: number, now: () => number) {
  const fresh = () => ({
    calls: 0,
    maxInFlight: 0,
    turnedAway: 0,
    byPrompt: {} as Record<string, number>,
    byFault: {} as Record<string, number>,
    firstAt: null as number | null,
    lastCallAt: 0,
    lastAnswerAt: 0,
    busyMs: 0,
    busyUntilLastCallMs: 0,
    changedAt: 0,
  });
  let sums = fresh();
  let inFlight = 0;

  function passTime(): void {
    const at = now();
    sums.busyMs += inFlight * (at - sums.changedAt);
    sums.changedAt = at;
  }

  return {
    /** Takes a slot. Returns whether one was free. */
    enter(prompt: string): boolean {
      if (sums.firstAt === null) sums.firstAt = sums.changedAt = now();
      passTime();
      if (inFlight >= slots) {
        sums.turnedAway += 1;
        return false;
      }
      inFlight += 1;
      sums.calls += 1;
      sums.byPrompt[prompt] = (sums.byPrompt[prompt] ?? 0) + 1;
      sums.maxInFlight = Math.max(sums.maxInFlight, inFlight);
      sums.lastCallAt = sums.changedAt;
      sums.busyUntilLastCallMs = sums.busyMs;
      return true;
    },
    leave(): void {
      passTime();
      inFlight -= 1;
      sums.lastAnswerAt = sums.changedAt;
    },
    countFault(fault: string): void {
      sums.byFault[fault] = (sums.byFault[fault] ?? 0) + 1;
    },
    reset(): void {
      sums = fresh();
    },
    read(): PracticeStats {
      if (sums.firstAt !== null) passTime();
      const { calls, maxInFlight, byPrompt, byFault, turnedAway, busyMs, busyUntilLastCallMs, firstAt } = sums;
      const elapsedMs = firstAt === null ? 0 : sums.changedAt - firstAt;
      const untilLastCallMs = firstAt === null ? 0 : sums.lastCallAt - firstAt;
      const untilLastAnswerMs = firstAt === null ? 0 : Math.max(0, sums.lastAnswerAt - firstAt);
      return {
        slots,
        calls,
        inFlight,
        maxInFlight,
        byPrompt,
        byFault,
        turnedAway,
        busyMs,
        elapsedMs,
        untilLastCallMs,
        untilLastAnswerMs,
        busyUntilLastCallMs,
      };
    },
  };
}
