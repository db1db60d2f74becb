'use client';

import { Check, Pencil, SkipForward, Undo2, X } from 'lucide-react';
import { keyOf } from '@/components/keymap';
import { Button } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { rejectReasons, type RejectReason } from '@/taxonomy/review/vocabulary';
import { reasonsInOrder } from './use-desk';

type DecisionBarProps = {
  isChoosingReason: boolean;
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
      className="sticky bottom-0 z-20 border-t bg-surface px-4 py-2 lg:static"
    >
      {isChoosingReason && canDecide && <Reasons lastReason={props.lastReason} onReject={props.onReject} />}
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

type ReasonsProps = { lastReason: RejectReason | null; onReject: (reason: RejectReason) => void };

const Reasons = ({ lastReason, onReject }: ReasonsProps) => (
  <div role="group" aria-label="Why is it rejected?" className="mx-auto mb-2 max-w-3xl">
    <p className="mb-1 text-sm text-muted">
      Why? Press a number
      {lastReason && `, or ${keyOf('review.reject').toUpperCase()} again for “${rejectReasons[lastReason]}”`}.
    </p>
    <div className="flex flex-wrap gap-1.5">
      {reasonsInOrder.map((reason, i) => (
        <Button key={reason} size="small" onClick={() => onReject(reason)}>
          <Kbd keys={String(i + 1)} className="pointer-coarse:hidden" />
          {rejectReasons[reason]}
        </Button>
      ))}
    </div>
  </div>
);
