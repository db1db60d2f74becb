'use client';

import { useRouter } from 'next/navigation';
import { useTree } from '@/components/tree/api';
import type { TreeNode } from '@/taxonomy/tree/contract';
import { leavesUnder } from '@/components/tree/model';
import type { ReviewScope } from './api';

/** The leaf before or after this one, in tree order, in which samples wait; round at the ends. */
export function useLeafSteps(taxonomyId: string, scope: ReviewScope) {
  const router = useRouter();
  const { model } = useTree(taxonomyId);
  const find = (by: 1 | -1): TreeNode | undefined => {
    if (!model) return undefined;
    const leaves = leavesUnder(model, null);
    const here = leaves.findIndex(({ id }) => id === scope);
    const order =
      by === 1
        ? leaves.slice(here + 1).concat(leaves)
        : leaves.slice(0, Math.max(0, here)).toReversed().concat(leaves.toReversed());
    return order.find(({ id, counts }) => id !== scope && counts.pending > 0);
  };
  const go = (by: 1 | -1) => {
    const leaf = find(by);
    if (leaf) router.push(`/review/${leaf.id}`);
  };
  return { find, go };
}
