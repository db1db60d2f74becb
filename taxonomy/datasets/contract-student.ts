import { z } from 'zod';
import { Id, PageQuery } from '../contract';
import { PhaseKey } from './contract-recipe';
import {
  defaultMaxTokens,
  dropReasons,
  markChoices,
  maxTokenizerName,
  mostMaxTokens,
  templateChoices,
  trainers,
  type DropReason,
} from './vocabulary-student';

/** An uploaded tokenizer of a model that is to be trained. */
export const Tokenizer = z.object({
  id: Id,
  name: z.string(),
  sha256: z.string(),
  /** Bytes of its tokenizer.json. */
  size: z.int(),
  vocabulary: z.int(),
  specialTokens: z.array(z.string()),
  hasChatTemplate: z.boolean(),
  addedBy: z.string(),
  createdAt: z.iso.datetime(),
});
export type Tokenizer = z.infer<typeof Tokenizer>;

export const Tokenizers = z.object({ items: z.array(Tokenizer) });

/** The body is a form with the files tokenizer.json and, if there are, tokenizer_config.json and chat_template.jinja. */
export const AddTokenizerQuery = z.object({ name: z.string().trim().min(1).max(maxTokenizerName) });
export type AddTokenizerQuery = z.infer<typeof AddTokenizerQuery>;

/** Who reads a version: trainer, tokenizer, template and the longest row. */
export const ReaderQuery = z.object({
  trainer: z.enum(trainers),
  /** An uploaded tokenizer; without one, cl100k counts, as if it had the template's marks. */
  tokenizerId: Id.optional(),
  template: z.enum(templateChoices).default('version'),
  marks: z.enum(markChoices).default('keep'),
  maxTokens: z.coerce.number<number | string>().int().min(1).max(mostMaxTokens).default(defaultMaxTokens),
});
export type ReaderQuery = z.infer<typeof ReaderQuery>;

export const LearnedQuery = ReaderQuery.extend({ phase: PhaseKey, ...PageQuery.shape }).extend({
  limit: z.coerce.number<number | string>().int().min(1).max(50).default(10),
});
export type LearnedQuery = z.infer<typeof LearnedQuery>;

const reasons = Object.keys(dropReasons) as [DropReason, ...DropReason[]];

/** A row as the trainer reads it: its text in parts, and what happens to each. */
export const LearnedRow = z.object({
  ordinal: z.int(),
  /** Null for a row of an imported dataset. */
  sampleId: Id.nullable(),
  leafPath: z.string(),
  state: z.enum(['used', 'dropped', 'failed']),
  drop: z.enum(reasons).nullable(),
  fault: z.string().nullable(),
  tokens: z.int(),
  learned: z.int(),
  masked: z.int(),
  truncated: z.int(),
  /** Marks of the template in the row's own text. */
  marks: z.record(z.string(), z.int()),
  spans: z.array(z.object({ kind: z.enum(['learned', 'masked', 'truncated', 'dropped']), text: z.string() })),
});
export type LearnedRow = z.infer<typeof LearnedRow>;

/** What happens to the rows of a phase. `sampled` of its `rows` were read; all of them when the numbers are equal. */
export const LearnedCounts = z.object({
  /** The key and the name of the phase. */
  phase: PhaseKey,
  name: z.string(),
  rows: z.int(),
  sampled: z.int(),
  used: z.int(),
  dropped: z.record(z.enum(reasons), z.int()),
  failed: z.int(),
  cut: z.int(),
  learnNothing: z.int(),
  marked: z.int(),
  tokens: z.object({ learned: z.int(), masked: z.int(), truncated: z.int(), dropped: z.int() }),
  /** Rows that are not used, or that train on nothing: the first of those read, by their ordinals. */
  examples: z.array(z.object({ ordinal: z.int(), reason: z.string() })),
});
export type LearnedCounts = z.infer<typeof LearnedCounts>;

export const LearnedSummary = z.object({
  tokenizer: z.string(),
  template: z.string(),
  endOfTurn: z.string(),
  /** Marks of the template that the tokenizer has not as one token. */
  splitMarks: z.array(z.string()),
  phases: z.array(LearnedCounts),
});
export type LearnedSummary = z.infer<typeof LearnedSummary>;
