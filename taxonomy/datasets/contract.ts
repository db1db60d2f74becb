import { z } from 'zod';
import { Id, NodeId } from '../contract';
import { phases } from './vocabulary';

export const Phase = z.enum(phases);

/** What only people can say of a dataset, in Markdown; it goes into the data card. Empty where nobody said anything. */
export const About = z.strictObject({
  intendedUse: z.string().trim().max(5_000).default(''),
  limits: z.string().trim().max(5_000).default(''),
  licence: z.string().trim().max(5_000).default(''),
  contact: z.string().trim().max(5_000).default(''),
});
export type About = z.infer<typeof About>;

/** How a version is put together. Everything that decides its rows stands here or in the manifest. */
export const Recipe = z.strictObject({
  /** Node ids; empty means the whole taxonomy. */
  scope: z.array(NodeId).max(10_000).default([]),
  /** Knowledge answers of at most so many tokens are short. LAB splits by answer length and publishes no number. */
  shortAnswerTokens: z.int().min(1).max(100_000).default(64),
  /** Share of each earlier phase's rows that a later phase repeats, 0 to 1, in steps of 0.0001. */
  replayFraction: z.number().min(0).max(1).multipleOf(0.0001).default(1),
  /** Random seed of order and replay. */
  seed: z.string().trim().min(1).max(100).default('seedleaf'),
  systemPrompt: z.string().max(20_000),
  /** Jinja, as tokenizers write it. */
  chatTemplate: z.string().min(1).max(20_000),
  /** Not there in versions that were published before it could be written. */
  about: About.optional(),
});
export type Recipe = z.infer<typeof Recipe>;

/** Rows of one phase: its own, by leaf (they add up to `own`), and those that it repeats from earlier phases. */
export const PhaseCount = z.object({
  phase: Phase,
  own: z.int(),
  replayed: z.array(z.object({ from: Phase, rows: z.int() })),
  leaves: z.array(z.object({ leafId: NodeId, name: z.string(), rows: z.int() })),
});
export type PhaseCount = z.infer<typeof PhaseCount>;

/** How a version that is not there yet would be put together; what is left out is taken from the defaults. */
export const PreviewRequest = z.strictObject({
  recipe: Recipe.partial().default({}),
  /** The dataset that it would be a version of: what differs from its last one is among the warnings. */
  name: z.string().trim().min(1).max(100).optional(),
});
export type PreviewRequest = z.infer<typeof PreviewRequest>;

/** What publishing would give, before it is done. `recipe` is the one that was asked for, made whole. */
export const PublishPreview = z.object({
  approved: z.int(),
  practice: z.int(),
  phases: z.array(PhaseCount),
  defaults: Recipe,
  recipe: Recipe,
  /** What deserves a second look, in sentences. */
  warnings: z.array(z.string()),
  /** A row as the chat template shows it to a model; null when the template cannot be rendered. */
  rendered: z.string().nullable(),
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

export const Dataset = z.object({ id: Id, name: z.string(), lastNumber: z.int(), createdAt: z.iso.datetime() });
export type Dataset = z.infer<typeof Dataset>;

/** A row of a version, as the line that an export holds. */
export const VersionRow = z.object({
  phase: Phase,
  ordinal: z.int(),
  sampleId: Id,
  leafId: NodeId,
  replayOf: Phase.nullable(),
  line: z.string(),
});
export type VersionRow = z.infer<typeof VersionRow>;

/** A run behind a version's rows, as it was started. */
const RunBehind = z.object({
  id: Id,
  teacher: z.string(),
  model: z.string(),
  isPractice: z.boolean(),
  seed: z.string(),
  startedAt: z.iso.datetime(),
  rows: z.int(),
  prompts: z.array(z.object({ name: z.string(), version: z.int() })),
  pipelines: z.array(z.object({ name: z.string(), version: z.int() })),
});

/** Whose work the leaves behind a version rest on, as their attribution says. */
const LeafSource = z.object({
  leafId: NodeId,
  path: z.string(),
  titleOfWork: z.string(),
  linkToWork: z.string(),
  licenseOfTheWork: z.string(),
  creatorNames: z.string(),
});

/** A document that rows were written from. `repo` and `commit` are null for what was uploaded. */
const DocumentBehind = z.object({
  name: z.string(),
  sha256: z.string(),
  repo: z.string().nullable(),
  commit: z.string().nullable(),
  rows: z.int(),
});
export type DocumentBehind = z.infer<typeof DocumentBehind>;

const Manifest1 = z.object({
  manifestVersion: z.literal(1),
  dataset: z.string(),
  version: z.int(),
  publishedAt: z.iso.datetime(),
  publishedBy: z.string().nullable(),
  /** Set when any row was written by the practice teacher. */
  practice: z.object({ mark: z.string(), rows: z.int() }).nullable(),
  rows: z.int(),
  /** SHA-256 over phase names and the rows' content hashes in their order, each followed by a line feed. */
  contentHash: z.string(),
  recipe: Recipe,
  phases: z.array(
    z.object({
      phase: Phase,
      rows: z.int(),
      own: z.int(),
      replay: z.array(z.object({ from: Phase, fraction: z.number(), rows: z.int() })),
      leaves: z.array(z.object({ leafId: NodeId, path: z.string(), rows: z.int() })),
    }),
  ),
  runs: z.array(RunBehind),
  sources: z.array(LeafSource),
});
export type Manifest1 = z.infer<typeof Manifest1>;

const Manifest2 = z.object({
  ...Manifest1.shape,
  manifestVersion: z.literal(2),
  /** Rows whose text people have changed, replayed ones too, and how many of them the practice teacher had written. */
  edited: z.object({ rows: z.int(), practiceRows: z.int() }),
  /** Leaves that name a work, or whose rows were written from documents. */
  sources: z.array(LeafSource.extend({ documents: z.array(DocumentBehind) })),
});
export type Manifest2 = z.infer<typeof Manifest2>;

/**
 * All that decided a version's rows, frozen with it. The rows' own ids and hashes stand with them. Versions that were
 * published with format 1 keep it, so that their files stay the same.
 */
export const Manifest = z.discriminatedUnion('manifestVersion', [Manifest1, Manifest2]);
export type Manifest = z.infer<typeof Manifest>;

export const ExportRequest = z.strictObject({ format: z.string().min(1).max(50) });
export type ExportRequest = z.infer<typeof ExportRequest>;

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
  manifest: Manifest.nullable(),
  /** Formats that can be exported. */
  formats: z.array(z.object({ name: z.string(), label: z.string() })),
});
export type VersionDetail = z.infer<typeof VersionDetail>;

/** Where two recipes differ, in words. `field` is the recipe's key. */
export const RecipeChange = z.object({ field: z.string(), name: z.string(), before: z.string(), now: z.string() });
export type RecipeChange = z.infer<typeof RecipeChange>;

/** What the next version of a dataset begins with: the last version that did not fail. */
export const LatestVersion = z.object({
  latest: z.object({ versionId: Id, number: z.int(), recipe: Recipe }).nullable(),
});
export type LatestVersion = z.infer<typeof LatestVersion>;

/** What is new in a published version. Rows are counted once, without those that are replayed. */
export const VersionChanges = z.object({
  before: z.object({ versionId: Id, number: z.int() }).nullable(),
  recipe: z.array(RecipeChange),
  rows: z.object({ added: z.int(), removed: z.int(), changed: z.int() }),
});
export type VersionChanges = z.infer<typeof VersionChanges>;

/** The data card as it is exported: front matter and Markdown. */
export const VersionCard = z.object({ markdown: z.string() });
export type VersionCard = z.infer<typeof VersionCard>;
