'use client';

import { clsx } from 'clsx';
import { Check, Pencil, SkipForward, Undo2, X } from 'lucide-react';
import { keyOf } from '@/components/keymap';
import { Button } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { rejectReasons, type RejectReason } from '@/taxonomy/review/vocabulary';
import { reasonsInOrder } from './use-desk';

type DecisionBarProps = {
  isChoosingReason: boolean;
  /** Reasons that make sense of this sample; each keeps its number. */
  reasons: readonly RejectReason[];
  lastReason: RejectReason | null;
  canUndo: boolean;
  canDecide: boolean;
  onApprove: () => void;
  onChooseReason: (isOpen: boolean) => void;
  onReject: (reason: RejectReason) => void;
  onEdit: () => void;
  onSkip: () => void;
  onUndo: () => void;
};

/** Everything that can be said of a sample, always at the same place, with the key that says it. */
export function DecisionBar(props: DecisionBarProps) {
  const { canDecide, canUndo, isChoosingReason } = props;
  return (
    <div
      data-foot-bar
      role="toolbar"
      aria-label="Decide"
      className={clsx(
        'sticky bottom-0 border-t bg-surface px-4 py-2 lg:relative',
        // Over the tray as long as it asks for the reason.
        isChoosingReason ? 'z-40' : 'z-20',
      )}
    >
      {isChoosingReason && canDecide && <Reasons {...props} />}
      <div className="mx-auto flex max-w-3xl flex-wrap items-center justify-center gap-2">
        <Button icon={Undo2} keyHint={keyOf('review.undo')} disabled={!canUndo} onClick={props.onUndo}>
          Undo
        </Button>
        <Button icon={SkipForward} keyHint={keyOf('review.skip')} disabled={!canDecide} onClick={props.onSkip}>
          Skip
        </Button>
        <Button icon={Pencil} keyHint={keyOf('review.edit')} disabled={!canDecide} onClick={props.onEdit}>
          Edit
        </Button>
        <Button
          icon={X}
          keyHint={keyOf('review.reject')}
          disabled={!canDecide}
          aria-expanded={isChoosingReason}
          onClick={() => props.onChooseReason(!isChoosingReason)}
        >
          Reject
        </Button>
        <Button
          variant="primary"
          icon={Check}
          keyHint={keyOf('review.approve')}
          disabled={!canDecide}
          onClick={props.onApprove}
        >
          Approve
        </Button>
      </div>
    </div>
  );
}

type ReasonsProps = Pick<DecisionBarProps, 'reasons' | 'lastReason' | 'onReject'>;

const Reasons = ({ reasons, lastReason, onReject }: ReasonsProps) => (
  // Above the bar and over the page: what is being read stays where it is.
  <div
    role="group"
    aria-label="Why is it rejected?"
    className="absolute inset-x-0 bottom-full border-y bg-surface px-4 py-2"
  >
    <div className="mx-auto max-w-5xl">
      <p className="mb-1 text-sm text-muted">
        Why? Press a number
        {lastReason && `, or ${keyOf('review.reject').toUpperCase()} again for “${rejectReasons[lastReason]}”`}.
      </p>
      <div className="flex flex-wrap gap-1.5">
        {reasons.map((reason) => (
          <Button key={reason} size="small" onClick={() => onReject(reason)}>
            <Kbd keys={String(reasonsInOrder.indexOf(reason) + 1)} className="pointer-coarse:hidden" />
            {rejectReasons[reason]}
          </Button>
        ))}
      </div>
    </div>
  </div>
);
