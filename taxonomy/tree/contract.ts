import { z } from 'zod';
import { Cursor, Id, NodeId } from '../contract';
import { branches, leafKinds, nodeNameFault, tidyName } from './vocabulary';

export const Branch = z.enum(branches);

export const SampleCounts = z.object({ pending: z.int(), approved: z.int(), rejected: z.int() });
export type SampleCounts = z.infer<typeof SampleCounts>;

/** A node. Counts do not include the nodes below it. */
export const TreeNode = z.object({
  id: NodeId,
  parentId: NodeId.nullable(),
  branch: Branch,
  name: z.string(),
  depth: z.int(),
  position: z.int(),
  /** Null for a folder. */
  leaf: z.object({ kind: z.enum(leafKinds), version: z.int(), seedCount: z.int(), problemCount: z.int() }).nullable(),
  counts: SampleCounts,
});
export type TreeNode = z.infer<typeof TreeNode>;

export const Taxonomy = z.object({ id: Id, name: z.string(), leafCount: z.int() });
export type Taxonomy = z.infer<typeof Taxonomy>;

/** A step of a breadcrumb. */
export const Crumb = z.object({ id: NodeId, name: z.string() });
export type Crumb = z.infer<typeof Crumb>;

export const NodeName = z
  .string()
  .overwrite(tidyName)
  .superRefine((name, context) => {
    const message = nodeNameFault(name);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });

/** With `leafKind` the new node is a leaf without seeds, otherwise a folder. */
export const CreateNodeRequest = z.strictObject({
  parentId: NodeId,
  name: NodeName,
  leafKind: z.enum(leafKinds).optional(),
});
export type CreateNodeRequest = z.infer<typeof CreateNodeRequest>;

/** The change is refused unless the node still matches `expected`, so that an undo overwrites nothing newer. */
export const UpdateNodeRequest = z.strictObject({
  name: NodeName.optional(),
  parentId: NodeId.optional(),
  position: z.int().min(0).optional(),
  expected: z.strictObject({ name: z.string().optional(), parentId: NodeId.optional() }).optional(),
});
export type UpdateNodeRequest = z.infer<typeof UpdateNodeRequest>;

/**
 * With `unused` a node is only deleted if nothing was added to it since it was created; otherwise the answer is
 * `conflict`.
 */
export const DeleteNodeQuery = z.strictObject({ unused: z.stringbool().default(false) });
export type DeleteNodeQuery = z.infer<typeof DeleteNodeQuery>;

/** What a deletion hid; restoring the node brings everything back. */
export const DeletedNode = z.object({ id: NodeId, name: z.string(), nodes: z.int(), samples: z.int() });
export type DeletedNode = z.infer<typeof DeletedNode>;

/** Nodes in pages, by id. `search` matches names. */
export const NodesQuery = z.object({
  cursor: Cursor.optional(),
  limit: z.coerce.number<number | string>().int().min(1).max(1_000).default(200),
  search: z.string().trim().min(1).max(200).optional(),
});
export type NodesQuery = z.infer<typeof NodesQuery>;

/** The totals of a node and everything below it. */
export const NodeTotals = SampleCounts.extend({ leaves: z.int(), seeds: z.int(), problems: z.int() });
export type NodeTotals = z.infer<typeof NodeTotals>;

/** A node as a row of the tree. `childCount` says whether it can be opened, before its children are loaded. */
export const TreeRow = TreeNode.extend({ totals: NodeTotals, childCount: z.int() });
export type TreeRow = z.infer<typeof TreeRow>;

const NodeIds = z
  .string()
  .transform((text) => text.split(',').filter((id) => id !== ''))
  .pipe(z.array(NodeId).max(100));

/**
 * The part of the tree to get: the children of `parents`, and for each node of `around` its children and those of all
 * nodes above it. Without both, the first levels, or all of a small tree.
 */
export const TreeQuery = z.object({
  parents: NodeIds.default([]),
  around: NodeIds.default([]),
  cursor: Cursor.optional(),
});
export type TreeQuery = z.infer<typeof TreeQuery>;

/** `parents` are the nodes with their children in the answer (and its next pages); `root` is above the branches. */
export const TreePart = z.object({
  items: z.array(TreeRow),
  parents: z.array(z.string()),
  nextCursor: Cursor.nullable(),
});
export type TreePart = z.infer<typeof TreePart>;

/** Searches paths and seed text for words, all of which must match; only what is at or below `below` when given. */
export const SearchQuery = z.object({
  /** Empty lists in tree order, where only folders or only leaves with problems are wanted. */
  q: z.string().trim().max(200).default(''),
  limit: z.coerce.number<number | string>().int().min(1).max(100).default(50),
  only: z.enum(['leaves', 'folders', 'problems']).optional(),
  below: NodeId.optional(),
  branch: Branch.optional(),
});
export type SearchQuery = z.infer<typeof SearchQuery>;

export const FoundNode = z.object({
  node: TreeNode,
  /** From the branch down to the parent. */
  above: z.array(Crumb),
  /** The text around a match in a seed; null when all words match the path. */
  excerpt: z.string().nullable(),
});
export type FoundNode = z.infer<typeof FoundNode>;

/** The best matches, and the total number of matches. */
export const FoundNodes = z.object({ items: z.array(FoundNode), total: z.int() });
export type FoundNodes = z.infer<typeof FoundNodes>;

/** The previous and next leaves in tree order with samples to review; wraps around at the ends. */
export const LeavesToReview = z.object({ previous: Crumb.nullable(), next: Crumb.nullable() });
export type LeavesToReview = z.infer<typeof LeavesToReview>;
