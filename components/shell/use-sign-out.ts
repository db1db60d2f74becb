import { useMutation } from '@tanstack/react-query';
import { api } from '../api';
import { messageOf } from '../ui/states';
import { useToast } from './toasts';

/** Ends the session and leaves everything of it behind: the next page is loaded anew. */
export function useSignOut(): () => void {
  const toast = useToast();
  const { mutate } = useMutation({
    mutationFn: () => api.delete('/api/v1/session'),
    onSuccess: () => window.location.assign('/sign-in'),
    onError: (error) => toast({ tone: 'error', text: `You are still signed in. ${messageOf(error)}` }),
  });
  return mutate;
}
