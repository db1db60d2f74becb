'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';
import { queryKeyOf } from '@/components/api';
import { treeKeys } from '@/components/tree/query-keys';
import type { ReviewCounts } from '@/taxonomy/review/contract';
import { getCounts } from './api';
import type { QueueState } from './queue-state';
import type { DeskPlace } from './desk-place';
import type { Refill } from './use-refill';

/** Counts are loaded in pauses, so that they never slow down a key press. */
const PAUSE_MS = 700;
const EVERY_MS = 1_500;

const isSame = (one: ReviewCounts, other: ReviewCounts) =>
  one.pending === other.pending && one.approved === other.approved && one.rejected === other.rejected;

/**
 * Keeps the counts current, also when others decide, in another window or on the command line. The tree and the sidebar
 * are refreshed when they change. While decisions are being sent the screen's own counts are shown.
 */
export function useLiveCounts(
  { scope, runId }: DeskPlace,
  initial: ReviewCounts,
  isSaved: boolean,
  refill: Refill,
  state: QueueState,
  setState: (change: (before: QueueState) => QueueState) => void,
): void {
  const client = useQueryClient();
  const inTree = useRef(initial);
  const onCounts = useEffectEvent((counts: ReviewCounts) => {
    setState((before) => (isSame(before.counts, counts) ? before : { ...before, counts }));
    if (refill.isAtEnd && counts.pending > state.waiting.length) refill.restart();
    if (isSame(inTree.current, counts)) return;
    inTree.current = counts;
    for (const queryKey of [...treeKeys, queryKeyOf('/api/v1/activity')]) void client.invalidateQueries({ queryKey });
  });
  useEffect(() => {
    if (!isSaved) return;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const poll = async () => {
      // After a failure, the next round tries again.
      const counts = document.hidden ? null : await getCounts(scope, runId, abort.signal).catch(() => null);
      if (abort.signal.aborted) return;
      if (counts) onCounts(counts);
      timer = setTimeout(() => void poll(), EVERY_MS);
    };
    timer = setTimeout(() => void poll(), PAUSE_MS);
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [scope, runId, isSaved]);
}
