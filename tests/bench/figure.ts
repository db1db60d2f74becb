/** One measured number, beside what it is held against in the same run. */
export type Figure = {
  bench: string;
  metric: string;
  value: number;
  unit: string;
  /** The control or rival of the same run, and the ratio to it; null where there is none. */
  against: string | null;
  ratio: number | null;
  goal: string;
  holds: boolean;
};

/** The value below which a share of the measurements lies; `share` from 0 to 1. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
