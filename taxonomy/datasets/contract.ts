import { z } from 'zod';
import { Id, NodeId } from '../contract';
import { phases } from './vocabulary';

export const Phase = z.enum(phases);

/** How a version is put together. Everything that decides its rows stands here or in the manifest. */
export const Recipe = z.strictObject({
  /** Node ids; empty means the whole taxonomy. */
  scope: z.array(NodeId).max(10_000).default([]),
  /** Knowledge answers of at most so many tokens are short. LAB splits by answer length and publishes no number. */
  shortAnswerTokens: z.int().min(1).max(100_000).default(64),
  /** Share of each earlier phase's rows that a later phase repeats, 0 to 1. */
  replayFraction: z.number().min(0).max(1).default(1),
  /** Random seed of order and replay. */
  seed: z.string().trim().min(1).max(100).default('seedleaf'),
  systemPrompt: z.string().max(20_000),
  /** Jinja, as tokenizers write it. */
  chatTemplate: z.string().min(1).max(20_000),
});
export type Recipe = z.infer<typeof Recipe>;

export const PhaseCount = z.object({
  phase: Phase,
  own: z.int(),
  replayed: z.array(z.object({ from: Phase, rows: z.int() })),
  leaves: z.array(z.object({ leafId: NodeId, name: z.string(), rows: z.int() })),
});
export type PhaseCount = z.infer<typeof PhaseCount>;

/** What publishing would give, before it is done. */
export const PublishPreview = z.object({
  approved: z.int(),
  practice: z.int(),
  phases: z.array(PhaseCount),
  defaults: Recipe,
});
export type PublishPreview = z.infer<typeof PublishPreview>;

export const PublishRequest = z.strictObject({
  requestKey: Id,
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .regex(/^[A-Za-z0-9][A-Za-z0-9._ -]*$/, 'Letters, digits, spaces, dots, dashes.'),
  recipe: Recipe.partial(),
});
export type PublishRequest = z.infer<typeof PublishRequest>;

export const ExportedFile = z.object({
  name: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  rows: z.int().nullable(),
});
export type ExportedFile = z.infer<typeof ExportedFile>;

export const Export = z.object({
  id: Id,
  format: z.string(),
  state: z.enum(['queued', 'writing', 'done', 'failed']),
  rowsDone: z.int(),
  files: z.array(ExportedFile),
  error: z.string().nullable(),
  createdAt: z.iso.datetime(),
});
export type Export = z.infer<typeof Export>;

export const VersionSummary = z.object({
  id: Id,
  datasetId: Id,
  datasetName: z.string(),
  number: z.int(),
  state: z.enum(['publishing', 'published', 'failed']),
  rows: z.int(),
  isPractice: z.boolean(),
  contentHash: z.string().nullable(),
  createdBy: z.string().nullable(),
  createdAt: z.iso.datetime(),
  error: z.string().nullable(),
});
export type VersionSummary = z.infer<typeof VersionSummary>;

export const VersionDetail = VersionSummary.extend({
  recipe: Recipe,
  phases: z.array(PhaseCount),
  exports: z.array(Export),
  /** Formats that can be exported. */
  formats: z.array(z.object({ name: z.string(), label: z.string() })),
});
export type VersionDetail = z.infer<typeof VersionDetail>;
