import { z } from 'zod';
import { Id } from '../contract';
import { trainers, trainingLimits, trainingMetrics } from './vocabulary-runs';

export const TrainingName = z.string().trim().min(1).max(trainingLimits.name);

export const TrainingRunSummary = z.object({
  id: Id,
  name: z.string(),
  dataset: z.object({ versionId: Id, name: z.string(), number: z.int() }).nullable(),
  startedBy: z.string(),
  createdAt: z.iso.datetime(),
  /** When its logs were last looked at. */
  seenAt: z.iso.datetime(),
  /** Somebody is following it now. */
  isFollowed: z.boolean(),
  phases: z.int(),
  /** The phase that was written to last. */
  current: z
    .object({
      name: z.string(),
      step: z.int().nullable(),
      totalSteps: z.int().nullable(),
      loss: z.number().nullable(),
      isFinished: z.boolean(),
    })
    .nullable(),
});
export type TrainingRunSummary = z.infer<typeof TrainingRunSummary>;

/** A phase of a training as its journal has it. */
export const TrainingPhase = z.object({
  id: Id,
  name: z.string(),
  folder: z.string(),
  trainer: z.enum(trainers),
  startedAt: z.iso.datetime().nullable(),
  lastAt: z.iso.datetime().nullable(),
  isFinished: z.boolean(),
  totalSteps: z.int().nullable(),
  totalEpochs: z.number().nullable(),
  points: z.int(),
  lastStep: z.int().nullable(),
  lastEpoch: z.number().nullable(),
  firstLoss: z.number().nullable(),
  lastLoss: z.number().nullable(),
  lowestLoss: z.number().nullable(),
  tokens: z.number().nullable(),
  /** Points whose loss was NaN or infinite. */
  broken: z.int(),
  checkpoints: z.int(),
});
export type TrainingPhase = z.infer<typeof TrainingPhase>;

/** InstructLab’s journal: when the parts of a training began and ended, and the scores of checkpoints. */
export const TrainingJournal = z.object({
  current: z.string(),
  parts: z.array(z.object({ name: z.string(), startedAt: z.iso.datetime(), endedAt: z.iso.datetime().nullable() })),
  scores: z.array(z.object({ checkpoint: z.string(), score: z.number() })),
  best: z.object({ checkpoint: z.string(), score: z.number() }).nullable(),
});
export type TrainingJournal = z.infer<typeof TrainingJournal>;

export const TrainingRunDetail = TrainingRunSummary.omit({ current: true, phases: true }).extend({
  folder: z.string(),
  phases: z.array(TrainingPhase),
  journal: TrainingJournal.nullable(),
});
export type TrainingRunDetail = z.infer<typeof TrainingRunDetail>;

export const TrainingMetricName = z.enum(trainingMetrics);

/** One metric by phase: [step, value] in order, at most about 2,000 of a phase. `of` is how many were logged. */
export const TrainingSeries = z.object({
  metric: TrainingMetricName,
  phases: z.array(z.object({ phaseId: Id, of: z.int(), points: z.array(z.tuple([z.int(), z.number()])) })),
});
export type TrainingSeries = z.infer<typeof TrainingSeries>;

export const TrainingCheckpoint = z.object({
  id: z.string(),
  phaseId: Id,
  phase: z.string(),
  name: z.string(),
  step: z.int().nullable(),
  samples: z.int().nullable(),
  at: z.iso.datetime(),
});
export type TrainingCheckpoint = z.infer<typeof TrainingCheckpoint>;

/** The card of a trained model, and the evaluated model whose results it has. */
export const TrainingModelCard = z.object({ markdown: z.string(), model: z.string().nullable() });
export type TrainingModelCard = z.infer<typeof TrainingModelCard>;
