import { z } from 'zod';
import { NodeId, PageQuery } from '../contract';
import { Reason } from './contract';
import { Vote } from './contract-votes';

/** What one judge said about a row. `score` is null when the judge only gives a word. */
export const JudgeScore = z.object({
  step: z.string(),
  label: z.string(),
  score: z.number().nullable(),
  scale: z.string(),
  explanation: z.string(),
  /** Every vote, when the judge was asked more than once. */
  votes: z.array(Vote).nullable().default(null),
});
export type JudgeScore = z.infer<typeof JudgeScore>;

/** The text that a dropped row is like, and the F of ROUGE-L of the two questions, from 0 to 1. */
export const Nearest = z.object({
  kind: z.enum(['seed', 'sample', 'evaluation']),
  /** Of the seed or the sample; for a text of an evaluation set, its place in words. */
  id: z.string(),
  /** Set when it is of another leaf than the row. */
  leafId: NodeId.optional(),
  question: z.string(),
  /** Null when they share 13 words in a row. */
  score: z.number().nullable(),
});
export type Nearest = z.infer<typeof Nearest>;

export const DroppedRow = z.object({
  id: z.string(),
  leafId: NodeId,
  leafName: z.string(),
  step: z.string(),
  stepLabel: z.string(),
  reason: Reason,
  detail: z.string(),
  /** The row's content when it was dropped. */
  row: z.record(z.string(), z.unknown()),
  /** What the judges said about it, in order. The last one rejected it if its step is `step`. */
  scores: z.array(JudgeScore),
  /** For a near-duplicate. */
  nearest: Nearest.nullable(),
  /** The teacher's raw answer that caused the drop, if any. */
  rawText: z.string().nullable(),
  createdAt: z.iso.datetime(),
});
export type DroppedRow = z.infer<typeof DroppedRow>;

export const DroppedQuery = PageQuery.extend({
  step: z.string().max(100).optional(),
  reason: Reason.optional(),
  leafId: NodeId.optional(),
});
export type DroppedQuery = z.infer<typeof DroppedQuery>;
