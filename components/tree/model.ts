import type { SampleCounts, TreeNode } from '@/taxonomy/tree/contract';
import { branches } from '@/taxonomy/tree/vocabulary';

/** Stands above the three branches; never stored, never shown. */
export const ROOT = 'root';

export type NodeTotals = SampleCounts & { leaves: number; seeds: number; problems: number };

/** Which number stands beside a name. */
export type CountName = 'seeds' | 'generated' | 'pending' | 'approved';

/** The flat list of nodes, indexed for a screen: who is under whom, and what a subtree adds up to. */
export type TreeModel = {
  nodes: ReadonlyMap<string, TreeNode>;
  children: ReadonlyMap<string, readonly string[]>;
  totals: ReadonlyMap<string, NodeTotals>;
};

const nothing: NodeTotals = { leaves: 0, seeds: 0, problems: 0, pending: 0, approved: 0, rejected: 0 };

export function buildTree(list: readonly TreeNode[]): TreeModel {
  const nodes = new Map(list.map((node) => [node.id, node]));
  const children = new Map<string, string[]>();
  for (const node of [...list].sort(inTreeOrder)) {
    const siblings = children.get(node.parentId ?? ROOT);
    if (siblings) siblings.push(node.id);
    else children.set(node.parentId ?? ROOT, [node.id]);
  }
  return { nodes, children, totals: rollUp(list) };
}

/** Branches in the method's order; below them by position, and by name where positions are equal. */
function inTreeOrder(a: TreeNode, b: TreeNode): number {
  if (a.parentId === null && b.parentId === null) return branches.indexOf(a.branch) - branches.indexOf(b.branch);
  if (a.position !== b.position) return a.position - b.position;
  return compareNames(a.name, b.name);
}

// A collator made once: localeCompare makes one per call, which shows at 10,000 nodes.
const { compare: compareNames } = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Adds every node's own numbers to all its ancestors, deepest first, so that each edge is walked once. */
function rollUp(list: readonly TreeNode[]): Map<string, NodeTotals> {
  const totals = new Map(list.map((node) => [node.id, ownTotals(node)]));
  const whole = { ...nothing };
  for (const node of [...list].sort((a, b) => b.depth - a.depth)) {
    addTo((node.parentId && totals.get(node.parentId)) || whole, totals.get(node.id) ?? nothing);
  }
  return totals.set(ROOT, whole);
}

const ownTotals = ({ leaf, counts }: TreeNode): NodeTotals => ({
  ...counts,
  leaves: leaf ? 1 : 0,
  seeds: leaf?.seedCount ?? 0,
  problems: leaf?.problemCount ?? 0,
});

function addTo(sum: NodeTotals, more: NodeTotals): void {
  sum.leaves += more.leaves;
  sum.seeds += more.seeds;
  sum.problems += more.problems;
  sum.pending += more.pending;
  sum.approved += more.approved;
  sum.rejected += more.rejected;
}

/** What the subtree adds up to; of the whole taxonomy for null. */
export const totalsOf = (model: TreeModel, id: string | null): NodeTotals => model.totals.get(id ?? ROOT) ?? nothing;

export const countIn = (totals: NodeTotals, count: CountName): number =>
  count === 'generated' ? totals.pending + totals.approved + totals.rejected : totals[count];

export const childrenOf = (model: TreeModel, id: string | null): TreeNode[] =>
  (model.children.get(id ?? ROOT) ?? []).flatMap((child) => model.nodes.get(child) ?? []);

/** From the branch down to the node itself; empty for a node that is not there. */
export function crumbsOf(model: TreeModel, id: string | null): TreeNode[] {
  const crumbs: TreeNode[] = [];
  // The depth bound stops a list that was changed by hand into a circle.
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

export const isWithin = (model: TreeModel, id: string, ancestorId: string): boolean =>
  crumbsOf(model, id).some((crumb) => crumb.id === ancestorId);

/** Every leaf at or below a node, in tree order; of the whole taxonomy for null. */
export function leavesUnder(model: TreeModel, id: string | null): TreeNode[] {
  const own = id === null ? undefined : model.nodes.get(id);
  const below = childrenOf(model, id).flatMap((child) => leavesUnder(model, child.id));
  return own?.leaf ? [own, ...below] : below;
}
