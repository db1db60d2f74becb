import type { TreeNode } from '@/taxonomy/tree/contract';

/** Where a node goes. `position` counts the siblings before it; left out, it goes to the end. */
export type Destination = { parentId: string; position?: number };

/** What may be done to nodes from the tree. The dialogs and the calls behind it belong to the page. */
export type TreeEditing = {
  rename: (node: TreeNode, name: string) => void;
  move: (node: TreeNode, to: Destination) => void;
  remove: (node: TreeNode) => void;
  /** Opens the dialog that asks for the name of a new leaf or folder under this one. */
  create: (parent: TreeNode, what: 'leaf' | 'folder') => void;
  /** Opens the picker of a new place. */
  moveTo: (node: TreeNode) => void;
};

/** Branches are fixed: they are the method's own three. */
export const isBranch = (node: TreeNode): boolean => node.parentId === null;
