import { z } from 'zod';
import { Id } from '../contract';
import { bundleLimits, schedules, trainers } from './vocabulary-bundle';

export const PhaseTraining = z.strictObject({
  /** The key of a phase of the version. */
  key: z.string().min(1).max(40),
  epochs: z.number().positive().max(bundleLimits.epochs),
  learningRate: z.number().positive().max(1),
  /** Rows of one step, over all GPUs. */
  batch: z.int().min(1).max(bundleLimits.batch),
  warmupSteps: z.int().min(0).max(bundleLimits.batch),
  schedule: z.enum(schedules),
  maxTokens: z.int().min(16).max(bundleLimits.tokens),
});
export type PhaseTraining = z.infer<typeof PhaseTraining>;

/** How a version is trained on. The phases run in the order of the version. */
export const TrainingRecipe = z.strictObject({
  trainer: z.enum(trainers),
  /** A model of the Hugging Face Hub, or a folder. */
  baseModel: z
    .string()
    .trim()
    .min(1)
    .max(300)
    .regex(/^[\w./~@:+ -]+$/, 'Use a name of the Hub or a path.'),
  /** Billions of its parameters, to estimate memory; null when not known. */
  billions: z.number().positive().max(10_000).nullable(),
  gpus: z.int().min(0).max(bundleLimits.gpus),
  /** Rows that a GPU takes at once. */
  rowsAtOnce: z.int().min(1).max(bundleLimits.rowsAtOnce),
  seed: z.int().min(0).max(2_147_483_647),
  phases: z.array(PhaseTraining).min(1).max(12),
});
export type TrainingRecipe = z.infer<typeof TrainingRecipe>;

export const PlanTrainingRequest = z.strictObject({ versionId: Id, recipe: TrainingRecipe });
export type PlanTrainingRequest = z.infer<typeof PlanTrainingRequest>;

/** What a phase of training will do. */
export const PhasePlan = z.object({
  key: z.string(),
  name: z.string(),
  rows: z.int(),
  /** Rows that are about longer than the limit, and so left out. */
  tooLong: z.int(),
  stepsAnEpoch: z.int(),
  steps: z.int(),
  /** Steps of gradients that one step of training adds up. */
  accumulation: z.int(),
  /** The rows of one step that this gives. */
  batch: z.int(),
});
export type PhasePlan = z.infer<typeof PhasePlan>;

export const TrainingPlan = z.object({
  phases: z.array(PhasePlan),
  warnings: z.array(z.string()),
  /** Gigabytes of memory for each GPU, and how they are reckoned; null when the size of the model is not known. */
  memory: z.object({ gigabytes: z.number(), formula: z.string() }).nullable(),
  /** The files of the bundle beside the data, as they are written. */
  files: z.array(z.object({ name: z.string(), text: z.string() })),
});
export type TrainingPlan = z.infer<typeof TrainingPlan>;
