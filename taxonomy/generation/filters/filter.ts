import type { Db } from '@/prisma/client';
import type { NearDuplicates } from '../contract';
import type { EvaluationSetRef } from '../contract-evaluation-sets';
import type { DropReason } from '../vocabulary-rows';

/** What a filter sees: a row that all steps of its pipeline have kept. */
export type Candidate = {
  /** The id of the sample that it would become. */
  id: string;
  dedupeHash: string;
  context: string | null;
  question: string;
  answer: string;
  revisionId: string;
  provenance: { documentVariant: string | null };
};

/** The leaf that rows are for, and the settings of their run. */
export type FilteredItem = {
  runId: string;
  leafId: string;
  nearDuplicates: NearDuplicates;
  /** The evaluation sets when the run started. */
  evaluationSets: EvaluationSetRef[];
};

/** Why a row must go, and what is kept with it. */
export type Refusal = { detail: string; kept?: Record<string, unknown> };

/**
 * A rule that a written row must pass to become a sample. Each filter is a bar of the funnel, after the steps.
 *
 * Filters get the items of a leaf one after the other, in the order of their ordinals, whichever was written first; where
 * rows of different leaves are compared, those of the whole run. Meanwhile no other run adds samples to what they see.
 */
export type Filter = {
  readonly name: string;
  /** The label in the funnel. */
  readonly label: string;
  readonly reason: DropReason;
  /** Whether the run uses it. One that does not apply is no bar of the run's funnel. */
  applies(item: FilteredItem): boolean;
  /** @returns Why rows must go, by their index in `rows`; rows that may stay are not listed. */
  refuse(tx: Db, item: FilteredItem, rows: readonly Candidate[]): Promise<ReadonlyMap<number, Refusal>>;
};
