import { keyOf } from '@/components/keymap';
import { Button } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { rejectReasons, type RejectReason } from '@/taxonomy/review/vocabulary';

type RejectReasonsProps = {
  reasons: readonly RejectReason[];
  lastReason: RejectReason | null;
  strayKey: string | null;
  onReject: (reason: RejectReason) => void;
};

/** Asks why a sample is rejected, above the bar and over the page, so that the text does not move. */
export const RejectReasons = ({ reasons, lastReason, strayKey, onReject }: RejectReasonsProps) => (
  <div
    role="group"
    aria-label="Why is it rejected?"
    className="absolute inset-x-0 bottom-full border-y bg-surface px-4 py-2"
  >
    <div className="mx-auto max-w-5xl">
      <p className="mb-1 text-sm text-muted">
        Why is it rejected?
        <span className="pointer-coarse:hidden">
          {' '}
          Press 1 to {reasons.length}
          {lastReason && `, or ${keyOf('review.reject').toUpperCase()} again for “${rejectReasons[lastReason]}”`}. Esc
          cancels.
        </span>
      </p>
      <p role="alert" className="text-sm font-medium text-rejected">
        {strayKey && `“${strayKey}” did nothing. Choose a reason first, or press Esc to cancel.`}
      </p>
      <div className="flex flex-wrap gap-1.5">
        {reasons.map((reason, i) => (
          <Button key={reason} size="small" onClick={() => onReject(reason)}>
            <Kbd keys={String(i + 1)} className="pointer-coarse:hidden" />
            {rejectReasons[reason]}
          </Button>
        ))}
      </div>
    </div>
  </div>
);
