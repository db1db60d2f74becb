import { z } from 'zod';
import { Id, NodeId, page, PageQuery } from '../contract';

const step = z.string().min(1).max(100);

/** The grade that rows need, by judge step. Whether the steps and grades exist is checked where they are used. */
export const Thresholds = z
  .record(step, z.number().min(0).max(100))
  .refine((given) => Object.keys(given).length <= 100, 'At most 100 thresholds.');
export type Thresholds = z.infer<typeof Thresholds>;

/** A judge that grades, with its scale and its own threshold. */
export const GradingJudge = z.object({
  step: z.string(),
  label: z.string(),
  pipelines: z.array(z.string()),
  from: z.number(),
  to: z.number(),
  atLeast: z.number(),
});
export type GradingJudge = z.infer<typeof GradingJudge>;

/** Thresholds that runs start with, in a taxonomy or in a leaf; `inherited` is what holds where none is set. */
export const ThresholdSettings = z.object({
  judges: z.array(
    GradingJudge.extend({
      inherited: z.number(),
      set: z.object({ atLeast: z.number(), setBy: z.string(), setAt: z.iso.datetime() }).nullable(),
    }),
  ),
});
export type ThresholdSettings = z.infer<typeof ThresholdSettings>;

/** All thresholds of a taxonomy or leaf; those that are left out end. */
export const SetThresholdsRequest = z.strictObject({ thresholds: Thresholds });
export type SetThresholdsRequest = z.infer<typeof SetThresholdsRequest>;

const Counts = {
  /** Rows that come back at once, and pending samples that leave. */
  back: z.int(),
  gone: z.int(),
  /** Rows that would come back, but were not asked by every judge or were never answered. */
  incomplete: z.int(),
  /** The most calls that these need. */
  calls: z.int(),
  /** Samples that a person decided, so they stay although the thresholds say otherwise. */
  decided: z.int(),
};

export const LeafThresholdPreview = z.object({ leafId: NodeId, name: z.string(), ...Counts });
export type LeafThresholdPreview = z.infer<typeof LeafThresholdPreview>;

/** What other thresholds would do to the rows of a run. Rows that come back may still be dropped as duplicates. */
export const ThresholdPreview = z.object({
  ...Counts,
  /** Leaves with changes, those with the most first. */
  leaves: page(LeafThresholdPreview),
});
export type ThresholdPreview = z.infer<typeof ThresholdPreview>;

export const PreviewThresholdsRequest = z.strictObject({
  thresholds: Thresholds,
  cursor: PageQuery.shape.cursor,
  limit: PageQuery.shape.limit,
});
export type PreviewThresholdsRequest = z.infer<typeof PreviewThresholdsRequest>;

export const ChangeThresholdsRequest = z.strictObject({
  /** Made by the browser, so that a change that is sent twice is made once. */
  requestKey: Id,
  thresholds: Thresholds,
});
export type ChangeThresholdsRequest = z.infer<typeof ChangeThresholdsRequest>;

export const UndoThresholdsRequest = z.strictObject({ requestKey: Id });
export type UndoThresholdsRequest = z.infer<typeof UndoThresholdsRequest>;

export const ThresholdChange = z.object({
  id: Id,
  runId: Id,
  state: z.enum(['applying', 'done']),
  before: Thresholds,
  after: Thresholds,
  undoesId: Id.nullable(),
  undoneById: Id.nullable(),
  leaves: z.int(),
  leavesDone: z.int(),
  back: z.int(),
  gone: z.int(),
  /** Rows that stayed dropped, because they are equal or nearly equal to another. */
  duplicates: z.int(),
  error: z.string().nullable(),
  by: z.string(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type ThresholdChange = z.infer<typeof ThresholdChange>;

/** The thresholds of a finished run, and how they were changed, newest first. */
export const RunThresholds = z.object({
  judges: z.array(
    GradingJudge.extend({
      /** The threshold of the run for all its leaves; null where leaves have their own or the judge's. */
      run: z.number().nullable(),
      /** The lowest and the highest threshold that holds now in a leaf. */
      lowest: z.number(),
      highest: z.number(),
    }),
  ),
  /** The thresholds that were set for the whole run. */
  thresholds: Thresholds,
  /** Rows that judges dropped and that lack what is needed to come back: the run is older than thresholds. */
  unknown: z.int(),
  changes: page(ThresholdChange),
});
export type RunThresholds = z.infer<typeof RunThresholds>;
