import { z } from 'zod';
import { Id, NodeId } from '../contract';
import { importRefusalNames, sampleImportStates } from './vocabulary-sample-imports';

/** A file whose rows became samples of a leaf, or are about to. */
export const SampleImport = z.object({
  id: Id,
  leafId: NodeId,
  leafName: z.string(),
  file: z.string(),
  licence: z.string(),
  source: z.string(),
  state: z.enum(sampleImportStates),
  rows: z.int(),
  added: z.int(),
  refused: z.int(),
  systemPrompts: z.int(),
  earlierMessages: z.int(),
  error: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});
export type SampleImport = z.infer<typeof SampleImport>;

/** A row of a file that did not become a sample, and why. */
export const RefusedRow = z.object({
  line: z.int(),
  reason: z.enum(importRefusalNames),
  detail: z.string(),
  question: z.string(),
  answer: z.string(),
});
export type RefusedRow = z.infer<typeof RefusedRow>;
