import { z } from 'zod';
import { Id, NodeId, PageQuery } from '../contract';
import { FunnelStep, RunSummary } from './contract';
import { MicroDollars } from './contract-prices';
import { comparisonLimits } from './vocabulary-comparison-limits';

const { least, most } = comparisonLimits.runs;

/** Run ids with commas between them. */
const runs = z
  .string()
  .max(500)
  .transform((text) => text.split(',').filter((id) => id !== ''))
  .pipe(
    z
      .array(Id)
      .min(least, `Name at least ${least} runs.`)
      .max(most, `Name at most ${most} runs.`)
      .refine((ids) => new Set(ids).size === ids.length, 'Each run can be named only once.'),
  );

/** `node` limits the comparison to a leaf, or to all leaves below a folder. */
export const ComparisonQuery = z.object({ runs, node: NodeId.optional() });
export type ComparisonQuery = z.infer<typeof ComparisonQuery>;

export const ComparedLeavesQuery = PageQuery.extend(ComparisonQuery.shape);
export type ComparedLeavesQuery = z.infer<typeof ComparedLeavesQuery>;

/** `cost` is in micro-dollars; null when the run's prices are unknown. */
export const Usage = z.object({
  calls: z.int(),
  promptTokens: z.int(),
  completionTokens: z.int(),
  cost: MicroDollars.nullable(),
});
export type Usage = z.infer<typeof Usage>;

export const ComparedRun = z.object({
  run: RunSummary,
  /** Rows of the run that became samples. */
  rows: z.int(),
  leavesWithRows: z.int(),
  /**
   * Entropy of the rows over the leaves of all compared runs, divided by its highest value: 1 when each leaf has as many
   * rows, 0 when one leaf has all. Null without rows, or with only one leaf.
   */
  evenness: z.number().nullable(),
  statuses: z.object({ pending: z.int(), approved: z.int(), rejected: z.int() }),
  /** Samples whose text a person has changed, whatever their status. */
  edited: z.int(),
  steps: z.array(FunnelStep.omit({ reasons: true })),
  usage: Usage,
  /** Own texts of prompts: the version of the taxonomy's, and the number of leaves that had theirs. */
  ownPrompts: z.array(z.object({ prompt: z.string(), number: z.int().nullable(), leaves: z.int() })),
});
export type ComparedRun = z.infer<typeof ComparedRun>;

export const RunComparison = z.object({
  /** The part of the taxonomy that is compared; null for all of it. */
  place: z.object({ id: NodeId, path: z.string() }).nullable(),
  /** Leaves that at least one of the runs covers. */
  leaves: z.int(),
  runs: z.array(ComparedRun),
});
export type RunComparison = z.infer<typeof RunComparison>;

export const ComparedLeaf = z.object({
  leafId: NodeId,
  name: z.string(),
  /** The folders above it, from the branch down. */
  above: z.string(),
  /** Rows of each run, in the order of the request; null where the run does not cover the leaf. */
  rows: z.array(z.int().nullable()),
});
export type ComparedLeaf = z.infer<typeof ComparedLeaf>;

/** `rows` is the most rows to measure: runs of different sizes compare best on equally many. */
export const MeasuresQuery = z.object({
  node: NodeId.optional(),
  rows: z.coerce.number<number | string>().int().min(1).max(comparisonLimits.rows).default(comparisonLimits.rows),
});
export type MeasuresQuery = z.infer<typeof MeasuresQuery>;

const Spread = z.object({ p10: z.number(), median: z.number(), p90: z.number() });
export type Spread = z.infer<typeof Spread>;

/** What is measured on the texts of a run, as the teacher wrote them. */
export const RunMeasures = z.object({
  rowsMeasured: z.int(),
  /** Mean ROUGE-L of each question with the most similar other one; null with fewer than two rows. */
  nearestMean: z.number().nullable(),
  /** Rows by that ROUGE-L, in ten equal parts from 0 to 1. */
  nearestCounts: z.array(z.int()),
  /** Different n-grams divided by all n-grams, for n = 1, 2, 3; null when there is none. */
  distinct: z.array(z.number().nullable()),
  questionTokens: Spread.nullable(),
  answerTokens: Spread.nullable(),
});
export type RunMeasures = z.infer<typeof RunMeasures>;

/** Ask again until the state is `done`; the work ends when nobody asks any more. */
export const MeasuresAnswer = z.discriminatedUnion('state', [
  z.object({ state: z.literal('waiting') }),
  z.object({ state: z.literal('measuring'), done: z.int(), total: z.int() }),
  z.object({ state: z.literal('done'), measures: RunMeasures }),
]);
export type MeasuresAnswer = z.infer<typeof MeasuresAnswer>;
