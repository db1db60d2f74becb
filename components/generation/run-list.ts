import { infiniteQueryOptions } from '@tanstack/react-query';
import { pages } from '@/components/api';
import { isOver } from '@/taxonomy/generation/vocabulary';

export const RUNS_PAGE = 30;

/** Runs over a leaf, newest first, in pages; polled while one is in progress. Without a leaf, all runs. */
export const runsOver = (leaf: string | undefined) =>
  infiniteQueryOptions({
    ...pages('/api/v1/runs', { query: { limit: RUNS_PAGE, ...(leaf !== undefined && { leaf }) } }),
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some((run) => !isOver(run.state))) ? 2_000 : false,
  });

export const runList = runsOver(undefined);
