import type { Db } from '@/prisma/client';
import type { DropReason } from '../vocabulary-rows';

/** What a filter sees: a row that all steps of its pipeline have kept. */
export type Candidate = { dedupeHash: string; context: string | null; question: string; answer: string };

/**
 * A rule that a written row must pass to become a sample. Each filter is a bar of the funnel, after the steps.
 *
 * Filters get the items of a leaf one after the other, in the order of their ordinals, whichever was written first.
 */
export type Filter = {
  readonly name: string;
  /** The label in the funnel. */
  readonly label: string;
  readonly reason: DropReason;
  /** @returns Why rows must go, by their index in `rows`; rows that may stay are not listed. */
  refuse(tx: Db, leafId: string, rows: readonly Candidate[]): Promise<ReadonlyMap<number, string>>;
};
