import { useMutation } from '@tanstack/react-query';
import { api } from '../api';
import { messageOf } from '../ui/states';
import { countUnsaved } from '../before-sign-out';
import { useToast } from '../ui/toasts';

/** Set once the person was warned: signing out again then goes through. */
let isWarned = false;

/** Signs out and loads the sign-in page. Warns once when decisions are not saved. */
export function useSignOut(): () => void {
  const toast = useToast();
  const { mutate } = useMutation({
    mutationFn: async () => {
      const unsaved = isWarned ? 0 : await countUnsaved();
      if (unsaved === 0) await api.delete('/api/v1/session');
      return unsaved;
    },
    onSuccess: (unsaved) => {
      if (unsaved === 0) return window.location.assign('/sign-in');
      isWarned = true;
      const decisions = unsaved === 1 ? '1 decision is' : `${unsaved} decisions are`;
      toast({
        isEverywhere: true,
        tone: 'error',
        text: `${decisions} not saved yet. They stay on this device and are sent when you sign in here again. Sign out once more to leave now.`,
      });
    },
    onError: (error) => toast({ tone: 'error', text: `You are still signed in. ${messageOf(error)}` }),
  });
  return mutate;
}
