import type { Delta } from '../contract';
import { Z95, type DeltaVerdict } from '../vocabulary';

type Estimate = { value: number; stderr: number | null };

/**
 * The difference of two measurements with its 95 % interval. The two are taken to be independent; measured on the same
 * questions, the true interval is narrower, so nothing is called a difference too early.
 *
 * @param isMoreBetter null when it is not known which direction is good; then nothing is called better or worse.
 */
export function compare(own: Estimate, base: Estimate, isMoreBetter: boolean | null): Delta {
  const value = own.value - base.value;
  if (own.stderr === null || base.stderr === null)
    return { base: base.value, value, low: null, high: null, verdict: 'unknown' };
  const reach = Z95 * Math.hypot(own.stderr, base.stderr);
  const low = value - reach;
  const high = value + reach;
  return { base: base.value, value, low, high, verdict: verdictOf(low, high, isMoreBetter) };
}

function verdictOf(low: number, high: number, isMoreBetter: boolean | null): DeltaVerdict {
  if (low <= 0 && high >= 0) return 'within';
  if (isMoreBetter === null) return 'unknown';
  return low > 0 === isMoreBetter ? 'better' : 'worse';
}
