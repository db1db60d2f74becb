import { z } from 'zod';
import { Id, NodeId } from '../contract';
import { Crumb } from '../tree/contract';
import { leafKinds } from '../tree/vocabulary';
import { rejectReasons, sampleStatuses, verdicts, type RejectReason } from './vocabulary';

export const SampleStatus = z.enum(sampleStatuses);

export const SampleText = z.strictObject({
  context: z.string().max(200_000).nullable(),
  question: z.string().trim().min(1, 'A question cannot be empty.').max(200_000),
  answer: z.string().trim().min(1, 'An answer cannot be empty.').max(200_000),
});
export type SampleText = z.infer<typeof SampleText>;

/** One opinion on a sample. `score` is null when the judge gives a word only. */
export const Judgement = z.object({
  id: z.string(),
  /** The person who gave it; null for a judge step of the teacher. */
  by: z.string().nullable(),
  step: z.string().nullable(),
  label: z.string(),
  score: z.number().nullable(),
  scale: z.string(),
  explanation: z.string(),
});
export type Judgement = z.infer<typeof Judgement>;

export const Sample = z.object({
  id: Id,
  /** Key of list pages. */
  seq: z.string(),
  leafId: NodeId,
  leafName: z.string(),
  runId: Id,
  kind: z.enum(leafKinds),
  status: SampleStatus,
  version: z.int(),
  context: z.string().nullable(),
  question: z.string(),
  answer: z.string(),
  /** As the teacher wrote it, when a person has edited it since. */
  original: SampleText.nullable(),
  isPractice: z.boolean(),
  judgements: z.array(Judgement),
  seedIds: z.array(z.string()),
  createdAt: z.iso.datetime(),
});
export type Sample = z.infer<typeof Sample>;

/** What of a queue is left: exact, from counters. */
export const ReviewQueue = z.object({
  scope: z.array(Crumb),
  items: z.array(Sample),
  nextCursor: z.string().nullable(),
  counts: z.object({ pending: z.int(), approved: z.int(), rejected: z.int() }),
});
export type ReviewQueue = z.infer<typeof ReviewQueue>;

const reasons = Object.keys(rejectReasons) as [RejectReason, ...RejectReason[]];

/**
 * One decision. `id` is made by the browser: sent twice it counts once. `version` is the one that was seen;
 * when another came first, the answer is `conflict` with the sample as it is now, and nothing is recorded.
 */
export const DecideRequest = z
  .strictObject({
    id: Id,
    sampleId: Id,
    version: z.int().min(0),
    /** This reviewer's decision before on the same sample: when that one was refused, so is this. */
    after: Id.optional(),
    verdict: z.enum(verdicts),
    reason: z.enum(reasons).optional(),
    note: z.string().trim().max(2_000).optional(),
    text: SampleText.optional(),
  })
  .refine((decision) => decision.verdict !== 'edit' || decision.text, 'An edit needs its text.');
export type DecideRequest = z.infer<typeof DecideRequest>;

export const DecideManyRequest = z.strictObject({ decisions: z.array(DecideRequest).min(1).max(200) });

export const DecideOutcome = z.object({
  id: Id,
  sampleId: Id,
  outcome: z.enum(['recorded', 'repeated', 'conflict', 'not_found']),
  /** Who was first, in a conflict. */
  by: z.string().nullable(),
  /** It was this reviewer, as in another window. */
  isYours: z.boolean(),
  sample: Sample.nullable(),
});
export type DecideOutcome = z.infer<typeof DecideOutcome>;
export const DecideManyAnswer = z.object({ outcomes: z.array(DecideOutcome) });
export type DecideManyAnswer = z.infer<typeof DecideManyAnswer>;

export const DecisionEntry = z.object({
  id: Id,
  verdict: z.enum(verdicts),
  reason: z.string().nullable(),
  note: z.string().nullable(),
  reviewer: z.string(),
  change: z.object({ before: SampleText, after: SampleText }).nullable(),
  decidedAt: z.iso.datetime(),
});
export type DecisionEntry = z.infer<typeof DecisionEntry>;
