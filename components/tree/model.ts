import type { NodeTotals, TreeNode, TreeRow } from '@/taxonomy/tree/contract';
import { branches } from '@/taxonomy/tree/vocabulary';
import { added, type KnownTree } from './known-tree';
import { ROOT } from './root';

export { ROOT };
export type { NodeTotals };

/** Which number is shown beside a name. */
export type CountName = 'seeds' | 'generated' | 'pending' | 'approved';

/** The loaded part of the tree, indexed for screens. `children` has only folders with loaded children. */
export type TreeModel = {
  nodes: ReadonlyMap<string, TreeRow>;
  children: ReadonlyMap<string, readonly string[]>;
  /** Requested ids that are not in the tree. */
  gone: ReadonlySet<string>;
  /** Folders with children that failed to load, and requested ids that did. */
  failed: ReadonlySet<string>;
};

const nothing: NodeTotals = { leaves: 0, seeds: 0, problems: 0, pending: 0, approved: 0, rejected: 0 };

/** Skips rows without a known parent. */
export function buildTree(tree: KnownTree): TreeModel {
  const byParent = new Map<string, TreeRow[]>();
  for (const node of [...tree.nodes].sort(inTreeOrder)) {
    const siblings = byParent.get(node.parentId ?? ROOT);
    if (siblings) siblings.push(node);
    else byParent.set(node.parentId ?? ROOT, [node]);
  }
  const nodes = new Map<string, TreeRow>();
  const children = new Map<string, readonly string[]>();
  const parents = new Set(tree.parents);
  const visit = (id: string, isKnown: boolean) => {
    const below = byParent.get(id) ?? [];
    if (isKnown)
      children.set(
        id,
        below.map((node) => node.id),
      );
    for (const node of below) {
      if (nodes.has(node.id)) continue;
      nodes.set(node.id, node);
      visit(node.id, parents.has(node.id) || node.childCount === 0);
    }
  };
  visit(ROOT, true);
  return {
    nodes,
    children,
    gone: new Set(tree.asked.filter((id) => !nodes.has(id))),
    failed: new Set(tree.failed.filter((id) => !children.has(id))),
  };
}

/** Branches in the method's order; other nodes by position, and by name where positions are equal. */
function inTreeOrder(a: TreeNode, b: TreeNode): number {
  if (a.parentId === null && b.parentId === null) return branches.indexOf(a.branch) - branches.indexOf(b.branch);
  if (a.position !== b.position) return a.position - b.position;
  return compareNames(a.name, b.name);
}

// A single collator: localeCompare creates one per call, which is slow with 10,000 nodes.
const { compare: compareNames } = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** The totals of a node and everything below it; of the whole taxonomy for null. */
export const totalsOf = (model: TreeModel, id: string | null): NodeTotals =>
  id === null
    ? childrenOf(model, null).reduce((sum, { totals }) => added(sum, totals), nothing)
    : (model.nodes.get(id)?.totals ?? nothing);

export const countIn = (totals: NodeTotals, count: CountName): number =>
  count === 'generated' ? totals.pending + totals.approved + totals.rejected : totals[count];

export const childrenOf = (model: TreeModel, id: string | null): TreeRow[] =>
  (model.children.get(id ?? ROOT) ?? []).flatMap((child) => model.nodes.get(child) ?? []);

/** From the branch down to the node itself; empty for a node that is not loaded. */
export function crumbsOf(model: TreeModel, id: string | null): TreeRow[] {
  const crumbs: TreeRow[] = [];
  // The depth limit ends the loop if the data contains a cycle.
  for (
    let node = model.nodes.get(id ?? '');
    node && crumbs.length < 1_000;
    node = model.nodes.get(node.parentId ?? '')
  ) {
    crumbs.unshift(node);
  }
  return crumbs;
}

export const pathText = (model: TreeModel, id: string | null): string =>
  crumbsOf(model, id)
    .map((crumb) => crumb.name)
    .join(' / ');

/** The path of a chosen place, for people; null while it is loading. */
export function placeText(model: TreeModel | null, id: string): string | null {
  if (!model) return null;
  return pathText(model, id) || (model.gone.has(id) ? 'A deleted folder or leaf' : null);
}

export const isWithin = (model: TreeModel, id: string, ancestorId: string): boolean =>
  crumbsOf(model, id).some((crumb) => crumb.id === ancestorId);

/** How many leaves are at or below these nodes, each counted once; without nodes, those of the whole taxonomy. */
export const leafCountOf = (model: TreeModel, ids: readonly string[]): number =>
  ids.length === 0
    ? totalsOf(model, null).leaves
    : [...new Set(ids)]
        .filter((id) => !ids.some((other) => other !== id && isWithin(model, id, other)))
        .reduce((sum, id) => sum + totalsOf(model, id).leaves, 0);

/** Branches are fixed: LAB has exactly these three. */
export const isBranch = (node: TreeNode): boolean => node.parentId === null;
