import { CircleCheck, ListChecks } from 'lucide-react';
import { keyOf } from '@/components/keymap';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState, ErrorState, Skeleton } from '@/components/ui/states';
import type { Crumb } from '@/taxonomy/tree/contract';
import { numberText } from '../numbers';
import { reviewHref, type ReviewScope } from './api';
import type { Desk } from './use-desk';

type NothingLeftProps = {
  desk: Desk;
  scope: ReviewScope;
  runId: string | null;
  /** A leaf that still has samples to review. */
  nextLeaf: Crumb | undefined;
  canGenerate: boolean;
};

/** Shown instead of a sample: more are being loaded, could not be loaded, or all are decided. */
export function NothingLeft({ desk: { refill, counts, done }, scope, runId, nextLeaf, canGenerate }: NothingLeftProps) {
  if (refill.error) {
    return <ErrorState title="The next samples could not be loaded" error={refill.error} onRetry={refill.retry} />;
  }
  if (refill.isLoading) return <Skeleton className="mx-auto h-64 w-full max-w-[68ch]" />;
  const next = nextLeaf && (
    <ButtonLink
      variant="primary"
      icon={ListChecks}
      href={reviewHref(nextLeaf.id, { status: 'pending' })}
      keyHint={keyOf('review.nextLeaf')}
    >
      Next: {nextLeaf.name}
    </ButtonLink>
  );
  if (counts.approved + counts.rejected === 0) {
    const generate = canGenerate && (
      <ButtonLink variant={next ? 'plain' : 'primary'} href="/runs/new">
        Generate samples
      </ButtonLink>
    );
    return (
      <EmptyState
        title="Nothing to review yet"
        action={
          (generate || next) && (
            <>
              {generate}
              {next}
            </>
          )
        }
      >
        Samples that a teacher writes and its judges accept appear here.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={CircleCheck}
      title="Nothing left to review"
      action={
        <>
          {(['approved', 'rejected'] as const).map(
            (status) =>
              counts[status] > 0 && (
                <ButtonLink key={status} href={reviewHref(scope, { status, runId })}>
                  View {status}
                </ButtonLink>
              ),
          )}
          {next}
          {!next && counts.approved > 0 && (
            <ButtonLink variant="primary" href="/datasets">
              Publish a dataset
            </ButtonLink>
          )}
        </>
      }
    >
      {numberText(counts.approved)} approved, {numberText(counts.rejected)} rejected.
      {done.length > 0 && ' Undo still works.'} You can change a decision on its sample’s page.
    </EmptyState>
  );
}
