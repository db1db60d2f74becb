export const sampleStatuses = ['pending', 'approved', 'rejected'] as const;
export type SampleStatus = (typeof sampleStatuses)[number];

/** `undo` undoes one's own last decision; `reopen` returns a sample to review, whoever decided on it. */
export const verdicts = ['approve', 'reject', 'edit', 'undo', 'reopen'] as const;
export type Verdict = (typeof verdicts)[number];

/** Why a sample is rejected, in the order in which reasons are offered. */
export const rejectReasons = {
  wrong: 'Wrong or made up',
  not_grounded: 'Not in the source',
  off_task: 'Off task',
  unclear: 'Unclear question',
  poor_answer: 'Poorly written answer',
  too_easy: 'Too easy',
  repetitive: 'Repeats another sample',
  unsafe: 'Unsafe or private',
  other: 'Other',
} as const;
export type RejectReason = keyof typeof rejectReasons;

/** Object.keys forgets what the keys are; there are no others. */
const reasons = Object.keys(rejectReasons) as RejectReason[];

/** The reasons that can be true of a kind of sample: what came without a source cannot be missing from it. */
export const reasonsFor = (kind: 'freeform' | 'grounded' | 'knowledge'): RejectReason[] =>
  reasons.filter((reason) => reason !== 'not_grounded' || kind !== 'freeform');
