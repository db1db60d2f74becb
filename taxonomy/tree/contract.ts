import { z } from 'zod';
import { Cursor, Id, NodeId } from '../contract';
import { branches, leafKinds, nodeNameFault, tidyName } from './vocabulary';

export const Branch = z.enum(branches);

export const SampleCounts = z.object({ pending: z.int(), approved: z.int(), rejected: z.int() });
export type SampleCounts = z.infer<typeof SampleCounts>;

/** A node. Counts are its own, without what is below it. */
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

/** With `leafKind` the new node is a leaf with no seeds; else a folder. */
export const CreateNodeRequest = z.strictObject({
  parentId: NodeId,
  name: NodeName,
  leafKind: z.enum(leafKinds).optional(),
});
export type CreateNodeRequest = z.infer<typeof CreateNodeRequest>;

/** `expected` is what the node must still be, else the change is refused: taking an act back overwrites nothing newer. */
export const UpdateNodeRequest = z.strictObject({
  name: NodeName.optional(),
  parentId: NodeId.optional(),
  position: z.int().min(0).optional(),
  expected: z.strictObject({ name: z.string().optional(), parentId: NodeId.optional() }).optional(),
});
export type UpdateNodeRequest = z.infer<typeof UpdateNodeRequest>;

/** With `unused` only a node that nothing was added to since it was made is deleted; else the answer is a conflict. */
export const DeleteNodeQuery = z.strictObject({ unused: z.stringbool().default(false) });
export type DeleteNodeQuery = z.infer<typeof DeleteNodeQuery>;

/** What a delete took out of sight; restoring the node brings it all back. */
export const DeletedNode = z.object({ id: NodeId, name: z.string(), nodes: z.int(), samples: z.int() });
export type DeletedNode = z.infer<typeof DeletedNode>;

/** Nodes come in pages by id. `search` looks into names. */
export const NodesQuery = z.object({
  cursor: Cursor.optional(),
  limit: z.coerce.number<number | string>().int().min(1).max(1_000).default(200),
  search: z.string().trim().min(1).max(200).optional(),
});
export type NodesQuery = z.infer<typeof NodesQuery>;

/** What a node and everything below it add up to. */
export const NodeTotals = SampleCounts.extend({ leaves: z.int(), seeds: z.int(), problems: z.int() });
export type NodeTotals = z.infer<typeof NodeTotals>;

/** A node as a row of the tree. `childCount` says whether it can be opened before its children are known. */
export const TreeRow = TreeNode.extend({ totals: NodeTotals, childCount: z.int() });
export type TreeRow = z.infer<typeof TreeRow>;

const NodeIds = z
  .string()
  .transform((text) => text.split(',').filter((id) => id !== ''))
  .pipe(z.array(NodeId).max(100));

/**
 * Which part of the tree: the children of `parents`, and for each of `around` its own children and those of all above
 * it. With neither, the first levels, or all of a small tree.
 */
export const TreeQuery = z.object({
  parents: NodeIds.default([]),
  around: NodeIds.default([]),
  cursor: Cursor.optional(),
});
export type TreeQuery = z.infer<typeof TreeQuery>;

/** `parents` are those whose children are in the answer (and its next pages); `root` stands above the branches. */
export const TreePart = z.object({
  items: z.array(TreeRow),
  parents: z.array(z.string()),
  nextCursor: Cursor.nullable(),
});
export type TreePart = z.infer<typeof TreePart>;

/** Words are looked for in paths and in the text of seeds; each must be found. */
export const SearchQuery = z.object({
  q: z.string().trim().min(1).max(200),
  limit: z.coerce.number<number | string>().int().min(1).max(100).default(50),
  only: z.enum(['leaves', 'folders']).optional(),
  branch: Branch.optional(),
});
export type SearchQuery = z.infer<typeof SearchQuery>;

export const FoundNode = z.object({
  node: TreeNode,
  /** From the branch down to the parent. */
  above: z.array(Crumb),
  /** The words around what was found in a seed; null when the path holds all words. */
  excerpt: z.string().nullable(),
});
export type FoundNode = z.infer<typeof FoundNode>;

/** The best matches, and how many there are in all. */
export const FoundNodes = z.object({ items: z.array(FoundNode), total: z.int() });
export type FoundNodes = z.infer<typeof FoundNodes>;

/** The leaves before and after another in tree order that have samples to review; round at the ends. */
export const LeavesToReview = z.object({ previous: Crumb.nullable(), next: Crumb.nullable() });
export type LeavesToReview = z.infer<typeof LeavesToReview>;
