'use client';

import { Check, Pencil, Redo2, SkipForward, Undo2, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { keyOf } from '@/components/keymap';
import { Button } from '@/components/ui/button';
import type { RejectReason } from '@/taxonomy/review/vocabulary';
import { RejectReasons } from './reject-reasons';

type DecisionBarProps = {
  isChoosingReason: boolean;
  /** The reasons that apply to this sample, in the order of their numbers. */
  reasons: readonly RejectReason[];
  lastReason: RejectReason | null;
  /** The last key that did nothing, while a reason is being chosen. */
  strayKey: string | null;
  canUndo: boolean;
  canRedo: boolean;
  canDecide: boolean;
  onApprove: () => void;
  onChooseReason: (isOpen: boolean) => void;
  onReject: (reason: RejectReason) => void;
  onEdit: () => void;
  onSkip: () => void;
  onUndo: () => void;
  onRedo: () => void;
};

/** Holding Enter on a button would click it repeatedly, and decide on samples that nobody has read. */
const withoutRepeats = (event: KeyboardEvent) => {
  if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault();
};

/** Four in a row on a phone, where a key beside the word does not fit. */
const small = 'col-span-3 max-sm:[&_kbd]:hidden';

/** All decisions on a sample, always in the same place, each with its key. Two rows on a phone. */
export function DecisionBar(props: DecisionBarProps) {
  const { canDecide, canUndo, canRedo, isChoosingReason } = props;
  return (
    <div
      role="toolbar"
      aria-label="Decide"
      tabIndex={-1}
      onKeyDown={withoutRepeats}
      className="sticky bottom-0 z-20 border-t bg-surface px-4 py-2 lg:relative"
    >
      {isChoosingReason && canDecide && <RejectReasons {...props} />}
      <div className="mx-auto grid max-w-3xl grid-cols-12 gap-2 sm:flex sm:justify-center">
        <Button
          icon={Undo2}
          keyHint={keyOf('review.undo')}
          disabled={!canUndo}
          className={small}
          onClick={props.onUndo}
        >
          Undo
        </Button>
        <Button
          icon={Redo2}
          keyHint={keyOf('review.redo')}
          disabled={!canRedo}
          className={small}
          onClick={props.onRedo}
        >
          Redo
        </Button>
        <Button
          icon={SkipForward}
          keyHint={keyOf('review.skip')}
          disabled={!canDecide}
          className={small}
          onClick={props.onSkip}
        >
          Skip
        </Button>
        <Button
          icon={Pencil}
          keyHint={keyOf('review.edit')}
          disabled={!canDecide}
          className={small}
          onClick={props.onEdit}
        >
          Edit
        </Button>
        <Button
          icon={X}
          keyHint={keyOf('review.reject')}
          disabled={!canDecide}
          aria-expanded={isChoosingReason}
          className="col-span-6 max-sm:h-10"
          onClick={() => props.onChooseReason(!isChoosingReason)}
        >
          Reject
        </Button>
        <Button
          variant="primary"
          icon={Check}
          keyHint={keyOf('review.approve')}
          disabled={!canDecide}
          className="col-span-6 max-sm:h-10"
          onClick={props.onApprove}
        >
          Approve
        </Button>
      </div>
    </div>
  );
}
