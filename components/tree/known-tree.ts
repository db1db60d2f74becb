import type { NodeTotals, SampleCounts, TreeNode, TreePart, TreeRow } from '@/taxonomy/tree/contract';
import { ROOT } from './root';

/** The part of the tree that is loaded in this tab. */
export type KnownTree = {
  nodes: TreeRow[];
  /** Nodes whose children are all loaded. */
  parents: string[];
  /** Ids that were requested by name. */
  asked: string[];
  /**
   * Nodes that could not be loaded, themselves or their children; loaded again when a person tries, and after each
   * refresh.
   */
  failed: string[];
};

export const emptyTree: KnownTree = { nodes: [], parents: [], asked: [], failed: [] };

export const withFailed = (tree: KnownTree, ids: readonly string[]): KnownTree => ({
  ...tree,
  failed: [...new Set([...tree.failed, ...ids])],
});

export const withoutFailed = (tree: KnownTree, id: string): KnownTree => ({
  ...tree,
  failed: tree.failed.filter((each) => each !== id),
});

/** Adds a response of the server: its lists of children are complete, so children that they lack are removed. */
export function known(tree: KnownTree, part: TreePart): KnownTree {
  const fresh = new Set(part.items.map(({ id }) => id));
  const parents = new Set(part.parents);
  const kept = tree.nodes.filter(({ id, parentId }) => !fresh.has(id) && !parents.has(parentId ?? ROOT));
  return { ...tree, nodes: [...kept, ...part.items], parents: [...new Set([...tree.parents, ...parents])] };
}

// The effects of a change on the rows, shown before the server has answered.

/** Adds a new node as the last child of its parent. A parent without children counts as loaded. */
export function withNode(tree: KnownTree, node: TreeNode): KnownTree {
  const parent = tree.nodes.find(({ id }) => id === node.parentId);
  const row: TreeRow = { ...node, childCount: 0, totals: { ...noTotals, leaves: node.leaf ? 1 : 0 } };
  const isKnown = parent !== undefined && (parent.childCount === 0 || tree.parents.includes(parent.id));
  const parents = isKnown ? [...new Set([...tree.parents, parent.id, node.id])] : tree.parents;
  return changeAbove({ ...tree, parents, nodes: [...tree.nodes, row] }, row, 1);
}

export const renamed = (tree: KnownTree, id: string, name: string): KnownTree => ({
  ...tree,
  nodes: tree.nodes.map((node) => (node.id === id ? { ...node, name } : node)),
});

/** Replaces the facts of a leaf, such as its number of seeds. */
export const withLeaf = (tree: KnownTree, id: string, leaf: TreeNode['leaf']): KnownTree => ({
  ...tree,
  nodes: tree.nodes.map((node) => (node.id === id ? { ...node, leaf } : node)),
});

/** The node and all loaded nodes below it. */
function subtreeIds(nodes: readonly TreeNode[], id: string): Set<string> {
  const ids = new Set([id]);
  for (const node of [...nodes].sort((a, b) => a.depth - b.depth)) {
    if (node.parentId !== null && ids.has(node.parentId)) ids.add(node.id);
  }
  return ids;
}

export function without(tree: KnownTree, id: string): KnownTree {
  const node = tree.nodes.find((each) => each.id === id);
  if (!node) return tree;
  const gone = subtreeIds(tree.nodes, id);
  const left = changeAbove(tree, node, -1);
  return { ...left, nodes: left.nodes.filter((each) => !gone.has(each.id)) };
}

/** Puts a node under another parent, or elsewhere among its siblings; at the end when no position is given. */
export function moved(tree: KnownTree, id: string, to: { parentId: string; position?: number }): KnownTree {
  const node = tree.nodes.find((each) => each.id === id);
  const parent = tree.nodes.find((each) => each.id === to.parentId);
  if (!node) return tree;
  // The destination is not loaded: the node is hidden until its folder is opened.
  if (!parent) return without(tree, id);
  const below = subtreeIds(tree.nodes, id);
  const deeper = parent.depth + 1 - node.depth;
  const siblings = tree.nodes
    .filter((each) => each.parentId === to.parentId && each.id !== id)
    .sort((a, b) => a.position - b.position || a.name.localeCompare(b.name, 'en'))
    .map((each) => each.id);
  siblings.splice(to.position ?? siblings.length, 0, id);
  const places = new Map(siblings.map((sibling, place) => [sibling, place]));
  const isKnown = parent.childCount === 0 || tree.parents.includes(parent.id);
  const taken = changeAbove(tree, node, -1);
  const nodes = taken.nodes.map((each) => ({
    ...each,
    parentId: each.id === id ? to.parentId : each.parentId,
    depth: below.has(each.id) ? each.depth + deeper : each.depth,
    branch: below.has(each.id) ? parent.branch : each.branch,
    position: places.get(each.id) ?? each.position,
  }));
  const parents = isKnown ? [...new Set([...tree.parents, parent.id])] : tree.parents;
  return changeAbove({ ...tree, parents, nodes }, { ...node, parentId: to.parentId }, 1);
}

const noTotals: NodeTotals = { leaves: 0, seeds: 0, problems: 0, pending: 0, approved: 0, rejected: 0 };

/** Changes the numbers of samples of a leaf, and of all nodes above it. */
export function withSamples(tree: KnownTree, leafId: string, by: SampleCounts): KnownTree {
  const leaf = tree.nodes.find(({ id }) => id === leafId);
  const changed = idsAbove(tree, leaf?.parentId ?? null).add(leafId);
  const totals = { ...noTotals, ...by };
  const nodes = tree.nodes.map((each) =>
    changed.has(each.id) ? { ...each, totals: added(each.totals, totals) } : each,
  );
  return { ...tree, nodes };
}

function idsAbove(tree: KnownTree, parentId: string | null): Set<string> {
  const parentOf = new Map(tree.nodes.map((node) => [node.id, node.parentId]));
  const above = new Set<string>();
  for (let id = parentId; id !== null && !above.has(id); id = parentOf.get(id) ?? null) above.add(id);
  return above;
}

/** Adds a node's totals to all nodes above it, or subtracts them, and updates its parent's number of children. */
function changeAbove(tree: KnownTree, node: TreeRow, by: 1 | -1): KnownTree {
  const above = idsAbove(tree, node.parentId);
  const change = (each: TreeRow): TreeRow => ({
    ...each,
    childCount: each.id === node.parentId ? each.childCount + by : each.childCount,
    totals: added(each.totals, node.totals, by),
  });
  return { ...tree, nodes: tree.nodes.map((each) => (above.has(each.id) ? change(each) : each)) };
}

export const added = (a: NodeTotals, b: NodeTotals, by: 1 | -1 = 1): NodeTotals => ({
  leaves: a.leaves + by * b.leaves,
  seeds: a.seeds + by * b.seeds,
  problems: a.problems + by * b.problems,
  pending: a.pending + by * b.pending,
  approved: a.approved + by * b.approved,
  rejected: a.rejected + by * b.rejected,
});

/** The subject of an undo that removes a new node. */
export const madeNode = (id: string): string => `made ${id}`;
