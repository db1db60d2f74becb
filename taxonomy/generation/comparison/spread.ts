import type { Spread } from '../contract-comparison';

/** The 10th, 50th and 90th percentile, between two values in proportion (as Postgres' percentile_cont); null for none. */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const low = sorted[Math.floor(place)] ?? 0;
    const high = sorted[Math.ceil(place)] ?? low;
    return low + (high - low) * (place - Math.floor(place));
  };
  return { p10: at(0.1), median: at(0.5), p90: at(0.9) };
}
