/** Kinds of harm that the safety check looks for, in the order in which they are named. */
export const safetyCategories = {
  violence: 'Violence or self-harm',
  sexual: 'Sexual content',
  hate: 'Hate',
  personal_data: 'Personal data',
  advice: 'Medical, legal or financial advice',
  malicious_code: 'Malicious code',
} as const;
export type SafetyCategory = keyof typeof safetyCategories;

/** Faults that are found without a model. A run can switch each of them off. */
export const ruleLabels = {
  length: 'Empty or very long texts',
  leftovers: 'Leftovers of prompts and templates',
  refusal: 'Answers that decline',
  self_reference: 'Answers that speak of themselves as a model',
  repetition: 'Texts that repeat themselves',
  echo: 'Answers that only repeat the question',
  unseen_text: 'Questions about a text that is not there',
  personal_data: 'E-mail addresses, phone, card and account numbers',
} as const;
export type RuleName = keyof typeof ruleLabels;
export const ruleNames = Object.keys(ruleLabels) as [RuleName, ...RuleName[]];

/** Why a row left a pipeline. `unparseable` means that an answer could not be read; its meaning is never guessed. */
export const dropReasons = {
  unparseable: 'The teacher’s reply could not be read',
  refused: 'The teacher declined or found nothing to ask',
  judged_bad: 'Rejected by the judge',
  unsafe_violence: 'Unsafe: violence or self-harm',
  unsafe_sexual: 'Unsafe: sexual content',
  unsafe_hate: 'Unsafe: hate',
  unsafe_personal_data: 'Unsafe: personal data',
  unsafe_advice: 'Unsafe: medical, legal or financial advice',
  unsafe_malicious_code: 'Unsafe: malicious code',
  rule_length: 'Empty or too long',
  rule_leftovers: 'Leftovers of a prompt or template',
  rule_refusal: 'The answer declines',
  rule_self_reference: 'The answer speaks of itself as a model',
  rule_repetition: 'It repeats itself',
  rule_echo: 'The answer only repeats the question',
  rule_unseen_text: 'The question points at a text that is not there',
  rule_personal_data: 'Personal data',
  altered: 'Changed too much',
  duplicate: 'Duplicate of another row',
  truncated: 'The answer was cut off at its length limit',
  thought_only: 'The teacher used all its tokens for thinking',
  surplus: 'More than requested',
  unanswered: 'The teacher refused the request',
} as const;
export type DropReason = keyof typeof dropReasons;

export const isReason = (reason: string): reason is DropReason => Object.hasOwn(dropReasons, reason);

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
  timeoutSeconds: 3_600,
  /** The extra request fields, as JSON. */
  extraFields: 4_000,
  /** Samples requested in each leaf. */
  target: 100_000,
  randomSeed: 100,
  calls: 10_000_000,
  tokens: 1_000_000_000_000,
} as const;

/** A complete name of an environment variable. */
export const variablePattern = '[A-Za-z_][A-Za-z0-9_]*';
