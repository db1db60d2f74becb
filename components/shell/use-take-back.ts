import { useMutation } from '@tanstack/react-query';
import { messageOf } from '../ui/states';
import { useToast } from './toasts';
import { useUndo } from './undo';

/** Takes back the last act; when that fails it is still offered. */
export function useTakeBack() {
  const { last, clear } = useUndo();
  const toast = useToast();
  const { mutate, isPending } = useMutation({
    mutationFn: async () => last?.undo(),
    onSuccess: clear,
    onError: (error) => toast({ tone: 'error', text: `That could not be undone. ${messageOf(error)}` }),
  });
  return { last, isPending, takeBack: () => void (isPending || mutate()), clear };
}
