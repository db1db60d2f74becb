import { infiniteQueryOptions } from '@tanstack/react-query';
import { api } from '@/components/api-client';
import type { Page } from '@/taxonomy/contract';
import type { RunSummary } from '@/taxonomy/generation/contract';
import { isOver } from '@/taxonomy/generation/vocabulary';

export const RUNS_PAGE = 30;

/** All runs, newest first, page by page; asked for again while one of them is going. */
export const runList = infiniteQueryOptions({
  queryKey: ['runs'],
  queryFn: ({ pageParam, signal }) => {
    const query = new URLSearchParams({ limit: String(RUNS_PAGE), ...(pageParam && { cursor: pageParam }) });
    return api.get<Page<RunSummary>>(`/api/v1/runs?${query}`, signal);
  },
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }) => nextCursor,
  refetchInterval: ({ state }) =>
    state.data?.pages.some(({ items }) => items.some((run) => !isOver(run.state))) ? 2_000 : false,
});
