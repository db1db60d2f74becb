import { CircleCheck } from 'lucide-react';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState, ErrorState, Skeleton } from '@/components/ui/states';
import type { Desk } from './use-desk';

/** The desk is empty: because more is coming, because it could not come, or because the work is done. */
export function NothingLeft({ desk: { refill, counts } }: { desk: Desk }) {
  if (refill.error) {
    return <ErrorState title="The next samples could not be loaded" error={refill.error} onRetry={refill.retry} />;
  }
  if (refill.isLoading) return <Skeleton className="mx-auto h-64 w-full max-w-[68ch]" />;
  const decided = counts.approved + counts.rejected;
  if (decided === 0) {
    return (
      <EmptyState
        title="Nothing to review yet"
        action={
          <ButtonLink variant="primary" href="/runs/new">
            Generate samples
          </ButtonLink>
        }
      >
        Samples that a teacher writes and its judges let through wait here for a person’s decision.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={CircleCheck}
      title="Nothing left to review here"
      action={
        counts.approved > 0 && (
          <ButtonLink variant="primary" href="/datasets">
            Publish a dataset
          </ButtonLink>
        )
      }
    >
      {counts.approved.toLocaleString('en')} approved, {counts.rejected.toLocaleString('en')} rejected. Undo still
      works.
    </EmptyState>
  );
}
