import type { TreeNode } from '@/taxonomy/tree/contract';

// What a change does to the flat list, so that the screen can show it before the server has answered.

export const withNode = (nodes: readonly TreeNode[], node: TreeNode): TreeNode[] => [
  ...nodes.filter((each) => each.id !== node.id),
  node,
];

export const renamed = (nodes: readonly TreeNode[], id: string, name: string): TreeNode[] =>
  nodes.map((node) => (node.id === id ? { ...node, name } : node));

/** The node and all that is below it. */
export function subtreeIds(nodes: readonly TreeNode[], id: string): Set<string> {
  const ids = new Set([id]);
  for (const node of [...nodes].sort((a, b) => a.depth - b.depth)) {
    if (node.parentId !== null && ids.has(node.parentId)) ids.add(node.id);
  }
  return ids;
}

export function without(nodes: readonly TreeNode[], id: string): TreeNode[] {
  const gone = subtreeIds(nodes, id);
  return nodes.filter((node) => !gone.has(node.id));
}

/** Puts a node under another parent, or elsewhere among its siblings; at the end when no position is given. */
export function moved(nodes: readonly TreeNode[], id: string, to: { parentId: string; position?: number }): TreeNode[] {
  const node = nodes.find((each) => each.id === id);
  const parent = nodes.find((each) => each.id === to.parentId);
  if (!node || !parent) return [...nodes];
  const below = subtreeIds(nodes, id);
  const deeper = parent.depth + 1 - node.depth;
  const siblings = nodes
    .filter((each) => each.parentId === to.parentId && each.id !== id)
    .sort((a, b) => a.position - b.position || a.name.localeCompare(b.name, 'en'))
    .map((each) => each.id);
  siblings.splice(to.position ?? siblings.length, 0, id);
  const places = new Map(siblings.map((sibling, place) => [sibling, place]));
  return nodes.map((each) => ({
    ...each,
    parentId: each.id === id ? to.parentId : each.parentId,
    depth: below.has(each.id) ? each.depth + deeper : each.depth,
    branch: below.has(each.id) ? parent.branch : each.branch,
    position: places.get(each.id) ?? each.position,
  }));
}

/** The subject of the offer to take back the making of a node. */
export const madeNode = (id: string): string => `made ${id}`;
