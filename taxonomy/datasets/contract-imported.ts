import { z } from 'zod';
import { Id, NodeId } from '../contract';
import { importRefusalNames } from '../generation/vocabulary-sample-imports';
import { leafKinds } from '../tree/vocabulary';
import { maxDatasetName } from './vocabulary-limits';

const Field = z.string().trim().min(1).max(200);

/** The fields of a file's rows that make a conversation, where its shape is not a usual one. */
export const ImportMapping = z.strictObject({
  question: Field,
  answer: Field,
  context: Field.optional(),
  system: Field.optional(),
});
export type ImportMapping = z.infer<typeof ImportMapping>;

/** The file is the body. With `isDryRun` nothing is stored. */
export const ImportSetQuery = z.object({
  name: z.string().trim().min(1).max(maxDatasetName),
  licence: z.string().trim().max(200).default(''),
  source: z.string().trim().max(500).default(''),
  question: Field.optional(),
  answer: Field.optional(),
  context: Field.optional(),
  system: Field.optional(),
  isDryRun: z.stringbool().default(false),
  /** Leave out rows that are no conversation, instead of refusing the file. */
  skipsBad: z.stringbool().default(false),
});
export type ImportSetQuery = z.infer<typeof ImportSetQuery>;

/** The file is the body. Its rows become pending samples of the leaf (an id or a path). With `isDryRun` nothing is stored. */
export const ImportSamplesQuery = ImportSetQuery.omit({ name: true, skipsBad: true }).extend({
  leaf: z.string().trim().min(1).max(2_000),
});
export type ImportSamplesQuery = z.infer<typeof ImportSamplesQuery>;

const PairText = z.object({ context: z.string().nullable(), question: z.string(), answer: z.string() });

/** What a file gives a leaf. An import that was started adds its rows later, and may refuse more of them. */
export const SamplesReport = z.object({
  /** Null in a dry run. */
  importId: Id.nullable(),
  leaf: z.object({ id: NodeId, name: z.string(), kind: z.enum(leafKinds) }),
  unit: z.enum(['line', 'row']),
  shape: z.string().nullable(),
  rows: z.int(),
  /** How many rows are refused, by reason. */
  refusals: z.partialRecord(z.enum(importRefusalNames), z.int()),
  /** The first refused ones. */
  problems: z.array(z.object({ line: z.int(), reason: z.enum(importRefusalNames), detail: z.string() })),
  /** The first that would become samples, as they would be. */
  examples: z.array(PairText.extend({ line: z.int() })),
  /** So many of the first rows were compared with the seeds and samples of the leaf. */
  compared: z.int(),
  /** What is left out of rows: system prompts, and messages before the last question. */
  systemPrompts: z.int(),
  earlierMessages: z.int(),
});
export type SamplesReport = z.infer<typeof SamplesReport>;

/** What an import did, or would do. */
export const ImportReport = z.object({
  /** Null in a dry run. */
  setId: Id.nullable(),
  name: z.string(),
  shape: z.string().nullable(),
  rows: z.int(),
  bad: z.int(),
  /** What the file's rows are called: a line of JSON lines, or a row of a list or table, counted without its header. */
  unit: z.enum(['line', 'row']),
  /** The first bad ones, by their number. */
  problems: z.array(z.object({ line: z.int(), problem: z.string() })),
  /** The first conversations. */
  examples: z.array(z.array(z.object({ role: z.string(), content: z.string() }))),
});
export type ImportReport = z.infer<typeof ImportReport>;
