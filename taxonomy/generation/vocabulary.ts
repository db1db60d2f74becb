/** States of a run that is over. */
export const finalRunStates = [
  'cancelled',
  'completed',
  'completed_with_errors',
  'nothing_kept',
  'over_budget',
  'failed',
] as const;

export const runStateNames = {
  queued: 'Waiting for a worker',
  running: 'Running',
  paused: 'Paused',
  cancelling: 'Cancelling',
  cancelled: 'Cancelled',
  completed: 'Completed',
  completed_with_errors: 'Completed with errors',
  nothing_kept: 'No samples',
  over_budget: 'Stopped at its limit',
  failed: 'Failed',
} as const;
export type RunState = keyof typeof runStateNames;

export const isOver = (state: RunState): boolean => finalRunStates.some((final) => final === state);

/** Shown wherever text of the practice teacher is shown. */
export const practiceMark = 'practice, not a model';

/** The model name that the practice teacher reports. */
export const practiceModel = 'practice-teacher';

/** Rows whose ROUGE-L with an earlier one is over this are near-duplicates, unless the run says otherwise. */
export const defaultThreshold = 0.7;

/** Items that a trial runs before the others. */
export const trialItems = 20;

/**
 * A run that asks again for what judges drop is estimated at this many times the calls of asking once. It stops at that,
 * unless a person sets another limit.
 */
export const mostAsked = 4;

/** A leaf is not asked again when fewer than this share of its samples passed, of at least `asked` ones. */
export const lowYield = { share: 0.05, asked: 20 } as const;

/** The default call limit of a run: the estimate plus a reserve for retries. */
export const defaultCap = (calls: number): number => Math.ceil(calls * 1.1) + 20;

/**
 * Limits of what people can enter, used by the contract and the form fields: characters for texts, otherwise numbers.
 */
export const limits = {
  teacherName: 100,
  address: 500,
  model: 300,
  apiKey: 2_000,
  variable: 200,
  slots: 1_024,
  /** Servers of one teacher, with the first. */
  addresses: 16,
  requestsPerMinute: 1_000_000,
  tokensPerMinute: 1_000_000_000,
  timeoutSeconds: 3_600,
  /** The extra request fields, as JSON. */
  extraFields: 4_000,
  /** Tokens for thinking, on top of those for the answer. */
  thinkingTokens: 1_000_000,
  /** Extra headers: how many, and the characters of a name and of a value. */
  headers: 20,
  headerName: 100,
  headerValue: 4_000,
  /** Samples requested in each leaf. */
  target: 100_000,
  randomSeed: 100,
  pipelineName: 100,
  safetyReason: 500,
  calls: 10_000_000,
  tokens: 1_000_000_000_000,
  /** 30 days. */
  minutes: 43_200,
  /** ROUGE-L from which two rows are near-duplicates. Below the lowest, rows with little in common would go. */
  lowestThreshold: 0.3,
  evaluationSetName: 100,
  /** In all evaluation sets together. */
  evaluationTexts: 100_000,
  evaluationCharacters: 20_000_000,
  evaluationSets: 100,
} as const;

/** How much a model is asked to think; which of them it knows depends on the model. */
export const reasoningEfforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'] as const;

/** A complete name of a header. */
export const headerNamePattern = "[A-Za-z0-9!#$%&'*+.^_`\\|~\\-]+";

/** A complete name of an environment variable. */
export const variablePattern = '[A-Za-z_][A-Za-z0-9_]*';
