/**
 * What a sample is for training: its branch, and for all but compositional skills the length of its answer. The order is
 * that of LAB's training.
 */
export const parts = [
  'knowledge_short',
  'knowledge_long',
  'foundational_short',
  'foundational_long',
  'compositional',
] as const;
export type Part = (typeof parts)[number];

export const splits = ['train', 'validation', 'test'] as const;
export type Split = (typeof splits)[number];

// Limits for what people type, used by the contract and the form fields.
export const maxPhases = 12;
export const maxReplays = 12;
export const maxPhaseName = 60;
export const maxBalancedRows = 10_000_000;
/** A validation or test split has at most half of the rows. */
export const maxSplit = 0.5;
/** Both together leave something to train on. */
export const maxHeldOut = 0.8;
/** The key of a phase names its files. */
export const phaseKeyPattern = /^[a-z][a-z0-9_]{0,39}$/;
export const maxDatasetName = 100;
export const maxAbout = 5_000;
export const maxShortAnswerTokens = 100_000;
export const maxOrderSeed = 100;
/** Characters of a system prompt and of a chat template. */
export const maxPrompt = 20_000;

/** The allowed characters of a dataset's name, which becomes part of file names. */
export const datasetNamePattern = /^[A-Za-z0-9][A-Za-z0-9._ -]*$/;
export const datasetNameFault =
  'Start with a letter or digit. Use only letters, digits, spaces, dots, underscores and dashes.';

/** Rows whose texts have a ROUGE-L F over this stay in one split. */
export const splitThreshold = 0.7;
/** With more rows than this, only the same passage, seed and text keep rows in one split. */
export const mostComparedForSplits = 200_000;
