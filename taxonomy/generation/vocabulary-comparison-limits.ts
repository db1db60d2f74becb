export const comparisonLimits = {
  runs: { least: 2, most: 4 },
  /** Rows of a run whose texts are measured. Of a run with more, these are chosen by a hash of their ids. */
  rows: 2_000,
  /** Words of a question, and of an answer, that are measured. */
  questionWords: 128,
  answerWords: 400,
} as const;
