import type { TreeNode } from '@/taxonomy/tree/contract';

/** `node` is null for the root, which is never listed, and for a node that was just deleted but is still requested. */
export type Item = { node: TreeNode | null };

// In pixels; rows are positioned with it.
export const ROW_HEIGHT = 28;
export const INDENT = 16;
