import { z } from 'zod';
import { Id, NodeId } from '../contract';

/** A difference between two recipes, as text. `field` is the recipe's key. */
export const RecipeChange = z.object({ field: z.string(), name: z.string(), before: z.string(), now: z.string() });
export type RecipeChange = z.infer<typeof RecipeChange>;

/** What has happened since to the samples of a version. */
export const Standing = z.object({
  rejected: z.int(),
  /** Pending again, or withdrawn. */
  undecided: z.int(),
  edited: z.int(),
  deletedLeaves: z.int(),
});
export type Standing = z.infer<typeof Standing>;

/** Why a sample is in one version only, or with another text. */
export const ChangeReason = z.enum([
  'approved',
  'rejected',
  'undecided',
  'leaf_deleted',
  'not_chosen',
  'edited',
  'chosen',
]);
export type ChangeReason = z.infer<typeof ChangeReason>;

/** The changes of a published version against another one. Replayed rows are not counted. */
export const VersionChanges = z.object({
  before: z.object({ versionId: Id, name: z.string(), number: z.int() }).nullable(),
  recipe: z.array(RecipeChange),
  rows: z.object({ added: z.int(), removed: z.int(), changed: z.int() }),
  /** The leaves with the most changes, and the number of all that changed. */
  leaves: z.object({
    items: z.array(
      z.object({
        leafId: NodeId,
        path: z.string(),
        added: z.int(),
        removed: z.int(),
        changed: z.int(),
        /** Of the removed ones, by what stands against them now. */
        reasons: z.array(z.object({ reason: ChangeReason, rows: z.int() })),
      }),
    ),
    total: z.int(),
  }),
});
export type VersionChanges = z.infer<typeof VersionChanges>;

/** A sample that two versions differ in; its text in each, null where it is not. */
export const ChangedRow = z.object({
  sampleId: Id,
  leafId: NodeId,
  path: z.string(),
  reason: ChangeReason,
  before: z.string().nullable(),
  now: z.string().nullable(),
});
export type ChangedRow = z.infer<typeof ChangedRow>;
