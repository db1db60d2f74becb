/** `withdrawn`: taken out of the queue by a change of its run's thresholds. It is in no queue and nobody can decide it. */
export const sampleStatuses = ['pending', 'approved', 'rejected', 'withdrawn'] as const;
export type SampleStatus = (typeof sampleStatuses)[number];
/** The statuses that have a queue or list of their own. */
export const listedStatuses = ['pending', 'approved', 'rejected'] as const;
export type ListedStatus = (typeof listedStatuses)[number];

/** Samples that a person should look at first. */
export const sampleMarks = ['held', 'disputed'] as const;
export type SampleMark = (typeof sampleMarks)[number];

/** Counts of marked samples end here, so that they stay fast. */
export const mostMarked = 1_000;

/** A sample that speaks to its judge waits for a person who reads it: no approval of many samples at once includes it. */
export const mayApproveInBulk = ({ heldReason }: { heldReason: string | null }): boolean => heldReason === null;

/** `undo` undoes one's own last decision; `reopen` returns any decided sample to review. */
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

/** Object.keys returns strings; there are no other keys. */
const reasons = Object.keys(rejectReasons) as RejectReason[];

/** The reasons for a kind of sample: without a source there is no “not in the source”. */
export const reasonsFor = (kind: 'freeform' | 'grounded' | 'knowledge'): RejectReason[] =>
  reasons.filter((reason) => reason !== 'not_grounded' || kind !== 'freeform');

// Limits and messages for what people type, used by the contract and the form fields.
export const maxNote = 2_000;
export const emptyFaults = { question: 'A question cannot be empty.', answer: 'An answer cannot be empty.' } as const;
