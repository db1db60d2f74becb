import { dropReasons, type DropReason } from '../vocabulary-student';
import type { RowOutcome } from './preflight';

/** What a trainer does with many rows. The tokens are those of the rows that it uses. */
export type OutcomeCounts = {
  rows: number;
  used: number;
  dropped: Record<DropReason, number>;
  failed: number;
  /** Used rows of which a part is cut off. */
  cut: number;
  /** Used rows without anything to learn. */
  learnNothing: number;
  /** Rows whose text contains marks of the template. */
  marked: number;
  tokens: { learned: number; masked: number; truncated: number; dropped: number };
};

export const noOutcomes = (): OutcomeCounts => ({
  rows: 0,
  used: 0,
  dropped: Object.fromEntries(Object.keys(dropReasons).map((reason) => [reason, 0])) as Record<DropReason, number>,
  failed: 0,
  cut: 0,
  learnNothing: 0,
  marked: 0,
  tokens: { learned: 0, masked: 0, truncated: 0, dropped: 0 },
});

/** Adds a row to the counts. */
export function addOutcome(counts: OutcomeCounts, outcome: RowOutcome): void {
  const { state, drop, tokens, learned, masked, truncated, marks } = outcome;
  counts.rows += 1;
  if (Object.keys(marks).length > 0) counts.marked += 1;
  if (state === 'failed') counts.failed += 1;
  if (drop !== null) {
    counts.dropped[drop] += 1;
    counts.tokens.dropped += tokens;
  }
  if (state !== 'used') return;
  counts.used += 1;
  if (truncated > 0) counts.cut += 1;
  if (learned === 0) counts.learnNothing += 1;
  counts.tokens.learned += learned;
  counts.tokens.masked += masked;
  counts.tokens.truncated += truncated;
}
