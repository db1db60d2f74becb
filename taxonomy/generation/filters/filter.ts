import type { Db } from '@/prisma/client';
import type { DropReason } from '../vocabulary';

/** What a filter looks at: a row that all steps of its pipeline have kept. */
export type Candidate = { dedupeHash: string; context: string | null; question: string; answer: string };

/**
 * A rule that a written row must pass to become a sample. Each filter is a bar of the funnel, after the steps.
 *
 * Filters see the items of a leaf one after the other, in the order of their ordinals, whichever was written first.
 */
export type Filter = {
  readonly name: string;
  /** For a person, as the funnel shows it. */
  readonly label: string;
  readonly reason: DropReason;
  /** @returns Why a row must go, for each that must, by its place in `rows`. */
  refuse(tx: Db, leafId: string, rows: readonly Candidate[]): Promise<ReadonlyMap<number, string>>;
};
