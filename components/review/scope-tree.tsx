import { useRouter } from 'next/navigation';
import { memo } from 'react';
import { TaxonomyTree } from '@/components/tree/taxonomy-tree';
import type { ReviewScope } from './api';

/** Chooses the leaf or folder to review. Memoised, so that a decision does not render the tree again. */
export const ScopeTree = memo(function ScopeTree({ taxonomyId, scope }: { taxonomyId: string; scope: ReviewScope }) {
  const router = useRouter();
  return (
    <TaxonomyTree
      taxonomyId={taxonomyId}
      count="pending"
      selectedId={scope === 'all' ? null : scope}
      onSelect={(id) => router.push(id ? `/review/${id}` : '/review')}
    />
  );
});
