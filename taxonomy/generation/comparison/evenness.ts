/**
 * Entropy of rows over leaves, divided by the highest that so many leaves allow.
 *
 * @param sumOfNLogN The sum of n · ln n over the leaves with n rows.
 * @param leaves All leaves that could have rows, not only those that do.
 * @returns From 0 (one leaf has all rows) to 1 (all leaves have as many); null without rows or with one leaf.
 */
export function evennessOf(rows: number, sumOfNLogN: number, leaves: number): number | null {
  if (rows === 0 || leaves < 2) return null;
  const entropy = Math.log(rows) - sumOfNLogN / rows;
  return Math.min(1, Math.max(0, entropy / Math.log(leaves)));
}
