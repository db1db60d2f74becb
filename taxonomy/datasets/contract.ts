import { z } from 'zod';
import { Id, NodeId } from '../contract';
import { LargestLeaves, PhaseCount, Split } from './contract-counts';
import { OptionField } from './contract-export';
import { LeafSource, Manifest, RunBehind } from './contract-manifest';
import { Part, PhaseKey, Recipe } from './contract-recipe';
import { datasetNameFault, datasetNamePattern, maxDatasetName } from './vocabulary-limits';

/** Approved samples of the scope that one pipeline made, and whether a version with the recipe has them. */
export const PipelineCount = z.object({ name: z.string(), rows: z.int(), isTaken: z.boolean() });
export type PipelineCount = z.infer<typeof PipelineCount>;

/** The settings of a possible version; see PublishRequest for omitted ones. */
export const PreviewRequest = z.strictObject({
  recipe: Recipe.partial().default({}),
  /** The dataset that it would belong to. Differences from its last version are among the warnings. */
  name: z.string().trim().min(1).max(maxDatasetName).optional(),
});
export type PreviewRequest = z.infer<typeof PreviewRequest>;

/** The result that publishing would have. `recipe` is the requested one with omitted settings filled in. */
export const PublishPreview = z.object({
  /** Samples that the recipe chooses from. */
  approved: z.int(),
  practice: z.int(),
  phases: z.array(PhaseCount),
  leaves: LargestLeaves,
  /** Answers by length: those of bucket b have from 2^(b/4) to below 2^((b + 1)/4) tokens. */
  lengths: z.array(z.object({ part: Part, bucket: z.int(), rows: z.int() })),
  /** Of every approved sample, by name; also those chosen pipelines that made none. */
  pipelines: z.array(PipelineCount),
  recipe: Recipe,
  /** Number of the last version, if this one would have the same rows and settings. */
  sameAs: z.int().nullable(),
  /** Warnings to read before publishing, as sentences. */
  warnings: z.array(z.string()),
  /** An example row as rendered by the chat template; null when rendering fails. */
  rendered: z.string().nullable(),
});
export type PublishPreview = z.infer<typeof PublishPreview>;

export const PublishRequest = z.strictObject({
  requestKey: Id,
  name: z.string().trim().min(1).max(maxDatasetName).regex(datasetNamePattern, datasetNameFault),
  /** Omitted settings are taken from the last version of that name, else from the defaults. */
  recipe: Recipe.partial().default({}),
  /** Publish even if the last version has the same rows and settings. */
  evenIfSame: z.boolean().default(false),
});
type WholePublishRequest = z.infer<typeof PublishRequest>;
export type PublishRequest = Pick<WholePublishRequest, 'requestKey' | 'name'> & Partial<WholePublishRequest>;

export const ExportedFile = z.object({
  name: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  rows: z.int().nullable(),
});
export type ExportedFile = z.infer<typeof ExportedFile>;

/** Options of a format; each format defines its own. */
export const FormatOptions = z.record(z.string().max(50), z.union([z.string().max(1_000), z.number(), z.boolean()]));
export type FormatOptions = z.infer<typeof FormatOptions>;

export const ExportRequest = z.strictObject({
  format: z.string().min(1).max(50),
  options: FormatOptions.default({}),
});
export type ExportRequest = z.infer<typeof ExportRequest>;

export const Export = z.object({
  id: Id,
  format: z.string(),
  options: FormatOptions,
  state: z.enum(['queued', 'writing', 'done', 'failed']),
  rowsDone: z.int(),
  files: z.array(ExportedFile),
  error: z.string().nullable(),
  createdAt: z.iso.datetime(),
});
export type Export = z.infer<typeof Export>;

export const Dataset = z.object({ id: Id, name: z.string(), lastNumber: z.int(), createdAt: z.iso.datetime() });
export type Dataset = z.infer<typeof Dataset>;

/** A dataset that Seedleaf did not make, such as a general instruction set, to be replayed. */
export const ImportedSet = z.object({
  id: Id,
  name: z.string(),
  rows: z.int(),
  licence: z.string(),
  source: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});
export type ImportedSet = z.infer<typeof ImportedSet>;

/** A row of a version, as a line of an export. */
export const VersionRow = z.object({
  phase: PhaseKey,
  split: Split,
  ordinal: z.int(),
  /** Null for a row of an imported dataset; then `leafId` is null, too. */
  sampleId: Id.nullable(),
  leafId: NodeId.nullable(),
  leafPath: z.string(),
  /** The name of the source that the row is repeated from; null for the phase's own rows. */
  replayOf: z.string().nullable(),
  line: z.string(),
});
export type VersionRow = z.infer<typeof VersionRow>;

export const VersionSummary = z.object({
  id: Id,
  datasetId: Id,
  datasetName: z.string(),
  number: z.int(),
  state: z.enum(['publishing', 'published', 'failed']),
  rows: z.int(),
  isPractice: z.boolean(),
  contentHash: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  error: z.string().nullable(),
});
export type VersionSummary = z.infer<typeof VersionSummary>;

/** The first items of a long list, and their total number. */
const firstOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), total: z.int() });

export const VersionDetail = VersionSummary.extend({
  recipe: Recipe,
  phases: z.array(PhaseCount),
  leaves: LargestLeaves,
  exports: z.array(Export),
  /** The manifest with its long lists shortened, once published. */
  origin: Manifest.pick({ practice: true, edited: true, approvedInBulk: true, templateMarks: true, statistics: true })
    .extend({ runs: firstOf(RunBehind), sources: firstOf(LeafSource) })
    .nullable(),
  /** Formats that can be exported. */
  formats: z.array(z.object({ name: z.string(), label: z.string(), use: z.string(), fields: z.array(OptionField) })),
});
export type VersionDetail = z.infer<typeof VersionDetail>;

/** The start of a dataset's next version: the last version that did not fail. */
export const LatestVersion = z.object({
  latest: z.object({ versionId: Id, number: z.int(), recipe: Recipe }).nullable(),
});
export type LatestVersion = z.infer<typeof LatestVersion>;

/** The data card as exported: front matter and Markdown. */
export const VersionCard = z.object({ markdown: z.string() });
export type VersionCard = z.infer<typeof VersionCard>;
