import type { Db } from '@/prisma/client';
import { hideNodes, lockNodes, type LiveNode } from './repository-structure';

/**
 * Hides nodes that were created together, from the lowest up. A node stays when something below it stays, when it
 * became a leaf, or when it is in `stays`. Samples stay, and `restoreNode` brings the nodes back like any deleted node.
 *
 * @param made The nodes; those that are already deleted are ignored.
 * @param leaves Those of them that were created as leaves.
 * @returns The ids of the nodes that were hidden.
 */
export async function undoCreateNodes(
  tx: Db,
  { made, leaves, stays }: { made: string[]; leaves: ReadonlySet<string>; stays: ReadonlySet<string> },
): Promise<Set<string>> {
  const { nodes, children } = await lockNodes(tx, made);
  const hidden = removable(nodes, children, ({ id, isLeaf }) => stays.has(id) || (isLeaf && !leaves.has(id)));
  await hideNodes(tx, [...hidden]);
  return hidden;
}

function removable(nodes: LiveNode[], children: LiveNode[], stays: (node: LiveNode) => boolean): Set<string> {
  const removed = new Set<string>();
  const childrenLeft = new Map<string | null, number>();
  const count = (parentId: string | null, by: number) =>
    childrenLeft.set(parentId, (childrenLeft.get(parentId) ?? 0) + by);
  for (const { parentId } of children) count(parentId, 1);
  for (const node of nodes.toSorted((a, b) => b.depth - a.depth)) {
    if ((childrenLeft.get(node.id) ?? 0) > 0 || stays(node)) continue;
    removed.add(node.id);
    count(node.parentId, -1);
  }
  return removed;
}
