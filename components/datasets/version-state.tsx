import { LoaderCircle } from 'lucide-react';
import type { VersionSummary } from '@/taxonomy/datasets/contract';
import { Badge } from '../ui/badge';

/** Shows only unusual states; a version without a badge is published. */
export function VersionState({ state }: Pick<VersionSummary, 'state'>) {
  if (state === 'published') return null;
  if (state === 'failed') return <Badge tone="rejected">Failed</Badge>;
  return (
    <Badge tone="accent" icon={LoaderCircle}>
      Publishing
    </Badge>
  );
}
