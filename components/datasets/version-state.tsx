import { LoaderCircle } from 'lucide-react';
import type { VersionSummary } from '@/taxonomy/datasets/contract';
import { Badge } from '../ui/badge';

/** Says what is not ordinary: a version is published, unless it says otherwise. */
export function VersionState({ state }: Pick<VersionSummary, 'state'>) {
  if (state === 'published') return null;
  if (state === 'failed') return <Badge tone="rejected">Failed</Badge>;
  return (
    <Badge tone="accent" icon={LoaderCircle}>
      Publishing
    </Badge>
  );
}
