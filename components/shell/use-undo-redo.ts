import { useMutation } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { messageOf } from '../ui/states';
import { useToast } from '../ui/toasts';
import { useUndo, type LastAct } from '../ui/undo';

/**
 * Undoes the last change, or redoes it; if that fails, it is still offered. Not during review: there, Undo is about the
 * last decision, and must not undo a change of the taxonomy instead.
 */
export function useUndoRedo() {
  const { last: lastAnywhere, turn, clear } = useUndo();
  const isReviewing = /^\/(review|samples)(\/|$)/.test(usePathname());
  const last = isReviewing ? null : lastAnywhere;
  const toast = useToast();
  const { mutate, isPending } = useMutation({
    mutationFn: async ({ isUndone, undo, redo }: LastAct) => (isUndone ? redo?.() : undo()),
    onSuccess: (_, act) => turn(act),
    onError: (error, { isUndone }) =>
      toast({
        isEverywhere: true,
        tone: 'error',
        text: `This could not be ${isUndone ? 'redone' : 'undone'}. ${messageOf(error)}`,
      }),
  });
  return { last, isPending, undoOrRedo: () => void (isPending || !last || mutate(last)), clear: () => clear() };
}
