/** What judges without a number say, on each scale. */
const verdicts: Record<string, { good: string; bad: string }> = {
  'yes or no': { good: 'yes', bad: 'no' },
  'safe or not': { good: 'safe', bad: 'not safe' },
};

/** What a judge on this scale says about good and bad rows, in a word. */
export const wordsOf = (scale: string): { good: string; bad: string } => verdicts[scale] ?? { good: 'yes', bad: 'no' };

/**
 * “2 of 3 (3 is best)”: a judge's grade, on a scale from worst to best, such as “1 to 3”.
 *
 * @param isGood Whether the row stayed. Judges without a number have said “yes” or “safe” about every row that did.
 */
export function scoreText(score: number | null, scale: string, isGood = true): string {
  if (score === null) return verdicts[scale]?.[isGood ? 'good' : 'bad'] ?? scale;
  const best = /^\d+ to (\d+)$/.exec(scale)?.[1];
  return best ? `${score} of ${best} (${best} is best)` : `${score} (${scale})`;
}
