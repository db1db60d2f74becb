'use client';

import { useEffect, useState } from 'react';
import { getQueuePage, REFILL_AT } from './api';
import { isOutdated } from './decided-here';
import { countUnskipped, withPage, type QueueState } from './queue-state';
import { withUnsent } from './restored-queue';
import type { DeskPlace } from './desk-place';
import { outboxOf } from './use-outbox';

/** Instead of a cursor: load from the start, with the current counts. */
export const FROM_START = '';

export type Refill = { isLoading: boolean; error: unknown; isAtEnd: boolean; retry: () => void; restart: () => void };

/**
 * Loads the next page while there is still plenty to review. A queue that the browser's Back shows again is loaded from
 * the start: it is from before the decisions made there.
 */
export function useRefill(
  { scope, runId, personId }: DeskPlace,
  firstCursor: string | null,
  state: QueueState,
  setState: (change: (before: QueueState) => QueueState) => void,
): Refill {
  const [page, setPage] = useState<{ cursor: string | null; error: unknown }>(() => ({
    cursor: firstCursor,
    error: null,
  }));
  const isLow = countUnskipped(state) - state.position <= REFILL_AT;
  const { cursor, error } = page;
  const isLoading = isLow && cursor !== null && error === null;

  useEffect(() => {
    if (!isLoading) return;
    const abort = new AbortController();
    getQueuePage(scope, { status: 'pending', runId }, cursor, abort.signal).then(
      (next) => {
        const unsent = outboxOf(personId).unsent();
        const isUnsent = new Set(unsent.map(({ sampleId }) => sampleId));
        const items = next.items.filter((each) => isUnsent.has(each.id) || !isOutdated(each));
        setState((before) =>
          withUnsent(withPage(before, items, cursor === FROM_START ? next.counts : before.counts), unsent),
        );
        setPage({ cursor: next.nextCursor, error: null });
      },
      (failure: unknown) => {
        if (!abort.signal.aborted) setPage({ cursor, error: failure });
      },
    );
    return () => abort.abort();
  }, [scope, runId, personId, cursor, isLoading, setState]);

  return {
    isLoading,
    error,
    isAtEnd: cursor === null,
    retry: () => setPage({ cursor, error: null }),
    restart: () => setPage({ cursor: FROM_START, error: null }),
  };
}
