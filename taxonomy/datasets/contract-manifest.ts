import { z } from 'zod';
import { Id, NodeId } from '../contract';
import { PhaseCount } from './contract-counts';
import { Recipe } from './contract-recipe';

/** A run that produced rows of a version, with its settings. */
export const RunBehind = z.object({
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

/** A file whose rows were imported into a leaf and are in a version. No teacher made them. */
export const ImportBehind = z.object({
  id: Id,
  leafId: NodeId,
  file: z.string(),
  licence: z.string(),
  source: z.string(),
  importedBy: z.string(),
  importedAt: z.iso.datetime(),
  rows: z.int(),
});
export type ImportBehind = z.infer<typeof ImportBehind>;

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
export const LeafSource = z.object({
  leafId: NodeId,
  path: z.string(),
  titleOfWork: z.string(),
  linkToWork: z.string(),
  licenseOfTheWork: z.string(),
  creatorNames: z.string(),
  documents: z.array(DocumentBehind),
});
export type LeafSource = z.infer<typeof LeafSource>;

/** Figures about a version's own rows of all splits. */
export const Statistics = z.object({
  /** Answers by phase (its place) and length: bucket b has those from 2^(b/4) to below 2^((b + 1)/4) tokens. */
  lengths: z.array(z.object({ phase: z.int(), bucket: z.int(), rows: z.int() })),
  /** The last score of each judge step. */
  scores: z.array(z.object({ step: z.string(), label: z.string(), score: z.number(), rows: z.int() })),
  /** How evenly rows are spread over leaves. Gini: 0 when all have as many, near 1 when one has nearly all. */
  balance: z.object({
    leaves: z.int(),
    minimum: z.int(),
    median: z.number(),
    maximum: z.int(),
    gini: z.number(),
  }),
  /** Of a sample of rows: the languages that could be told, and how many could not. */
  languages: z.object({
    rows: z.int(),
    unknown: z.int(),
    found: z.array(z.object({ name: z.string(), rows: z.int() })),
  }),
});
export type Statistics = z.infer<typeof Statistics>;

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
  statistics: Statistics,
  /** The Seedleaf that published it. */
  tool: z.object({ name: z.string(), version: z.string() }),
  runs: z.array(RunBehind),
  /** Versions of earlier releases had none. */
  imports: z.array(ImportBehind).default([]),
  /** Leaves with an attribution, or with rows generated from documents. */
  sources: z.array(LeafSource),
});
export type Manifest = z.infer<typeof Manifest>;
