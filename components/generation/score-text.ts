/** What judges without a number have said about everything that became a sample. */
const saidOfSamples: Record<string, string> = { 'yes or no': 'yes', 'safe or not': 'safe' };

/** “2 of 3 (3 is best)”: a judge's grade, on a scale from worst to best, such as “1 to 3”. */
export function scoreText(score: number | null, scale: string): string {
  if (score === null) return saidOfSamples[scale] ?? scale;
  const best = /^\d+ to (\d+)$/.exec(scale)?.[1];
  return best ? `${score} of ${best} (${best} is best)` : `${score} (${scale})`;
}
