import type { TokenizerName } from './tokenizers';

/** F of ROUGE-L from the length of the longest common subsequence and the token counts of both texts; 0 to 1. */
export type FMeasure = (common: number, count: number, otherCount: number) => number;

/**
 * F as one division, which is rounded correctly: `F > 0.7` holds exactly when `20 · common > 7 · (count + otherCount)`,
 * for any threshold that was written as a decimal number and texts of fewer than ten million tokens.
 */
const exact: FMeasure = (common, count, otherCount) => (common === 0 ? 0 : (2 * common) / (count + otherCount));

/**
 * F as `rouge_score` computes it, from a rounded precision and recall: it may be a little above or below the exact
 * value, which matters when F is exactly the threshold.
 *
 * @see google-research, rouge/scoring.py and rouge/rouge_scorer.py
 */
const rounded: FMeasure = (common, count, otherCount) => {
  if (common === 0) return 0;
  const precision = common / count;
  const recall = common / otherCount;
  return (2 * precision * recall) / (precision + recall);
};

export const rougeL: Record<TokenizerName, FMeasure> = { unicode: exact, rouge_score: rounded };
