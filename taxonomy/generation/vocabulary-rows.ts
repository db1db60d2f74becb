// Why rows are dropped. Apart from the other words, because few pages need them.

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
  language: 'Texts in another language than the seeds',
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
  rule_language: 'In another language than the seeds',
  rule_unseen_text: 'The question points at a text that is not there',
  rule_personal_data: 'Personal data',
  altered: 'Changed too much',
  not_evolved: 'No real change from the question before',
  prompt_copied: 'It copies the prompt',
  duplicate: 'Duplicate of another row',
  near_duplicate: 'Nearly the same as another row',
  contaminated: 'Like a text of an evaluation set',
  truncated: 'The answer was cut off at its length limit',
  thought_only: 'The teacher used all its tokens for thinking',
  surplus: 'More than requested',
  unanswered: 'The teacher refused the request',
} as const;
export type DropReason = keyof typeof dropReasons;

export const isReason = (reason: string): reason is DropReason => Object.hasOwn(dropReasons, reason);
