import type { TreeNode } from '@/taxonomy/tree/contract';

/** Without a node for the root, which no list holds, and for one that was just deleted and is asked for once more. */
export type Item = { node: TreeNode | null };

// In pixels; the rows are placed by them.
export const ROW_HEIGHT = 28;
export const INDENT = 16;
