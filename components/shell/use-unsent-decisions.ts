import { useEffect } from 'react';
import { useToast } from '../ui/toasts';

/**
 * Sends the decisions that a closed tab of this person left on this device, and makes sign-out warn of unsent ones: on
 * every page, not only on the review page. Loaded after the page, which does not wait for it.
 */
export function useUnsentDecisions(personId: string): void {
  const toast = useToast();
  useEffect(() => {
    void import('../review/use-outbox').then(({ openOutbox }) =>
      openOutbox(personId, (decisions) => {
        const were = decisions === 1 ? '1 earlier decision was' : `${decisions} earlier decisions were`;
        toast({
          isEverywhere: true,
          tone: 'warning',
          text: `${were} not recorded. The samples are shown as they are now.`,
        });
      }),
    );
  }, [personId, toast]);
}
