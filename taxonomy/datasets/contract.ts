import { z } from 'zod';
import { Id, NodeId } from '../contract';
import { Part, PhaseKey, Recipe } from './contract-recipe';
import { datasetNameFault, datasetNamePattern, maxDatasetName, splits } from './vocabulary-limits';

export const Split = z.enum(splits);

/** Rows that a phase repeats by one of its rules, and tokens of them. */
export const ReplayedRows = z.object({
  /** The phase of the same version that they come from; null for other sources. */
  phase: PhaseKey.nullable(),
  /** The source in words, such as “Knowledge, short” or “birds@1”. */
  name: z.string(),
  rows: z.int(),
  tokens: z.int(),
});
export type ReplayedRows = z.infer<typeof ReplayedRows>;

/** Rows of one phase for training: its own, and those replayed by each of its rules; and the rows that are held out. */
export const PhaseCount = z.object({
  key: PhaseKey,
  name: z.string(),
  own: z.int(),
  ownTokens: z.int(),
  replayed: z.array(ReplayedRows),
  validation: z.int(),
  test: z.int(),
});
export type PhaseCount = z.infer<typeof PhaseCount>;

/** A leaf's own rows of all splits, in total and by phase. `path` is its folder names from the branch down. */
export const LeafCount = z.object({
  leafId: NodeId,
  path: z.string(),
  rows: z.int(),
  /** In the order of the version's phases. */
  byPhase: z.array(z.int()),
});
export type LeafCount = z.infer<typeof LeafCount>;

/** The leaves with the most rows, and the total number of leaves. */
export const LargestLeaves = z.object({ largest: z.array(LeafCount), total: z.int() });
export type LargestLeaves = z.infer<typeof LargestLeaves>;

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

/** A run that produced rows of a version, with its settings. */
const RunBehind = z.object({
  id: Id,
  teacher: z.string(),
  /** The requested model. */
  model: z.string(),
  /** The models that answered, as named by the server; usually the requested one. */
  answeredBy: z.array(z.string()),
  /** The teacher that judged, when it was another one; runs of older versions had none. */
  judge: z.object({ teacher: z.string(), model: z.string() }).nullable().default(null),
  /** How often each row was judged at each step. */
  judgeVotes: z.int().default(1),
  /** Scores that its rows had to reach, by judge. */
  thresholds: z.record(z.string(), z.number()).default({}),
  isPractice: z.boolean(),
  seed: z.string(),
  startedAt: z.iso.datetime(),
  rows: z.int(),
  prompts: z.array(z.object({ name: z.string(), version: z.int() })),
  pipelines: z.array(z.object({ name: z.string(), version: z.int() })),
});

/** A document that rows were generated from. `repo` and `commit` are null for uploads. */
const DocumentBehind = z.object({
  name: z.string(),
  sha256: z.string(),
  repo: z.string().nullable(),
  commit: z.string().nullable(),
  rows: z.int(),
});
export type DocumentBehind = z.infer<typeof DocumentBehind>;

/** The sources of a leaf: its attribution, and the documents that its rows were generated from. */
const LeafSource = z.object({
  leafId: NodeId,
  path: z.string(),
  titleOfWork: z.string(),
  linkToWork: z.string(),
  licenseOfTheWork: z.string(),
  creatorNames: z.string(),
  documents: z.array(DocumentBehind),
});
export type LeafSource = z.infer<typeof LeafSource>;

/**
 * Everything that decided a version's rows, frozen with it. Its leaves, and ids and hashes of its rows, are stored
 * separately.
 */
export const Manifest = z.object({
  manifestVersion: z.literal(2),
  dataset: z.string(),
  version: z.int(),
  publishedAt: z.iso.datetime(),
  publishedBy: z.string(),
  /** Set when the practice teacher wrote any row. */
  practice: z.object({ mark: z.string(), rows: z.int() }).nullable(),
  /** Own rows edited by people, and how many of them the practice teacher wrote. */
  edited: z.object({ rows: z.int(), practiceRows: z.int() }),
  /** Own rows approved in one request with at least nine others. */
  approvedInBulk: z.int(),
  /** Own rows with special tokens of known chat templates in their text, and those tokens. */
  templateMarks: z.object({ rows: z.int(), marks: z.array(z.string()) }),
  rows: z.int(),
  /** See content-hash.ts for what it covers. */
  contentHash: z.string(),
  recipe: Recipe,
  /** The samples that the recipe chose from, so that another version can be told to have the same. */
  chosen: z.object({ rows: z.int(), fingerprint: z.string() }),
  /** In the order of training. */
  phases: z.array(
    PhaseCount.extend({
      /** Rows that are trained on: own and replayed. */
      rows: z.int(),
      /** UTF-8 bytes of the texts of own rows that are trained on. */
      ownBytes: z.int(),
      leaves: z.int(),
    }),
  ),
  runs: z.array(RunBehind),
  /** Leaves with an attribution, or with rows generated from documents. */
  sources: z.array(LeafSource),
});
export type Manifest = z.infer<typeof Manifest>;

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
  origin: Manifest.pick({ practice: true, edited: true, approvedInBulk: true, templateMarks: true })
    .extend({ runs: firstOf(RunBehind), sources: firstOf(LeafSource) })
    .nullable(),
  /** Formats that can be exported. */
  formats: z.array(z.object({ name: z.string(), label: z.string(), use: z.string() })),
});
export type VersionDetail = z.infer<typeof VersionDetail>;

/** A difference between two recipes, as text. `field` is the recipe's key. */
export const RecipeChange = z.object({ field: z.string(), name: z.string(), before: z.string(), now: z.string() });
export type RecipeChange = z.infer<typeof RecipeChange>;

/** The start of a dataset's next version: the last version that did not fail. */
export const LatestVersion = z.object({
  latest: z.object({ versionId: Id, number: z.int(), recipe: Recipe }).nullable(),
});
export type LatestVersion = z.infer<typeof LatestVersion>;

/** The changes of a published version. Replayed rows are not counted. */
export const VersionChanges = z.object({
  before: z.object({ versionId: Id, number: z.int() }).nullable(),
  recipe: z.array(RecipeChange),
  rows: z.object({ added: z.int(), removed: z.int(), changed: z.int() }),
});
export type VersionChanges = z.infer<typeof VersionChanges>;

/** The data card as exported: front matter and Markdown. */
export const VersionCard = z.object({ markdown: z.string() });
export type VersionCard = z.infer<typeof VersionCard>;
