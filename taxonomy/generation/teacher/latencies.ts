/** The latest latencies of one size of request. */
type Measured = {
  ring: number[];
  next: number;
  sinceSorted: number;
  usualMaxMs: number;
  /** How many were measured in all, and how many are in flight. */
  count: number;
  inFlight: number;
};

const KEPT = 256;
const ENOUGH = 12;
const SORT_EVERY = 16;
const QUANTILE = 0.95;
/** A call that takes this many times the 95th percentile is given up and sent again. */
const LIMIT_FACTOR = 4;
/** A call that takes this many times the 95th percentile is sent a second time, if slots are idle. */
const STRAGGLER_FACTOR = 1.5;
const LEAST_LIMIT_MS = 5_000;
const LEAST_STRAGGLER_MS = 2_000;

/**
 * How long a teacher's calls take, by the size of the answer they ask for, and what follows for the next ones.
 *
 * The 95th percentile of the latest calls is used, because one hung call does not change it. A call that was cut off is
 * recorded as well, with the time it had: when more than a twentieth are cut off, the limit rises by itself.
 *
 * The first answers of many calls that began together are the quickest ones. So nothing is concluded before as many calls
 * have ended as are in flight.
 */
export class Latencies {
  /** Indexed by the power of two of the requested tokens. */
  private readonly bySize: (Measured | undefined)[] = [];

  begin(tokens: number): void {
    this.of(tokens).inFlight += 1;
  }

  /** @param ms How long the call took; null when that says nothing, such as after a refusal. */
  end(tokens: number, ms: number | null): void {
    const measured = this.of(tokens);
    measured.inFlight -= 1;
    if (ms === null) return;
    measured.count += 1;
    measured.ring[measured.next] = ms;
    measured.next = (measured.next + 1) % KEPT;
    measured.sinceSorted += 1;
    if (measured.ring.length <= ENOUGH || measured.sinceSorted >= SORT_EVERY) sort(measured);
  }

  private of(tokens: number): Measured {
    return (this.bySize[sizeOf(tokens)] ??= {
      ring: [],
      next: 0,
      sinceSorted: 0,
      usualMaxMs: 0,
      count: 0,
      inFlight: 0,
    });
  }

  /**
   * The time limit for a request.
   *
   * @param timeouts How often this request has already reached a limit: the second one is longer, the third is the
   *   teacher's own.
   * @returns Null while too little is known: the teacher's own limit holds.
   */
  limitMs(tokens: number, timeouts: number): number | null {
    const usual = this.usualMaxMs(tokens);
    if (usual === null || timeouts > 1) return null;
    return Math.round(Math.max(usual * LIMIT_FACTOR, LEAST_LIMIT_MS) * (timeouts === 0 ? 1 : 3));
  }

  /** After how long a call is unusually slow; null while too little is known. */
  stragglerAfterMs(tokens: number): number | null {
    const usual = this.usualMaxMs(tokens);
    return usual === null ? null : Math.max(usual * STRAGGLER_FACTOR, LEAST_STRAGGLER_MS);
  }

  /**
   * Of requests of this size; while too few are known, of larger ones, which take longer if anything, or of smaller ones,
   * as if an answer of twice the tokens took twice the time.
   */
  private usualMaxMs(tokens: number): number | null {
    const own = sizeOf(tokens);
    for (let size = own; size < this.bySize.length; size += 1) {
      const known = this.knownOf(size);
      if (known !== null) return known;
    }
    for (let size = own - 1; size >= 0; size -= 1) {
      const known = this.knownOf(size);
      if (known !== null) return known * 2 ** (own - size);
    }
    return null;
  }

  private knownOf(size: number): number | null {
    const measured = this.bySize[size];
    return measured && measured.count >= Math.max(ENOUGH, measured.inFlight) ? measured.usualMaxMs : null;
  }
}

function sort(measured: Measured): void {
  const sorted = measured.ring.toSorted((a, b) => a - b);
  measured.usualMaxMs = sorted[Math.floor((sorted.length - 1) * QUANTILE)] ?? 0;
  measured.sinceSorted = 0;
}

const sizeOf = (tokens: number): number => Math.ceil(Math.log2(Math.max(1, tokens)));
