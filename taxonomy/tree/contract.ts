import { z } from 'zod';
import { Cursor, Id, NodeId } from '../contract';
import { branches, leafKinds } from './vocabulary';

export const Branch = z.enum(branches);

export const SampleCounts = z.object({ pending: z.int(), approved: z.int(), rejected: z.int() });
export type SampleCounts = z.infer<typeof SampleCounts>;

/** A node as the tree shows it. Counts are the node's own; the browser rolls them up. */
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

/** Same rule as the database's check: no slashes, no dots alone, no blank ends. */
export const NodeName = z
  .string()
  .trim()
  .min(1, 'A name cannot be empty.')
  .max(200)
  .refine((name) => !/[/\\]/.test(name) && !name.includes('\0'), 'A name cannot hold a slash.')
  .refine((name) => name !== '.' && name !== '..', 'A name cannot be only dots.');

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

/** Nodes come in big pages, by id, so that a tree of 20,000 is four requests. `search` looks into names. */
export const NodesQuery = z.object({
  cursor: Cursor.optional(),
  limit: z.coerce.number<number | string>().int().min(1).max(5_000).default(5_000),
  search: z.string().trim().min(1).max(200).optional(),
});
export type NodesQuery = z.infer<typeof NodesQuery>;
