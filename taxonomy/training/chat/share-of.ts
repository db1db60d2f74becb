import { Z95 } from '../vocabulary';

/** A share with its 95 % interval (Wilson), which holds for few votes too; null without votes. */
export function shareOf(wins: number, of: number): { value: number; low: number; high: number } | null {
  if (of === 0) return null;
  const value = wins / of;
  const z2 = Z95 ** 2 / of;
  const middle = (value + z2 / 2) / (1 + z2);
  const reach = (Z95 / (1 + z2)) * Math.sqrt((value * (1 - value)) / of + z2 / (4 * of));
  return { value, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}
