import { TreeSkeleton } from '@/components/tree/tree-skeleton';
import { PageSkeleton } from '@/components/ui/page-skeleton';

export default function Loading() {
  return <PageSkeleton side={<TreeSkeleton />} />;
}
