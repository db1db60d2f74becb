import type { TreeNode } from '@/taxonomy/tree/contract';
import { branchNames } from '@/taxonomy/tree/vocabulary';
import { childrenOf, isWithin, type TreeModel } from './model';

/** The destination of a node. `position` is the number of siblings before it; without it, the node goes to the end. */
export type Destination = { parentId: string; position?: number };

/** The actions on nodes of the tree. Their dialogs and requests belong to the page. */
export type TreeEditing = {
  rename: (node: TreeNode, name: string) => void;
  move: (node: TreeNode, to: Destination) => void;
  remove: (node: TreeNode) => void;
  /** Opens the dialog that asks for the name of a new leaf or folder under this one; with null, also for its branch. */
  create: (parent: TreeNode | null, what: 'leaf' | 'folder') => void;
  /** Opens the picker for a new place. */
  moveTo: (node: TreeNode) => void;
  /** Tells why a drop moved nothing. */
  refuse: (reason: string) => void;
};

/**
 * The destination for Alt with an arrow: up and down among the siblings, left out of the folder, right into the folder
 * above.
 */
export function placeByKey(model: TreeModel, node: TreeNode, key: string): Destination | undefined {
  const { parentId } = node;
  if (parentId === null) return undefined;
  const siblings = childrenOf(model, parentId).map((each) => each.id);
  const place = siblings.indexOf(node.id);
  const grandparentId = model.nodes.get(parentId)?.parentId;
  switch (key) {
    case 'ArrowUp':
      return place > 0 ? { parentId, position: place - 1 } : undefined;
    case 'ArrowDown':
      return place < siblings.length - 1 ? { parentId, position: place + 1 } : undefined;
    case 'ArrowLeft': {
      if (!grandparentId) return undefined;
      const aunts = childrenOf(model, grandparentId).map((each) => each.id);
      return { parentId: grandparentId, position: aunts.indexOf(parentId) + 1 };
    }
    case 'ArrowRight': {
      const above = model.nodes.get(siblings[place - 1] ?? '');
      return above && !above.leaf ? { parentId: above.id } : undefined;
    }
    default:
      return undefined;
  }
}

/** Why a node cannot be dropped into another, with what to do instead; null when it can. */
export function dropFault(model: TreeModel, node: TreeNode, into: TreeNode): string | null {
  if (node.branch !== into.branch) {
    const [from, to] = [branchNames[node.branch], branchNames[into.branch]];
    return `“${node.name}” cannot be moved from ${from} to ${to}: the branch decides how samples are generated. Create a new leaf there instead.`;
  }
  if (isWithin(model, into.id, node.id))
    return `“${node.name}” cannot be moved into itself. Choose a place outside of it.`;
  if (into.leaf && model.children.get(into.id)?.length === 0)
    return `“${into.name}” is a leaf. Drop “${node.name}” on a folder, or choose “Move to…” in its menu.`;
  return null;
}
