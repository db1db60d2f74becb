import { z } from 'zod';
import { Id, PageQuery } from '../contract';
import { benchmarks, deltaVerdicts, evaluationLimits, resultParts, resultSources } from './vocabulary';

const ModelName = z.string().trim().min(1).max(evaluationLimits.modelName);

/** What an import says of its model. Omitted fields of a known model stay as they are. */
export const ModelRequest = z.strictObject({
  name: ModelName,
  base: ModelName.optional(),
  checkpoint: z.string().trim().max(evaluationLimits.modelName).optional(),
  note: z.string().trim().max(evaluationLimits.note).optional(),
});
export type ModelRequest = z.infer<typeof ModelRequest>;

/** An import of one file over the API; the file itself is the body. */
export const ImportQuery = z.object({
  model: ModelName,
  base: ModelName.optional(),
  checkpoint: z.string().trim().max(evaluationLimits.modelName).optional(),
  judgedModel: z.string().trim().min(1).max(300).optional(),
});
export type ImportQuery = z.infer<typeof ImportQuery>;

const Unit = z.enum(['percent', 'score', 'raw']);

/** A measured number, in the unit in which it is shown: percents are 0 to 100. */
export const Measured = z.object({
  value: z.number(),
  stderr: z.number().nullable(),
  n: z.int().nullable(),
  fewshot: z.int().nullable(),
  tasks: z.int().nullable(),
  metric: z.string(),
  filter: z.string(),
  unit: Unit,
  /** The share of judgments without a score, which are left out. */
  errorRate: z.number().nullable(),
  /** When it was measured; when it was imported if the file does not say it. */
  at: z.iso.datetime(),
});
export type Measured = z.infer<typeof Measured>;

/** The difference to the base model. `low` and `high` are its 95 % interval; null where a standard error is missing. */
export const Delta = z.object({
  base: z.number(),
  value: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  verdict: z.enum(deltaVerdicts),
});
export type Delta = z.infer<typeof Delta>;

export const BenchmarkCell = z.object({
  benchmark: z.enum(benchmarks.map(({ id }) => id)),
  measured: Measured.nullable(),
  /** The group value of lm-evaluation-harness beside the mean of MMLU’s subjects. */
  groupValue: z.number().nullable(),
  delta: Delta.nullable(),
  /** The base was measured with another number of examples, so that they are not compared. */
  isOtherSetting: z.boolean(),
});
export type BenchmarkCell = z.infer<typeof BenchmarkCell>;

export const EvaluatedModel = z.object({
  id: Id,
  name: z.string(),
  base: z.string().nullable(),
  /** Whether the base model has results here. */
  isBaseMeasured: z.boolean(),
  checkpoint: z.string(),
  note: z.string(),
  createdAt: z.iso.datetime(),
  cells: z.array(BenchmarkCell),
});
export type EvaluatedModel = z.infer<typeof EvaluatedModel>;

export const TaskResult = z.object({
  id: z.string(),
  task: z.string(),
  part: z.enum(resultParts),
  measured: Measured,
  delta: Delta.nullable(),
  isOtherSetting: z.boolean(),
});
export type TaskResult = z.infer<typeof TaskResult>;

export const ResultsQuery = PageQuery.extend({ part: z.enum(resultParts).optional() });
export type ResultsQuery = z.infer<typeof ResultsQuery>;

export const EvaluationImport = z.object({
  id: Id,
  modelId: Id,
  modelName: z.string(),
  source: z.enum(resultSources),
  fileName: z.string(),
  fileHash: z.string(),
  sourceModel: z.string().nullable(),
  errorRate: z.number().nullable(),
  results: z.int(),
  evaluatedAt: z.iso.datetime().nullable(),
  importedBy: z.string(),
  createdAt: z.iso.datetime(),
});
export type EvaluationImport = z.infer<typeof EvaluationImport>;

/** What an import did with one file. `isKnown` files were imported before and changed nothing. */
export const ImportedFile = z.object({
  fileName: z.string(),
  importId: Id,
  source: z.enum(resultSources),
  results: z.int(),
  errorRate: z.number().nullable(),
  isKnown: z.boolean(),
  warnings: z.array(z.string()),
});
export type ImportedFile = z.infer<typeof ImportedFile>;

export const ImportOutcome = z.object({ modelId: Id, model: z.string(), files: z.array(ImportedFile) });
export type ImportOutcome = z.infer<typeof ImportOutcome>;

/** A model, and how many results of each part it has. */
export const ModelDetail = EvaluatedModel.extend({
  parts: z.array(z.object({ part: z.enum(resultParts), results: z.int() })),
});
export type ModelDetail = z.infer<typeof ModelDetail>;
