import { z } from 'zod';
import { Id, NodeId } from '../contract';
import { maxText } from '../seeds/vocabulary';
import { storable } from '../text';
import { Crumb } from '../tree/contract';
import { leafKinds } from '../tree/vocabulary';
import { Vote } from '../generation/contract-votes';
import {
  emptyFaults,
  listedStatuses,
  maxNote,
  rejectReasons,
  sampleMarks,
  sampleStatuses,
  verdicts,
  type RejectReason,
} from './vocabulary';

export const SampleStatus = z.enum(sampleStatuses);
/** `held`: its text speaks to the judge. `disputed`: votes of a judge disagree. */
export const SampleMark = z.enum(sampleMarks);
export const ListedStatus = z.enum(listedStatuses);

/**
 * Stored exactly, including spaces and line ends, because a model learns every character. Only blank text is refused.
 */
const filled = (message: string) =>
  z
    .string()
    .max(maxText)
    .refine((text) => text.trim() !== '', message);

export const SampleText = z.strictObject({
  context: z.string().max(maxText).nullable(),
  question: filled(emptyFaults.question),
  answer: filled(emptyFaults.answer),
});
export type SampleText = z.infer<typeof SampleText>;

/** One judgement of a sample. `score` is null when the judge only gives a word. */
export const Judgement = z.object({
  id: z.string(),
  /** The person who gave it; null for a judge step of the teacher. */
  by: z.string().nullable(),
  step: z.string().nullable(),
  label: z.string(),
  score: z.number().nullable(),
  scale: z.string(),
  explanation: z.string(),
  /** Every vote, when the judge was asked more than once or is not trusted. */
  votes: z.array(Vote).nullable(),
});
export type Judgement = z.infer<typeof Judgement>;

export const Sample = z.object({
  id: Id,
  /** The cursor of list pages. */
  seq: z.string(),
  leafId: NodeId,
  leafName: z.string(),
  /** Null for a sample that was imported from a file. */
  runId: Id.nullable(),
  kind: z.enum(leafKinds),
  status: SampleStatus,
  version: z.int(),
  context: z.string().nullable(),
  question: z.string(),
  answer: z.string(),
  /** The teacher's text, when a person has edited it. */
  original: SampleText.nullable(),
  isPractice: z.boolean(),
  /** Why no judge of it can be trusted, when its text speaks to them. Only a person who reads it can approve it. */
  heldReason: z.string().nullable(),
  /** Votes of a judge disagree about it. */
  isDisputed: z.boolean(),
  judgements: z.array(Judgement),
  seedIds: z.array(z.string()),
  pipeline: z.string(),
  /** What sets it apart from LAB's usual samples, for people: an auxiliary row, a baseline, the file it is from. */
  marks: z.array(z.string()),
  createdAt: z.iso.datetime(),
});
export type Sample = z.infer<typeof Sample>;

export const ReviewCounts = z.object({ pending: z.int(), approved: z.int(), rejected: z.int() });
export type ReviewCounts = z.infer<typeof ReviewCounts>;

/** A page of a queue. Counts are exact. */
export const ReviewQueue = z.object({
  scope: z.array(Crumb),
  items: z.array(Sample),
  nextCursor: z.string().nullable(),
  counts: ReviewCounts,
  /** How many of the samples in this status have which mark, at most 1,000 of each; null on later pages. */
  marked: z.object({ held: z.int(), disputed: z.int() }).nullable(),
});
export type ReviewQueue = z.infer<typeof ReviewQueue>;

const reasons = Object.keys(rejectReasons) as [RejectReason, ...RejectReason[]];

/**
 * One decision. `id` is made by the browser: a decision sent twice counts once. `version` is the version that the
 * reviewer saw. If someone else decided first, the answer is `conflict` with the sample as it is now, and nothing is
 * recorded.
 */
export const DecideRequest = z
  .strictObject({
    id: Id,
    sampleId: Id,
    version: z.int().min(0),
    /** This reviewer's previous decision on the sample: if that one was refused, so is this one. */
    after: Id.optional(),
    verdict: z.enum(verdicts),
    reason: z.enum(reasons).optional(),
    note: z.string().trim().max(maxNote).optional(),
    text: SampleText.optional(),
  })
  .refine((decision) => decision.verdict !== 'edit' || decision.text, 'An edit needs its text.');
export type DecideRequest = z.infer<typeof DecideRequest>;

/**
 * Decisions of one reviewer, in their order. Each is checked by itself (`DecideRequest`), so that one that cannot be
 * recorded is answered `refused` and does not block the others.
 */
export const DecideManyRequest = z.strictObject({
  /** Whose decisions these are; refused when someone else is signed in. */
  reviewerId: storable(z.string().max(200)).optional(),
  decisions: z
    .array(z.looseObject({ id: Id, sampleId: storable(z.string().max(200)) }))
    .min(1)
    .max(200),
});
export type DecideManyRequest = z.infer<typeof DecideManyRequest>;

export const DecideOutcome = z.object({
  id: Id,
  sampleId: z.string(),
  outcome: z.enum(['recorded', 'repeated', 'conflict', 'not_found', 'refused']),
  /** Why it was refused. */
  message: z.string().nullable(),
  /** Who decided first, in a conflict. */
  by: z.string().nullable(),
  /** True if it was this reviewer, for example in another window. */
  isYours: z.boolean(),
  sample: Sample.nullable(),
});
export type DecideOutcome = z.infer<typeof DecideOutcome>;
export const DecideManyAnswer = z.object({ outcomes: z.array(DecideOutcome) });
export type DecideManyAnswer = z.infer<typeof DecideManyAnswer>;

/** One of your own decisions that can still be undone, with its sample as it is now. */
export const UndoableDecision = z.object({
  id: Id,
  verdict: z.enum(verdicts),
  sampleVersion: z.int(),
  statusBefore: SampleStatus,
  textBefore: SampleText.nullable(),
  sample: Sample,
});
export type UndoableDecision = z.infer<typeof UndoableDecision>;

/** Other samples of the same leaf with the same answer. */
export const SameAnswers = z.object({
  items: z.array(z.object({ id: Id, question: z.string(), status: SampleStatus })),
  total: z.int(),
});
export type SameAnswers = z.infer<typeof SameAnswers>;

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
