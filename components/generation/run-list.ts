import { infiniteQueryOptions } from '@tanstack/react-query';
import { pages } from '@/components/api';
import { isOver } from '@/taxonomy/generation/vocabulary';

export const RUNS_PAGE = 30;

/** All runs, newest first, in pages; polled while one is in progress. */
export const runList = infiniteQueryOptions({
  ...pages('/api/v1/runs', { query: { limit: RUNS_PAGE } }),
  refetchInterval: ({ state }) =>
    state.data?.pages.some(({ items }) => items.some((run) => !isOver(run.state))) ? 2_000 : false,
});
