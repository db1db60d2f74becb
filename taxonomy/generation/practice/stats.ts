/** What the practice teacher tells at /stats; benchmarks read it. Times are milliseconds. */
export type PracticeStats = {
  slots: number;
  calls: number;
  inFlight: number;
  maxInFlight: number;
  byPrompt: Record<string, number>;
  byFault: Record<string, number>;
  /** Calls that came when every slot was taken. */
  turnedAway: number;
  /** Slot time that calls have filled since the first one. */
  busyMs: number;
  /** From the first call to now, and to the moment when the last one came in. */
  elapsedMs: number;
  untilLastCallMs: number;
  /** Slot time that was filled until the last call came in; over slots × untilLastCallMs it is the share that was used. */
  busyUntilLastCallMs: number;
};

/** Keeps account of the slots. Costs the same for the millionth call as for the first. */
export function slotAccount(slots: number, now: () => number) {
  const fresh = () => ({
    calls: 0,
    maxInFlight: 0,
    turnedAway: 0,
    byPrompt: {} as Record<string, number>,
    byFault: {} as Record<string, number>,
    firstAt: null as number | null,
    lastCallAt: 0,
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
    /** Takes a slot, or says that none is free. */
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
    },
    struck(fault: string): void {
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
        busyUntilLastCallMs,
      };
    },
  };
}
