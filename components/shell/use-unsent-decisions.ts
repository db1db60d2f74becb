import { useEffect } from 'react';

/**
 * Sends the decisions that a closed tab of this person left on this device, and has sign-out warn of those that are
 * not sent: on every page, not only on the review page. Fetched after the page, which does not wait for it.
 */
export function useUnsentDecisions(personId: string): void {
  useEffect(() => {
    void import('../review/use-outbox').then(({ outboxOf }) => outboxOf(personId));
  }, [personId]);
}
