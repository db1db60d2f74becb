import { z } from 'zod';
import { Id } from '../contract';
import { AnswerStyleName } from './contract-style';
import { variantNames } from './vocabulary-pipelines';

/** One teacher call in the journal, as a person can open it from a sample. */
export const JournalEntry = z.object({
  key: z.string(),
  step: z.string(),
  stepLabel: z.string(),
  prompt: z.string(),
  promptVersion: z.int(),
  /** The own text that it was asked with; null for the built-in one. */
  own: z.object({ of: z.enum(['taxonomy', 'leaf']), number: z.int(), by: z.string(), at: z.iso.datetime() }).nullable(),
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  parameters: z.record(z.string(), z.unknown()),
  response: z.string(),
  /** The model's thinking before it answered; '' when the server does not show it. */
  thought: z.string(),
  finishReason: z.string().nullable(),
  promptTokens: z.int(),
  completionTokens: z.int(),
  latencyMs: z.int(),
  createdAt: z.iso.datetime(),
});
export type JournalEntry = z.infer<typeof JournalEntry>;

/** The origin of a sample, in addition to the columns of its row. */
export const StoredProvenance = z.object({
  pipelineVersion: z.int(),
  seedIds: z.array(z.string()),
  /** For knowledge: the text that its question is about, or that it is, when it is auxiliary. */
  documentVariant: z.enum(variantNames).nullable(),
  /** The answer is a text made from the passage, and the question the instruction to make it. */
  isAuxiliary: z.boolean().default(false),
  /** How the answer was written; null where the pipeline has one way only. */
  answerStyle: AnswerStyleName.nullable().default(null),
  /** The seeds in its prompts, where they are of several leaves; then `seedIds` is empty. */
  pool: z.array(z.object({ revisionId: Id, seedId: z.string() })).default([]),
  /** Journal keys in step order, with the model that the server says answered. */
  calls: z.array(z.object({ step: z.string(), key: z.string(), model: z.string() })),
});
export type StoredProvenance = z.infer<typeof StoredProvenance>;

export const Provenance = StoredProvenance.extend({
  pipeline: z.string(),
  revisionId: Id,
  chunkId: Id.nullable(),
});
export type Provenance = z.infer<typeof Provenance>;

export const SampleOrigin = z.object({
  /** Null for a sample that was imported. */
  run: z
    .object({ id: Id, seed: z.string(), teacherName: z.string(), model: z.string(), isPractice: z.boolean() })
    .nullable(),
  /** The file that it was imported from, and its row there. */
  imported: z
    .object({
      file: z.string(),
      line: z.int(),
      licence: z.string(),
      source: z.string(),
      by: z.string(),
      at: z.iso.datetime(),
    })
    .nullable(),
  provenance: Provenance,
  passage: z.object({ document: z.string(), headings: z.array(z.string()), text: z.string() }).nullable(),
  calls: z.array(JournalEntry),
});
export type SampleOrigin = z.infer<typeof SampleOrigin>;
