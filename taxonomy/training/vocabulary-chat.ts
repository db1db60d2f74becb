/** Which answer was better. */
export const chatChoices = ['left', 'right', 'both', 'neither'] as const;
export type ChatChoice = (typeof chatChoices)[number];

export const chatLimits = {
  /** Questions of one conversation. */
  turns: 20,
  question: 20_000,
  answer: 100_000,
  /** Characters of a whole conversation. */
  characters: 400_000,
  /** Tokens of one answer. */
  answerTokens: 2_048,
  /** Pairs of models in the summary. */
  pairs: 50,
} as const;
