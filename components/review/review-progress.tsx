import { ProgressBar } from '@/components/ui/progress-bar';
import type { ReviewQueue } from '@/taxonomy/review/contract';
import { numberText } from '../numbers';
import { reviewHref, type ReviewScope } from './api';
import { OfRun } from './of-run';
import { MarkLinks, StatusLinks } from './status-links';
import type { Desk } from './use-desk';

type ReviewProgressProps = {
  desk: Desk;
  scope: ReviewScope;
  runId: string | null;
  /** Samples to look at first, when the page was loaded. */
  marked: ReviewQueue['marked'];
};

/** How many samples are left to review here, and how many were decided. */
export function ReviewProgress({ desk: { counts }, scope, runId, marked }: ReviewProgressProps) {
  const decided = counts.approved + counts.rejected;
  return (
    <div className="border-b px-4 py-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
        <p role="status" className="font-medium tabular-nums">
          {numberText(counts.pending)} to review
        </p>
        <StatusLinks counts={counts} scope={scope} runId={runId} />
        <MarkLinks marked={marked} scope={scope} runId={runId} />
        {runId && <OfRun runId={runId} allHref={reviewHref(scope, { status: 'pending' })} />}
      </div>
      <ProgressBar label="Decided" value={decided} max={decided + counts.pending} className="mt-2" />
    </div>
  );
}
