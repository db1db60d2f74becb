import { z } from 'zod';
import { Id, NodeId } from '../contract';
import { storable } from '../text';
import { Branch, Crumb, SampleCounts } from '../tree/contract';
import { leafKinds } from '../tree/vocabulary';
import { maxLine, maxName, maxPattern, maxPatterns, maxQuestions, maxSeeds, maxText } from './vocabulary';

const atMost = (characters: number) =>
  storable(
    z.string().max(characters, `This is longer than ${characters.toLocaleString('en')} characters. Shorten it.`),
  );
const Line = atMost(maxLine);
const Text = atMost(maxText);

const listOf = <T extends z.ZodType>(item: T, most: number) =>
  z.array(item).max(most, `There are more than ${most.toLocaleString('en')} of these. Split the leaf.`);

/** Stays the same when a seed is edited or moved, so that a sample can name the seeds it was made from. */
const SeedId = storable(z.string().min(1).max(40));

export const QuestionAndAnswer = z.strictObject({ question: Text, answer: Text });
export type QuestionAndAnswer = z.infer<typeof QuestionAndAnswer>;

export const SkillSeed = z.strictObject({ id: SeedId, context: Text.nullable(), question: Text, answer: Text });
export type SkillSeed = z.infer<typeof SkillSeed>;

export const KnowledgeSeed = z.strictObject({
  id: SeedId,
  context: Text,
  questionsAndAnswers: listOf(QuestionAndAnswer, maxQuestions),
});
export type KnowledgeSeed = z.infer<typeof KnowledgeSeed>;

/** Where a leaf's material comes from (attribution.txt); every field may be empty. */
export const Attribution = z.strictObject({
  titleOfWork: Line,
  linkToWork: Line,
  revision: Line,
  licenseOfTheWork: Line,
  creatorNames: Line,
});
export type Attribution = z.infer<typeof Attribution>;

/** The git repository, commit and files of a knowledge leaf's documents, as in qna.yaml. */
export const DocumentReference = z.strictObject({
  repo: Line,
  commit: atMost(maxName),
  patterns: listOf(atMost(maxPattern), maxPatterns),
});
export type DocumentReference = z.infer<typeof DocumentReference>;

/** Samples name their seeds by id, so ids are unique in a leaf. */
function seedList<T extends z.ZodType<{ id: string }>>(seed: T) {
  const areDistinct = (seeds: { id: string }[]) => new Set(seeds.map((each) => each.id)).size === seeds.length;
  return listOf(seed, maxSeeds).refine(areDistinct, 'Two seeds have the same id.');
}

const common = { createdBy: atMost(maxName), attribution: Attribution };

/** The whole leaf, as it is edited and saved. It may be unfinished; `checkLeaf` says what is missing. */
export const LeafContent = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('freeform'),
    ...common,
    taskDescription: Text,
    seeds: seedList(SkillSeed),
  }),
  z.strictObject({
    kind: z.literal('grounded'),
    ...common,
    taskDescription: Text,
    seeds: seedList(SkillSeed),
  }),
  z.strictObject({
    kind: z.literal('knowledge'),
    ...common,
    domain: Line,
    documentOutline: Text,
    document: DocumentReference.nullable(),
    seeds: seedList(KnowledgeSeed),
  }),
]);
export type LeafContent = z.infer<typeof LeafContent>;

/**
 * A problem of a leaf. An error keeps the leaf from generating; a warning does not. `field` is a path into LeafContent
 * such as `seeds.2.answer`, or '' for the leaf as a whole.
 */
export const LeafProblem = z.object({
  severity: z.enum(['error', 'warning']),
  field: z.string(),
  message: z.string(),
});
export type LeafProblem = z.infer<typeof LeafProblem>;

export const LeafDetail = z.object({
  nodeId: NodeId,
  name: z.string(),
  branch: Branch,
  /** From the branch down to the leaf itself. */
  crumbs: z.array(Crumb),
  version: z.int(),
  content: LeafContent,
  problems: z.array(LeafProblem),
  counts: SampleCounts,
  documentCount: z.int(),
  savedAt: z.iso.datetime(),
  savedBy: z.string(),
  savedById: z.string(),
});
export type LeafDetail = z.infer<typeof LeafDetail>;

/**
 * `baseVersion` is the version that was edited. If the server has a newer one, the answer is `conflict` with the
 * LeafDetail as its detail.
 */
export const SaveLeafRequest = z.strictObject({
  baseVersion: z.int().min(0),
  content: LeafContent,
  note: z.string().max(500).optional(),
});
export type SaveLeafRequest = z.infer<typeof SaveLeafRequest>;

export const CheckLeafRequest = z.strictObject({ content: LeafContent });
export const CheckLeafAnswer = z.object({ problems: z.array(LeafProblem) });
export type CheckLeafAnswer = z.infer<typeof CheckLeafAnswer>;

export const RevisionSummary = z.object({
  id: Id,
  number: z.int(),
  author: z.string(),
  note: z.string().nullable(),
  seedCount: z.int(),
  createdAt: z.iso.datetime(),
});
export type RevisionSummary = z.infer<typeof RevisionSummary>;

export const Revision = RevisionSummary.extend({ content: LeafContent });
export type Revision = z.infer<typeof Revision>;

/** Saves an earlier revision as the newest; `baseVersion` as in SaveLeafRequest. */
export const RestoreRevisionRequest = z.strictObject({ baseVersion: z.int().min(1) });
export type RestoreRevisionRequest = z.infer<typeof RestoreRevisionRequest>;

/** The field `skip` of an import: a JSON list of leaves to leave out, by the files of the report. */
export const SkippedPaths = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue('The field skip must be a JSON list of paths.');
      return z.NEVER;
    }
  })
  .pipe(z.array(storable(z.string().min(1).max(4_000))).max(10_000));

/** A problem in a file, with its line and column (from 1). */
export const FileProblem = z.object({
  severity: z.enum(['error', 'warning']),
  line: z.int().nullable(),
  column: z.int().nullable(),
  field: z.string(),
  message: z.string(),
});
export type FileProblem = z.infer<typeof FileProblem>;

export const ImportedLeaf = z.object({
  /** The file's path inside the taxonomy, such as `knowledge/science/birds/qna.yaml`. */
  file: z.string(),
  outcome: z.enum(['added', 'changed', 'unchanged', 'invalid', 'skipped']),
  nodeId: NodeId.nullable(),
  kind: z.enum(leafKinds).nullable(),
  seedCount: z.int(),
  problems: z.array(FileProblem),
});
export type ImportedLeaf = z.infer<typeof ImportedLeaf>;

export const ImportReport = z.object({
  written: z.boolean(),
  /** Names the import, for undoing it; null when nothing was written. */
  importId: Id.nullable(),
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  invalid: z.int(),
  leaves: z.array(ImportedLeaf),
});
export type ImportReport = z.infer<typeof ImportReport>;

/** An import that wrote something. */
export const ImportSummary = z.object({
  id: Id,
  /** The name of the folder or archive. */
  source: z.string(),
  importedBy: z.string(),
  createdAt: z.iso.datetime(),
  added: z.int(),
  changed: z.int(),
  /** Null until it is undone. `kept` leaves were left as they are, because something was written into them since. */
  undone: z
    .object({ at: z.iso.datetime(), by: z.string(), removed: z.int(), restored: z.int(), kept: z.int() })
    .nullable(),
});
export type ImportSummary = z.infer<typeof ImportSummary>;

export const ImportDetail = ImportSummary.extend({
  /** The first of the leaves that undoing left as they are, and why. */
  keptLeaves: z.array(z.object({ nodeId: NodeId, path: z.string(), reason: z.string() })),
});
export type ImportDetail = z.infer<typeof ImportDetail>;
