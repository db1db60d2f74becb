'use client';

import { useRouter } from 'next/navigation';
import { useTree } from '@/components/tree/api';
import { leavesUnder } from '@/components/tree/model';
import type { ReviewScope } from './api';

/** Goes to the leaf before or after this one, in tree order, in which samples wait; round at the ends. */
export function useLeafSteps(taxonomyId: string, scope: ReviewScope): (by: 1 | -1) => void {
  const router = useRouter();
  const { model } = useTree(taxonomyId);
  return (by) => {
    if (!model) return;
    const leaves = leavesUnder(model, null);
    const here = leaves.findIndex(({ id }) => id === scope);
    const order =
      by === 1
        ? leaves.slice(here + 1).concat(leaves)
        : leaves.slice(0, Math.max(0, here)).toReversed().concat(leaves.toReversed());
    const next = order.find(({ id, counts }) => id !== scope && counts.pending > 0);
    if (next) router.push(`/review/${next.id}`);
  };
}
