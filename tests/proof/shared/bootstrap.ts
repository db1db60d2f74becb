/** A number with its 95 % interval. */
export type Estimate = { value: number; low: number; high: number };

/** Random numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The value below which this share of the values lies, between two of them in proportion. NaN for none. */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? NaN;
  const high = sorted[Math.ceil(place)] ?? low;
  return low + (high - low) * (place - Math.floor(place));
}

/**
 * How often each unit is in a sample that is drawn from them with replacement. Each stratum keeps its number of units.
 *
 * @param strata The stratum of each unit.
 */
export function resample(strata: readonly number[], random: () => number): number[] {
  const members = new Map<number, number[]>();
  for (const [unit, stratum] of strata.entries()) {
    const known = members.get(stratum);
    if (known) known.push(unit);
    else members.set(stratum, [unit]);
  }
  const weights = strata.map(() => 0);
  for (const units of members.values()) {
    for (let n = 0; n < units.length; n += 1) {
      const unit = units[Math.floor(random() * units.length)] ?? 0;
      weights[unit] = (weights[unit] ?? 0) + 1;
    }
  }
  return weights;
}

/**
 * Estimates numbers with 95 % intervals by the bootstrap: the 2.5th and the 97.5th percentile over resampled units.
 *
 * @param measure The numbers, from how often each unit counts.
 */
export function bootstrap<Name extends string>(
  strata: readonly number[],
  measure: (weights: readonly number[]) => Record<Name, number>,
  { times, seed }: { times: number; seed: number },
): Record<Name, Estimate> {
  const random = randomOf(seed);
  const values = measure(strata.map(() => 1));
  const drawn = Array.from({ length: times }, () => measure(resample(strata, random)));
  const names = Object.keys(values) as Name[];
  return Object.fromEntries(
    names.map((name) => {
      const all = drawn.map((each) => each[name]);
      return [name, { value: values[name], low: quantileOf(all, 0.025), high: quantileOf(all, 0.975) }];
    }),
  ) as Record<Name, Estimate>;
}
