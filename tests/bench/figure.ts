/** One measured number, with its reference from the same run. */
export type Figure = {
  bench: string;
  metric: string;
  value: number;
  unit: string;
  /** The reference measured in the same run, and the ratio to it; null if there is none. */
  against: string | null;
  ratio: number | null;
  goal: string;
  holds: boolean;
};

/** The quantile of the values; `share` is from 0 to 1. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
