'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { RunDetail } from '@/taxonomy/generation/contract';
import { isOver } from '@/taxonomy/generation/vocabulary';
import { addressOf } from '../api-client';
import { runById } from './api';

const POLL_MS = 2_000;
/** While events arrive, polling is only a safeguard. */
const SAFEGUARD_MS = 20_000;

/**
 * A run with live updates: by server-sent events, or by polling every two seconds while these do not arrive.
 *
 * `isLost` is true when neither works; the run itself continues.
 */
export function useLiveRun(runId: string) {
  const client = useQueryClient();
  const [isStreaming, setStreaming] = useState(false);
  const query = useQuery({
    ...runById(runId),
    refetchInterval: ({ state }) =>
      state.data && isOver(state.data.state) ? false : isStreaming ? SAFEGUARD_MS : POLL_MS,
  });
  const isGoing = query.data !== undefined && !isOver(query.data.state);
  const isWatched = useIsVisible() && isGoing;

  useEffect(() => {
    if (!isWatched) return;
    const { queryKey } = runById(runId);
    const source = new EventSource(addressOf('/api/v1/runs/{runId}/events', { params: { runId } }));
    source.addEventListener('open', () => setStreaming(true));
    // The browser reconnects by itself, unless the server has refused; until then we poll.
    source.addEventListener('error', () => {
      setStreaming(false);
      void client.invalidateQueries({ queryKey });
    });
    source.addEventListener('message', ({ data }: MessageEvent<string>) => {
      // Sent by our server, which checked it against the contract (see api-client.ts).
      client.setQueryData(queryKey, JSON.parse(data) as RunDetail);
    });
    return () => {
      source.close();
      setStreaming(false);
    };
  }, [client, runId, isWatched]);

  const isLost = isGoing && !isStreaming && (query.failureCount > 0 || query.fetchStatus === 'paused');
  return { run: query.data, error: query.error, refetch: query.refetch, isLost };
}

function onVisibilityChange(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}

/** A background page holds no stream: browsers allow only six connections to one server, over all tabs. */
const useIsVisible = (): boolean =>
  useSyncExternalStore(
    onVisibilityChange,
    () => document.visibilityState === 'visible',
    () => false,
  );
