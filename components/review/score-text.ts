/**
 * “2 of 3 (3 is best)”: a judge's grade, on a scale from worst to best, such as “1 to 3”. A judge that only says yes or
 * no gives no number, and has said yes to everything that became a sample.
 */
export function scoreText(score: number | null, scale: string): string {
  if (score === null) return scale === 'yes or no' ? 'yes' : scale;
  const best = /^\d+ to (\d+)$/.exec(scale)?.[1];
  return best ? `${score} of ${best} (${best} is best)` : `${score} (${scale})`;
}
