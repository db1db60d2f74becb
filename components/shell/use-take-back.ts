import { useMutation } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { messageOf } from '../ui/states';
import { useToast } from '../ui/toasts';
import { useUndo } from '../ui/undo';

/**
 * Undoes the last change; when that fails it is still offered. Not while samples are reviewed: there Undo is about the
 * last decision, and a change of the taxonomy must not be undone in its place.
 */
export function useTakeBack() {
  const { last: lastAnywhere, clear } = useUndo();
  const isReviewing = /^\/(review|samples)(\/|$)/.test(usePathname());
  const last = isReviewing ? null : lastAnywhere;
  const toast = useToast();
  const { mutate, isPending } = useMutation({
    mutationFn: async (act: typeof last) => act?.undo(),
    // What was taken back may offer to be done again; that offer stays.
    onSuccess: (_, act) => clear(act?.id),
    onError: (error) => toast({ tone: 'error', text: `This could not be undone. ${messageOf(error)}` }),
  });
  return { last, isPending, takeBack: () => void (isPending || mutate(last)), clear: () => clear() };
}
