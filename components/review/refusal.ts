import type { DecideOutcome, DecideRequest, SampleText } from '@/taxonomy/review/contract';

/** A conflict: someone else decided on the sample first. */
export type Refusal = {
  sampleId: string;
  outcome: DecideOutcome;
  /** This reviewer's edit, shown so that it is not lost. */
  text: SampleText | null;
};

const SHOWN = 20;

/** Adds a conflict; an edit with approval is refused twice and shown once. */
export function withRefusal(
  refusals: readonly Refusal[],
  outcome: DecideOutcome,
  decisions: readonly DecideRequest[],
): Refusal[] {
  const { sampleId } = outcome;
  const earlier = refusals.find((each) => each.sampleId === sampleId);
  const text = decisions.find(({ id }) => id === outcome.id)?.text ?? earlier?.text ?? null;
  return [...refusals.filter((each) => each !== earlier), { sampleId, outcome, text }].slice(-SHOWN);
}
