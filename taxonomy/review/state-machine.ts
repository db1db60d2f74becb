import type { DecideRequest, SampleText } from './contract';
import type { SampleStatus } from './vocabulary';

// How a decision changes a sample. The browser shows it before the server has answered, and the server stores it: one
// state machine, so that both always agree.

/** The parts of a sample that a decision can change. */
export type Reviewed = SampleText & {
  status: SampleStatus;
  /** Counts changes; a decision contains the version that its reviewer saw. */
  version: number;
  /** The teacher's text, if a person has edited it. */
  original: SampleText | null;
};

/** What an undo needs of the decision that it undoes. */
export type Undoable = { statusBefore: SampleStatus; change: { before: SampleText } | null };

export type Move = Pick<DecideRequest, 'verdict' | 'text'>;

/**
 * The sample after a decision, with the next version.
 *
 * @param last The decision to undo; only needed for `undo`.
 * @returns null when there is nothing to undo, or an edit has no text.
 */
export function applyDecision<S extends Reviewed>(
  sample: S,
  { verdict, text }: Move,
  last: Undoable | null = null,
): S | null {
  const next = { ...sample, version: sample.version + 1 };
  switch (verdict) {
    case 'approve':
      return { ...next, status: 'approved' };
    case 'reject':
      return { ...next, status: 'rejected' };
    case 'reopen':
      return { ...next, status: 'pending' };
    case 'edit':
      return text ? { ...next, ...textOf(text), original: sample.original ?? textOf(sample) } : null;
    case 'undo':
      return last
        ? { ...next, status: last.statusBefore, ...last.change?.before, ...originalBefore(sample, last) }
        : null;
  }
}

/** Undoing the first edit restores the teacher's text: the sample counts as unedited again. */
function originalBefore({ original }: Reviewed, { change }: Undoable): { original?: null } {
  return change && original && isSameText(change.before, original) ? { original: null } : {};
}

/** The decisions that were not undone, oldest first. */
export function effectiveDecisions<D extends { verdict: string }>(history: readonly D[]): D[] {
  const effective: D[] = [];
  for (const decision of history) {
    if (decision.verdict === 'undo') effective.pop();
    else effective.push(decision);
  }
  return effective;
}

export const textOf = ({ context, question, answer }: SampleText): SampleText => ({ context, question, answer });

export const isSameText = (one: SampleText, other: SampleText): boolean =>
  one.context === other.context && one.question === other.question && one.answer === other.answer;
