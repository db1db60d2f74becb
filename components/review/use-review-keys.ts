import { useHotkeys, type KeyHandlers } from '@/components/use-hotkeys';
import type { RejectReason } from '@/taxonomy/review/vocabulary';
import type { useLeafSteps } from './leaf-steps';
import type { Reading } from './sample-card';
import type { Desk } from './use-desk';

/** What is open beside the sample; one at a time. */
export type Open = 'reasons' | 'editor' | 'origin' | null;

type ReviewKeys = {
  desk: Desk;
  reading: Reading & { onChange: () => void };
  leafSteps: ReturnType<typeof useLeafSteps>;
  open: Open;
  reasons: readonly RejectReason[];
  /** The last chosen reason, if it applies to this sample. */
  again: RejectReason | null;
  canDecide: boolean;
  onApprove: () => void;
  onReject: (reason: RejectReason) => void;
  onEdit: () => void;
  onSkip: () => void;
  onUndo: () => void;
  onRedo: () => void;
  onChooseReason: (isOpen: boolean) => void;
  /** Called with a key that does nothing while a reason is being chosen. */
  onStrayKey: (key: string) => void;
  onOrigin: () => void;
  onBeside: () => void;
};

/**
 * The keys of the review page. While a reason is being chosen only the keys of reasons work: `A` after a number that is
 * no reason must not approve a sample that someone meant to reject.
 */
export function useReviewKeys(keys: ReviewKeys): void {
  const isChoosing = keys.open === 'reasons' && keys.canDecide;
  const stray = ({ key }: KeyboardEvent) => keys.onStrayKey(key.length === 1 ? key.toUpperCase() : key);
  useHotkeys(isChoosing ? keysOfReasons(keys, stray) : keysOfQueue(keys), isChoosing ? stray : undefined);
}

function keysOfReasons(
  { desk, reasons, again, ...acts }: ReviewKeys,
  stray: (event: KeyboardEvent) => void,
): KeyHandlers {
  return {
    'review.leave': () => acts.onChooseReason(false),
    'review.reject': () => (again ? acts.onReject(again) : acts.onChooseReason(false)),
    'review.reason': (event) => {
      const reason = reasons[Number(event.key) - 1];
      if (!reason) stray(event);
      else if (desk.isSeen(event)) acts.onReject(reason);
    },
  };
}

/** Keys that would do nothing are left out, so that the list of shortcuts is right. */
function keysOfQueue({ desk, reading, leafSteps, open, canDecide, ...acts }: ReviewKeys): KeyHandlers {
  if (open === 'editor') return {};
  const ifSeen = (run: () => void) => (event: KeyboardEvent) => {
    if (desk.isSeen(event)) run();
  };
  return {
    'review.next': () => desk.step(1),
    'review.previous': () => desk.step(-1),
    'review.details': acts.onBeside,
    'review.change': reading.onChange,
    'review.raw': reading.onRaw,
    'review.nextLeaf': () => leafSteps.go(1),
    'review.previousLeaf': () => leafSteps.go(-1),
    ...(desk.sample && { 'review.origin': acts.onOrigin }),
    ...(desk.sample?.context && { 'review.context': reading.onContext }),
    ...(desk.canUndo && { 'review.undo': acts.onUndo }),
    ...(desk.canRedo && { 'review.redo': ifSeen(acts.onRedo) }),
    ...(canDecide && {
      'review.approve': ifSeen(acts.onApprove),
      'review.reject': ifSeen(() => acts.onChooseReason(true)),
      'review.edit': ifSeen(acts.onEdit),
      'review.skip': ifSeen(acts.onSkip),
    }),
  };
}
