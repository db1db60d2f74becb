import { z } from 'zod';
import { NodeId } from '../contract';
import { PhaseKey } from './contract-recipe';
import { splits } from './vocabulary-limits';

export const Split = z.enum(splits);

/** Rows that a phase repeats by one of its rules, and tokens of them. */
export const ReplayedRows = z.object({
  /** The phase of the same version that they come from; null for other sources. */
  phase: PhaseKey.nullable(),
  /** The source in words, such as “Knowledge, short” or “birds@1”. */
  name: z.string(),
  rows: z.int(),
  tokens: z.int(),
});
export type ReplayedRows = z.infer<typeof ReplayedRows>;

/** Rows of one phase for training: its own, and those replayed by each of its rules; and the rows that are held out. */
export const PhaseCount = z.object({
  key: PhaseKey,
  name: z.string(),
  own: z.int(),
  ownTokens: z.int(),
  replayed: z.array(ReplayedRows),
  validation: z.int(),
  test: z.int(),
});
export type PhaseCount = z.infer<typeof PhaseCount>;

/** A leaf's own rows of all splits, in total and by phase. `path` is its folder names from the branch down. */
export const LeafCount = z.object({
  leafId: NodeId,
  path: z.string(),
  rows: z.int(),
  /** In the order of the version's phases. */
  byPhase: z.array(z.int()),
});
export type LeafCount = z.infer<typeof LeafCount>;

/** The leaves with the most rows, and the total number of leaves. */
export const LargestLeaves = z.object({ largest: z.array(LeafCount), total: z.int() });
export type LargestLeaves = z.infer<typeof LargestLeaves>;
