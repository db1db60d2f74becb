import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { leavesToReview } from '@/components/tree/api';
import type { Crumb } from '@/taxonomy/tree/contract';
import type { ReviewScope } from './api';

/** The previous or next leaf in tree order that has samples to review; wraps around at the ends. */
export function useLeafSteps(taxonomyId: string, scope: ReviewScope) {
  const router = useRouter();
  const { data } = useQuery(leavesToReview(taxonomyId, scope === 'all' ? null : scope));
  const find = (by: 1 | -1): Crumb | undefined => (by === 1 ? data?.next : data?.previous) ?? undefined;
  const go = (by: 1 | -1) => {
    const leaf = find(by);
    if (leaf) router.push(`/review/${leaf.id}`);
  };
  return { find, go };
}
