import type { Sample, SampleText } from '@/taxonomy/review/contract';
import { textOf } from './queue-state';

/** What was written on samples and not saved, as long as the tab is open; the oldest go first. */
const drafts = new Map<string, SampleText>();
const KEPT = 100;

export const draftOf = (sampleId: string): SampleText | null => drafts.get(sampleId) ?? null;

export const dropDraft = (sampleId: string): void => void drafts.delete(sampleId);

/** Keeps what is being written; words that are the sample's own are no draft. */
export function keepDraft(sample: Sample, text: SampleText): void {
  drafts.delete(sample.id);
  if (isSameText(text, sample)) return;
  drafts.set(sample.id, textOf(text));
  const [oldest] = drafts.keys();
  if (drafts.size > KEPT && oldest) drafts.delete(oldest);
}

export const isSameText = (one: SampleText, other: SampleText): boolean =>
  one.context === other.context && one.question === other.question && one.answer === other.answer;
