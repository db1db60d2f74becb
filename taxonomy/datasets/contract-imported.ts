import { z } from 'zod';
import { Id } from '../contract';
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
