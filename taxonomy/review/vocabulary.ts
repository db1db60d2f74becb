export const sampleStatuses = ['pending', 'approved', 'rejected'] as const;
export type SampleStatus = (typeof sampleStatuses)[number];

/** `undo` takes back one's own last decision; `reopen` puts a sample back to review, whoever decided on it. */
export const verdicts = ['approve', 'reject', 'edit', 'undo', 'reopen'] as const;
export type Verdict = (typeof verdicts)[number];

/** Why a sample is turned down; the keys 1 to 9 choose them in this order. */
export const rejectReasons = {
  wrong: 'Wrong or made up',
  not_grounded: 'Not in the source',
  off_task: 'Not this task',
  unclear: 'Unclear question',
  poor_answer: 'Thin or badly written answer',
  too_easy: 'Too easy or trivial',
  repetitive: 'Repeats another sample',
  unsafe: 'Unsafe or private',
  other: 'Something else',
} as const;
export type RejectReason = keyof typeof rejectReasons;
