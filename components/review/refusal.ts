import type { DecideOutcome, DecideRequest, SampleText } from '@/taxonomy/review/contract';

/** What became of a sample that somebody else decided on first. */
export type Refusal = {
  sampleId: string;
  outcome: DecideOutcome;
  /** What this reviewer had written into it: shown, so that it is not lost. */
  text: SampleText | null;
};

const SHOWN = 20;

/** Adds a refusal; an edit that was approved at once is refused twice and told once. */
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
